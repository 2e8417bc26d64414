package dev.vireo.query.internal.noun;

import java.util.List;

/**
 * Words of one spelling and several common meanings of which the live models may know only some. Without this list a
 * question for mice in a barn would be answered with computer mice.
 */
final class Homonyms {
    /**
     * @param synset WordNet 3.0 noun offset
     * @param gloss what tells it from the others
     */
    record Meaning(String synset, String gloss) {}

    record Entry(String word, List<Meaning> meanings) {}

    static final List<Entry> ENTRIES = List.of(
            new Entry("mouse", List.of(new Meaning("03793489", "computer mouse"), new Meaning("02330245", "rodent"))),
            new Entry("bat", List.of(new Meaning("02806379", "sports bat"), new Meaning("02139199", "flying animal"))),
            new Entry("crane", List.of(new Meaning("02012849", "bird"), new Meaning("03126707", "machine"))));

    private Homonyms() {}
}
