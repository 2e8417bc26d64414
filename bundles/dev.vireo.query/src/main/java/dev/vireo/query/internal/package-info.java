/** The query engine: grammar, candidates, evidence. */
package dev.vireo.query.internal;
