package dev.vireo.api.model;

import java.util.List;

/**
 * One thing that a model can name.
 *
 * @param index position in the model's output
 * @param name the model's own English name
 * @param synset WordNet 3.0 offset, eight digits; empty when the label has no place in the hierarchy
 * @param synonyms further English names, lower case, singular
 * @param zh Chinese names
 */
public record Label(int index, String name, String synset, List<String> synonyms, List<String> zh) {
    public Label {
        synonyms = List.copyOf(synonyms);
        zh = List.copyOf(zh);
    }
}
