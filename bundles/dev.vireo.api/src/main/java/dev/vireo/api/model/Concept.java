package dev.vireo.api.model;

import java.util.List;

/**
 * A meaning that labels are below of or equal to: a WordNet 3.0 noun synset.
 *
 * @param synset eight digits, the WordNet 3.0 offset
 * @param en English names, most usual first, lower case, singular; may be empty for very abstract concepts
 * @param zh Chinese names; may be empty
 * @param parents synsets of the direct hypernyms
 */
public record Concept(String synset, List<String> en, List<String> zh, List<String> parents) {
    public Concept {
        en = List.copyOf(en);
        zh = List.copyOf(zh);
        parents = List.copyOf(parents);
    }
}
