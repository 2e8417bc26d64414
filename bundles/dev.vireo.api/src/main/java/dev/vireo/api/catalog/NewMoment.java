package dev.vireo.api.catalog;

import java.util.List;

/**
 * A moment with its tracks before they have ids; components as in {@link Moment}.
 *
 * @param texts what was read in it
 */
public record NewMoment(long startMs, long endMs, long keyMs, List<NewTrack> tracks, List<SeenText> texts) {}
