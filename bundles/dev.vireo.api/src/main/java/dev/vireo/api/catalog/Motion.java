package dev.vireo.api.catalog;

/**
 * How a track moved.
 *
 * @param state the verdict
 * @param displacement largest distance of the box centre from its median place, as a share of the box diagonal
 * @param observedMs how long the track was seen [ms]
 */
public record Motion(MotionState state, double displacement, long observedMs) {}
