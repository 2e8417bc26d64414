package dev.vireo.onnx.internal;

import dev.vireo.onnx.internal.text.TokenizerFuzz;
import dev.vireo.testkit.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The inputs that the fuzzer kept, as an ordinary test. */
final class FuzzReplayTest {
    @TestFactory
    Stream<DynamicTest> manifest() {
        return Fuzz.replay(ManifestFuzz.class, ManifestFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> vocabulary() {
        return Fuzz.replay(VocabularyFuzz.class, VocabularyFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> onnxFile() {
        return Fuzz.replay(OnnxFileFuzz.class, OnnxFileFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> tokenizer() {
        return Fuzz.replay(TokenizerFuzz.class, TokenizerFuzz::fuzzerTestOneInput);
    }
}
