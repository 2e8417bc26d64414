package dev.vireo.api.index;

/**
 * State of one space's index.
 *
 * @param space id of the space
 * @param vectors live vectors
 * @param segments published segments
 * @param bytes bytes on disk
 * @param rebuilding whether a rebuild runs (searches stay exact meanwhile)
 */
public record IndexStatus(String space, long vectors, int segments, long bytes, boolean rebuilding) {}
