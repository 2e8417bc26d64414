package dev.vireo.api.encode;

/**
 * A vector and whether it may be believed.
 *
 * @param vector float32, L2 norm 1 (all zeros when {@code inVocabulary} is false and nothing at all is known)
 * @param inVocabulary false when the input lies outside what the encoder knows: rank with it if you must, claim nothing
 */
public record Encoding(float[] vector, boolean inVocabulary) {}
