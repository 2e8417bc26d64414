package dev.vireo.api.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static Concept concept(String synset, String name, String... parents) {
        return new Concept(synset, List.of(name), List.of(), List.of(parents));
    }

    private static final Map<String, Concept> CONCEPTS = Map.of(
            "1", concept("1", "vehicle"),
            "2", concept("2", "truck", "1"),
            "3", concept("3", "van", "2", "4"),
            "4", concept("4", "box"));

    private static final Vocabulary VOCABULARY = new Vocabulary(
            "test", List.of(new Label(0, "van", "3", List.of(), List.of())), CONCEPTS, Set.of("1"));

    @Test
    void ancestorsFollowEveryParent() {
        assertEquals(Set.of("1", "2", "4"), VOCABULARY.ancestors("3"));
        assertEquals(Set.of(), VOCABULARY.ancestors("99"));
    }

    @Test
    void belowIncludesTheConceptItself() {
        assertTrue(VOCABULARY.isBelow("3", "3"));
        assertTrue(VOCABULARY.isBelow("3", "1"));
        assertFalse(VOCABULARY.isBelow("1", "3"));
    }

    @Test
    void whatLiesBelowACoveredConceptIsCovered() {
        assertTrue(VOCABULARY.covers("1"));
        assertTrue(VOCABULARY.covers("3"));
        assertFalse(VOCABULARY.covers("4"));
    }

    @Test
    void brokenVocabulariesAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Vocabulary(
                        "gap", List.of(new Label(1, "van", "3", List.of(), List.of())), CONCEPTS, Set.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Vocabulary(
                        "cycle", List.of(), Map.of("1", concept("1", "a", "2"), "2", concept("2", "b", "1")), Set.of()));
    }
}
