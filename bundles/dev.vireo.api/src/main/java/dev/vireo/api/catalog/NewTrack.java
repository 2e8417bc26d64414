package dev.vireo.api.catalog;

import dev.vireo.api.model.LabelScore;
import java.util.List;

/**
 * A track before it has an id; components as in {@link Track}.
 *
 * @param vectors its vectors, at most one a space
 */
public record NewTrack(
        boolean wholeFrame,
        long startMs,
        long endMs,
        long keyMs,
        Motion motion,
        List<LabelScore> labels,
        List<ColourShare> colours,
        Quality quality,
        List<Observation> path,
        List<NewVector> vectors) {}
