package dev.vireo.api.index;

/**
 * A durable vector.
 *
 * @param id ascending in order of insertion, never used again
 * @param vector float32, L2 norm 1
 */
public record StoredVector(long id, float[] vector) {}
