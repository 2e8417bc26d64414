package dev.vireo.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final List<String> ran = new ArrayList<>();
    private final Recent<String, String> recent = new Recent<>(2);

    private String ask(String input) {
        return recent.of(input, () -> {
            ran.add(input);
            return "made of " + input;
        });
    }

    @Test
    void whatCameOutIsKeptAndTheOneAskedForLongestAgoIsForgotten() {
        assertEquals("made of a", ask("a"));
        ask("b");
        ask("a");
        ask("c"); // b goes
        assertEquals("made of a", ask("a"));
        ask("b");
        assertEquals(List.of("a", "b", "c", "b"), ran);
        assertEquals(2, recent.size());
    }

    @Test
    void whatFailedIsRunAgain() {
        assertThrows(IllegalStateException.class, () -> recent.of("a", () -> {
            throw new IllegalStateException("cancelled");
        }));
        assertEquals("made of a", ask("a"));
    }
}
