package dev.vireo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreshQuestionsTest {
    @Test
    void everyQuestionIsAskedOnceAndEveryKindEquallyOften() {
        Map<String, List<String>> kinds = new FreshQuestions(1).byKind(60);
        assertEquals(Set.of("free", "chinese", "text", "class", "place", "order"), kinds.keySet());
        Set<String> all = new HashSet<>();
        kinds.values().forEach(questions -> {
            assertEquals(60, questions.size());
            all.addAll(questions);
        });
        assertEquals(360, all.size());
    }

    @Test
    void theSeedDecides() {
        assertEquals(new FreshQuestions(3).byKind(10), new FreshQuestions(3).byKind(10));
        assertNotEquals(new FreshQuestions(3).byKind(10), new FreshQuestions(4).byKind(10));
    }

    @Test
    void moreThanTheWordsGiveIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new FreshQuestions(1).byKind(100_000));
    }
}
