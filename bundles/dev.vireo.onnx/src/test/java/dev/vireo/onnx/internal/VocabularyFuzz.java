package dev.vireo.onnx.internal;

import dev.vireo.onnx.internal.manifest.ManifestReader;
import dev.vireo.testkit.Fuzz;

/** A model bundle's vocabulary. */
public final class VocabularyFuzz {
    private VocabularyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, VocabularyFuzz::take);
    }

    private static void take(byte[] input) {
        ManifestReader.vocabulary("vocabulary.json", input);
    }
}
