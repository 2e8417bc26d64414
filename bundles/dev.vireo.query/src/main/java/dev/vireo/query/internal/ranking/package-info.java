/**
 * Puts what was found in order: by probability, by what rerankers say, one find for all copies of the same footage.
 */
package dev.vireo.query.internal.ranking;
