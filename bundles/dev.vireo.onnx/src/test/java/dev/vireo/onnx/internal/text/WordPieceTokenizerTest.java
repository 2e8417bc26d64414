package dev.vireo.onnx.internal.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vireo.api.error.VireoException;
import dev.vireo.onnx.internal.Models;
import dev.vireo.onnx.internal.manifest.ManifestNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WordPieceTokenizerTest {
    private static final String SMALL = """
            {"normalizer": {"type": "BertNormalizer", "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "model": {"type": "WordPiece", "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "car": 3, "##s": 4, ",": 5, "##t": 6}}}
            """;

    private static WordPieceTokenizer small(int maxTokens) {
        return new WordPieceTokenizer(
                ManifestNode.parse("tokenizer.json", SMALL.getBytes(StandardCharsets.UTF_8)), maxTokens);
    }

    /** Ids that the Rust library gives for all-MiniLM-L6-v2's tokenizer. */
    @TestFactory
    List<DynamicTest> givesTheIdsOfTheReference() throws IOException {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(
                ManifestNode.parse("tokenizer.json", Models.bytes("dev.vireo.model.minilm", "META-INF/vireo/all-minilm-l6-v2-q-tokenizer.json")), 512);
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in = WordPieceTokenizerTest.class.getResourceAsStream("wordpiece.json")) {
            for (JsonNode golden : new JsonMapper().readTree(in).get("cases")) {
                long[] expected = new long[golden.get("ids").size()];
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = golden.get("ids").get(i).longValue();
                }
                String text = golden.get("text").textValue();
                tests.add(dynamicTest(golden.get("text").toString(), () -> assertArrayEquals(expected, tokenizer.encode(text))));
            }
        }
        assertEquals(22, tests.size());
        return tests;
    }

    @Test
    void joinsTwoTextsAndCutsTheLonger() {
        WordPieceTokenizer.Pair pair = small(16).encode("cars", "car,cart");
        assertArrayEquals(new long[] {1, 3, 4, 2, 3, 5, 3, 6, 2}, pair.ids());
        assertEquals(4, pair.second());
        for (int max = 3; max <= 9; max++) {
            assertEquals(max, small(max).encode("cars", "car,cart").ids().length, "cut to " + max);
        }
        WordPieceTokenizer.Pair cut = small(7).encode("cars", "car,cart"); // 2 and 4 pieces, room for 4
        assertArrayEquals(new long[] {1, 3, 4, 2, 3, 5, 2}, cut.ids());
        assertEquals(4, cut.second());
        assertArrayEquals(new long[] {1, 2, 2}, small(16).encode("", " ").ids());
    }

    @Test
    void takesTheLongestPieceAndGivesUpOnWholeWords() {
        assertArrayEquals(new long[] {1, 3, 4, 5, 3, 2}, small(16).encode("Cars,car"));
        assertArrayEquals(new long[] {1, 0, 3, 2}, small(16).encode("carx car"));
    }

    @Test
    void cutsAtTheLimitAndStillEndsTheText() {
        assertArrayEquals(new long[] {1, 3, 3, 2}, small(4).encode("car car car car"));
        assertArrayEquals(new long[] {1, 3, 2}, small(3).encode("cars"));
        assertEquals(4, small(4).encode("car ".repeat(50_000)).length);
    }

    @Test
    void readsNamesOfSpecialTokensAsWords() {
        assertArrayEquals(new long[] {1, 0, 0, 0, 2}, small(64).encode("[SEP]"));
    }

    @Test
    void refusesOtherTokenizers() {
        String bpe = SMALL.replace("WordPiece", "BPE");
        VireoException e = assertThrows(VireoException.class, () -> new WordPieceTokenizer(
                ManifestNode.parse("tokenizer.json", bpe.getBytes(StandardCharsets.UTF_8)), 16));
        assertEquals("tokenizer.json: model.type: got \"BPE\", need one of WordPiece", e.getMessage());
        String holes = SMALL.replace("\"[SEP]\": 2,", "");
        assertThrows(VireoException.class, () -> new WordPieceTokenizer(
                ManifestNode.parse("tokenizer.json", holes.getBytes(StandardCharsets.UTF_8)), 16));
    }
}
