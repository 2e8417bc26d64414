package dev.vireo.pack.internal;

import dev.vireo.testkit.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The inputs that the fuzzer kept, as an ordinary test. */
final class FuzzReplayTest {
    @TestFactory
    Stream<DynamicTest> statement() {
        return Fuzz.replay(PackageStatementFuzz.class, PackageStatementFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> archive() {
        return Fuzz.replay(PackageArchiveFuzz.class, PackageArchiveFuzz::fuzzerTestOneInput);
    }
}
