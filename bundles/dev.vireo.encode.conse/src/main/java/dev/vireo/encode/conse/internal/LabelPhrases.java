package dev.vireo.encode.conse.internal;

import dev.vireo.api.model.Concept;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.Vocabulary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is said of each label to the text encoder: "name, a kind of parent", which ranked best of the wordings measured. */
final class LabelPhrases {
    private LabelPhrases() {}

    /** One phrase for each label, in order. */
    static List<String> of(Vocabulary vocabulary) {
        List<String> phrases = new ArrayList<>();
        for (Label label : vocabulary.labels()) {
            phrases.add(label.name() + parent(vocabulary, label).map(name -> ", a kind of " + name).orElse(""));
        }
        return phrases;
    }

    /** Name of the nearest concept above that has one: very abstract concepts carry none. */
    private static Optional<String> parent(Vocabulary vocabulary, Label label) {
        Map<String, Concept> concepts = vocabulary.concepts();
        Deque<String> open = new ArrayDeque<>(parents(concepts, label.synset()));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            String synset = open.removeFirst();
            Concept concept = concepts.get(synset);
            if (concept != null && !concept.en().isEmpty()) {
                return Optional.of(concept.en().getFirst());
            }
            for (String above : parents(concepts, synset)) {
                if (seen.add(above)) {
                    open.addLast(above);
                }
            }
        }
        return Optional.empty();
    }

    private static Collection<String> parents(Map<String, Concept> concepts, String synset) {
        Concept concept = concepts.get(synset);
        return concept == null ? List.of() : concept.parents();
    }
}
