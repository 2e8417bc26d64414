package dev.vireo.api.index;

/**
 * A vector that was found.
 *
 * @param id the id it is stored under
 * @param cosine −1 to 1, exact (computed on the stored float32 vectors)
 */
public record Neighbour(long id, double cosine) {}
