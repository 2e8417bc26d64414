package dev.vireo.launcher;

import dev.vireo.testkit.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The inputs that the fuzzer kept, as an ordinary test. */
final class FuzzReplayTest {
    @TestFactory
    Stream<DynamicTest> settings() {
        return Fuzz.replay(SettingsFuzz.class, SettingsFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> feature() {
        return Fuzz.replay(FeatureFuzz.class, FeatureFuzz::fuzzerTestOneInput);
    }
}
