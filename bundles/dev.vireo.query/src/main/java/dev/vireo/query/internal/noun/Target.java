package dev.vireo.query.internal.noun;

import dev.vireo.api.catalog.LabelGroup;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a noun means to the models that are live.
 *
 * @param name the noun in normal form
 * @param synsets the meanings, any of which counts
 * @param models by model {@code id@version}; a model that neither has such labels nor a broader one is left out
 */
public record Target(String name, Set<String> synsets, Map<String, Labels> models) {

    /**
     * One model's part.
     *
     * @param detector see {@link LiveModel}
     * @param labels at or below what was asked
     * @param broader strictly above it: "truck" when a van was asked
     * @param covers whether low mass on {@code labels} (or on {@code broader}, when there are none) tells of absence
     * @param names label names by index, of labels and broader
     * @param size labels of the whole vocabulary
     */
    public record Labels(
            boolean detector, Set<Integer> labels, Set<Integer> broader, boolean covers, Map<Integer, String> names,
            int size) {
        /** The labels that speak of what was asked: those at or below it, else those above. */
        public Set<Integer> asked() {
            return labels.isEmpty() ? broader : labels;
        }
    }

    /** Either of two. */
    public Target or(Target other, String joined) {
        Set<String> all = new HashSet<>(synsets);
        all.addAll(other.synsets);
        Map<String, Labels> merged = new LinkedHashMap<>(models);
        other.models.forEach((ref, labels) -> merged.merge(ref, labels, Target::both));
        merged.replaceAll((ref, labels) -> models.containsKey(ref) && other.models.containsKey(ref)
                ? labels
                // A model that knows only one of the two cannot tell that both are absent.
                : new Labels(labels.detector, labels.labels, labels.broader, false, labels.names, labels.size));
        return new Target(joined, Set.copyOf(all), merged);
    }

    private static Labels both(Labels a, Labels b) {
        Set<Integer> labels = new HashSet<>(a.labels);
        labels.addAll(b.labels);
        Set<Integer> broader = new HashSet<>(a.broader);
        broader.addAll(b.broader);
        broader.removeAll(labels);
        Map<Integer, String> names = new HashMap<>(a.names);
        names.putAll(b.names);
        return new Labels(a.detector, Set.copyOf(labels), Set.copyOf(broader), a.covers && b.covers, names, a.size);
    }

    public boolean known() {
        return models.values().stream().anyMatch(m -> !m.labels.isEmpty() || !m.broader.isEmpty());
    }

    /** The labels as a filter: what is asked, and what is broader, since a finer model may decide. */
    public LabelGroup group(double minMass) {
        Map<String, Set<Integer>> all = new HashMap<>();
        models.forEach((ref, m) -> {
            Set<Integer> labels = new HashSet<>(m.labels);
            labels.addAll(m.broader);
            if (!labels.isEmpty()) {
                all.put(ref, Set.copyOf(labels));
            }
        });
        return new LabelGroup(all, minMass);
    }
}
