/** Nouns and their meanings: what the live models can name, and what a noun is to each of them. */
package dev.vireo.query.internal.noun;
