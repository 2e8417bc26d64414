package dev.vireo.onnx.internal;

import dev.vireo.testkit.Fuzz;

/** An ONNX file, looked through for weights that lie elsewhere. */
public final class OnnxFileFuzz {
    private OnnxFileFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, OnnxFileFuzz::take);
    }

    private static void take(byte[] input) {
        ExternalData.refuse("model.onnx", input);
    }
}
