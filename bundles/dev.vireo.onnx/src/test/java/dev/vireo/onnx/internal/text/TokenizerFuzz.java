package dev.vireo.onnx.internal.text;

import dev.vireo.onnx.internal.Models;
import dev.vireo.onnx.internal.manifest.ManifestNode;
import dev.vireo.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text for the tokenizer that ships; what begins with a brace is a tokenizer. */
public final class TokenizerFuzz {
    private static final int MAX_TOKENS = 32;
    private static final WordPieceTokenizer SHIPPED = new WordPieceTokenizer(
            ManifestNode.parse("tokenizer.json", Models.bytes("dev.vireo.model.minilm", "META-INF/vireo/all-minilm-l6-v2-q-tokenizer.json")),
            MAX_TOKENS);

    private TokenizerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, TokenizerFuzz::take);
    }

    private static void take(byte[] input) {
        if (input.length > 0 && input[0] == '{') {
            encode(new WordPieceTokenizer(ManifestNode.parse("tokenizer.json", input), MAX_TOKENS), "Cars, 车 and ünïcode");
        } else {
            encode(SHIPPED, new String(input, StandardCharsets.UTF_8));
        }
    }

    private static void encode(WordPieceTokenizer tokenizer, String text) {
        long[] ids = tokenizer.encode(text);
        if (ids.length < 2 || ids.length > MAX_TOKENS || Arrays.stream(ids).anyMatch(id -> id < 0 || id >= tokenizer.size())) {
            throw new AssertionError(Arrays.toString(ids));
        }
    }
}
