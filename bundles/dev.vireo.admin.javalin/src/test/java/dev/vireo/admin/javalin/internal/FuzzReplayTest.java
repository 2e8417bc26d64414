package dev.vireo.admin.javalin.internal;

import dev.vireo.testkit.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The inputs that the fuzzer kept, as an ordinary test. */
final class FuzzReplayTest {
    @TestFactory
    Stream<DynamicTest> requestBody() {
        return Fuzz.replay(RequestBodyFuzz.class, RequestBodyFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> argument() {
        return Fuzz.replay(ArgumentFuzz.class, ArgumentFuzz::fuzzerTestOneInput);
    }
}
