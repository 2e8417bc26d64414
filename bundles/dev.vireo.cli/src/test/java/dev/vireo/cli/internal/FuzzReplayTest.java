package dev.vireo.cli.internal;

import dev.vireo.testkit.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The inputs that the fuzzer kept, as an ordinary test. */
final class FuzzReplayTest {
    @TestFactory
    Stream<DynamicTest> screen() {
        return Fuzz.replay(ScreenFuzz.class, ScreenFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> commandLine() {
        return Fuzz.replay(CommandLineFuzz.class, CommandLineFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> endpoint() {
        return Fuzz.replay(EndpointFuzz.class, EndpointFuzz::fuzzerTestOneInput);
    }
}
