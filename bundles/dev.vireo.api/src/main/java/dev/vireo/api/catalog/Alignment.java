package dev.vireo.api.catalog;

/**
 * Another asset whose hashes begin like those of one at one offset: worth a closer look, no more.
 *
 * @param asset id of the other asset
 * @param offsetMs what is at position p here may be at about {@code p + offsetMs} there, to half a second [ms]
 * @param votes hashes that say so
 */
public record Alignment(long asset, long offsetMs, int votes) {}
