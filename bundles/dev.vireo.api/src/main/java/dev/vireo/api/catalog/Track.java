package dev.vireo.api.catalog;

import dev.vireo.api.model.LabelScore;
import java.util.List;

/**
 * One object followed through a moment, or the whole frame of a moment: what evidence is about.
 *
 * @param id positive, never used again
 * @param moment the moment it is part of
 * @param wholeFrame true for the one track of each moment that stands for the frame as a whole
 * @param startMs first time it was seen [ms]
 * @param endMs end, exclusive [ms]; equal to {@code startMs} for an image
 * @param keyMs when it is seen best [ms]; its box is the observation at that time
 * @param motion how it moved
 * @param labels what the models say of it, over the whole track; labels of negligible probability are left out
 * @param colours largest fraction first
 * @param quality of the view that shows it best
 * @param path observations in order of time, at least one
 */
public record Track(
        long id,
        long moment,
        boolean wholeFrame,
        long startMs,
        long endMs,
        long keyMs,
        Motion motion,
        List<LabelScore> labels,
        List<ColourShare> colours,
        Quality quality,
        List<Observation> path) {
    public Track {
        labels = List.copyOf(labels);
        colours = List.copyOf(colours);
        path = List.copyOf(path);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a track needs at least one observation");
        }
    }

    /** The observation nearest in time to {@code timeMs}. */
    public Observation at(long timeMs) {
        int after = 0;
        for (int end = path.size(); after < end; ) {
            int middle = (after + end) >>> 1;
            if (path.get(middle).timeMs() < timeMs) {
                after = middle + 1;
            } else {
                end = middle;
            }
        }
        // Of two that are equally near the earlier one, of several at one time the first.
        int best = Math.min(after, path.size() - 1);
        if (best > 0 && Math.abs(path.get(best - 1).timeMs() - timeMs) <= Math.abs(path.get(best).timeMs() - timeMs)) {
            best--;
        }
        while (best > 0 && path.get(best - 1).timeMs() == path.get(best).timeMs()) {
            best--;
        }
        return path.get(best);
    }

    /** Where it is seen best. */
    public Observation key() {
        return at(keyMs);
    }
}
