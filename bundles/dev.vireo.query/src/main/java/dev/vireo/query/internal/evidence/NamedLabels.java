package dev.vireo.query.internal.evidence;

import dev.vireo.api.catalog.Track;
import dev.vireo.api.model.LabelScore;
import dev.vireo.query.internal.noun.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one model says of the labels that were asked for.
 *
 * @param scores the most probable first
 */
record NamedLabels(List<LabelScore> scores) {
    /** Below this a label is not counted. */
    static final double LEAST = 0.005;

    static NamedLabels of(Target.Labels labels, List<LabelScore> scores) {
        Set<Integer> asked = labels.asked();
        List<LabelScore> named = new ArrayList<>();
        for (LabelScore score : scores) {
            if (score.probability() >= LEAST && asked.contains(score.label())) {
                named.add(score);
            }
        }
        named.sort(Comparator.comparingDouble(LabelScore::probability).reversed().thenComparing(LabelScore::label));
        return new NamedLabels(named);
    }

    /** What each model says of a track, by model. */
    static Map<String, List<LabelScore>> byModel(Track track) {
        Map<String, List<LabelScore>> byModel = new TreeMap<>();
        for (LabelScore score : track.labels()) {
            byModel.computeIfAbsent(score.model(), k -> new ArrayList<>()).add(score);
        }
        return byModel;
    }

    /** Of all of them together, 0 to 1. */
    double mass() {
        return Math.min(1, scores.stream().mapToDouble(LabelScore::probability).sum());
    }

    boolean isEmpty() {
        return scores.isEmpty();
    }

    /** The most probable. */
    LabelScore first() {
        return scores.getFirst();
    }
}
