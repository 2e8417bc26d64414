package dev.vireo.query.internal;

import dev.vireo.testkit.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The inputs that the fuzzer kept, as an ordinary test. */
final class FuzzReplayTest {
    @TestFactory
    Stream<DynamicTest> question() {
        return Fuzz.replay(QuestionFuzz.class, QuestionFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> time() {
        return Fuzz.replay(TimeFuzz.class, TimeFuzz::fuzzerTestOneInput);
    }
}
