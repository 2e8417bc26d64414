package dev.vireo.api.catalog;

import dev.vireo.api.encode.Space;

/** @param vector float32, length {@code space.dimension()}, L2 norm 1 */
public record NewVector(Space space, float[] vector) {}
