package dev.vireo.api.detect;

import dev.vireo.api.media.Box;
import java.util.Map;

/**
 * One object found.
 *
 * @param box where, in pixels of the picture given
 * @param scores label index to probability, at least the best one; independent per label, so they need not sum to 1
 */
public record Detection(Box box, Map<Integer, Double> scores) {
    public Detection {
        scores = Map.copyOf(scores);
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("a detection needs at least one label score");
        }
    }

    /** Index of the most probable label. */
    public int best() {
        return scores.entrySet().stream()
                .max(Map.Entry.<Integer, Double>comparingByValue().thenComparing(e -> -e.getKey()))
                .orElseThrow()
                .getKey();
    }

    /** Probability of the most probable label. */
    public double probability() {
        return scores.get(best());
    }
}
