package dev.vireo.api.catalog;

import dev.vireo.api.media.Box;

/**
 * A track at one sampled frame.
 *
 * @param timeMs position of the frame [ms]
 * @param box where the object was, in pixels of the source frame
 * @param score the detector's probability of its best label there, 0 to 1
 */
public record Observation(long timeMs, Box box, double score) {}
