/**
 * The query engine at the top: it leads a question from its words to an answer, and serves what other bundles ask of
 * searching. What it works with lies in the packages below, of which none uses this one.
 */
package dev.vireo.query.internal;
