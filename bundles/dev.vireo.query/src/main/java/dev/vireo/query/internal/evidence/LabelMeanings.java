package dev.vireo.query.internal.evidence;

import dev.vireo.api.model.Label;
import dev.vireo.query.internal.noun.LiveModel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Labels of models by what they mean. For one question: it keeps what it was asked. */
final class LabelMeanings {
    private final Map<LiveModel, Map<String, Set<Integer>>> own = new HashMap<>();
    private final Map<LiveModel, Map<String, Set<Integer>>> below = new HashMap<>();

    /** What a label of a model means; empty when that is not known. */
    static String synset(LiveModel model, int label) {
        List<Label> labels = model == null ? List.of() : model.vocabulary().labels();
        return label < labels.size() ? labels.get(label).synset() : "";
    }

    /** A model's labels that stand for one of these meanings itself. */
    Set<Integer> own(LiveModel model, Set<String> meant) {
        Map<String, Set<Integer>> known = own.computeIfAbsent(model, m -> m.vocabulary().labels().stream()
                .filter(l -> !l.synset().isEmpty())
                .collect(Collectors.groupingBy(Label::synset, Collectors.mapping(Label::index, Collectors.toSet()))));
        Set<Integer> labels = new HashSet<>();
        meant.forEach(synset -> labels.addAll(known.getOrDefault(synset, Set.of())));
        return labels;
    }

    /** A model's labels for a family and for its kinds. */
    Set<Integer> atOrBelow(LiveModel model, String family) {
        return below.computeIfAbsent(model, m -> new HashMap<>()).computeIfAbsent(family, f -> model.vocabulary().labels().stream()
                .filter(l -> !l.synset().isEmpty() && model.vocabulary().isBelow(l.synset(), f))
                .map(Label::index)
                .collect(Collectors.toUnmodifiableSet()));
    }
}
