package dev.vireo.ingest.internal.clock;

import dev.vireo.testkit.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The inputs that the fuzzer kept, as an ordinary test. */
final class FuzzReplayTest {
    @TestFactory
    Stream<DynamicTest> fileNameTime() {
        return Fuzz.replay(FileNameTimeFuzz.class, FileNameTimeFuzz::fuzzerTestOneInput);
    }
}
