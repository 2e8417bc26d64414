package dev.vireo.onnx.internal.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vireo.api.media.Image;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ResamplerTest {
    /** Results of {@code PIL.Image.resize}; the pictures are computed, see {@link #noise}. */
    @TestFactory
    List<DynamicTest> givesTheBytesOfPillow() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in = ResamplerTest.class.getResourceAsStream("pillow.json")) {
            for (JsonNode golden : new JsonMapper().readTree(in).get("cases")) {
                tests.add(dynamicTest(golden.get("kernel").textValue() + " " + golden.get("width") + " x " + golden.get("height")
                        + " to " + golden.get("toWidth") + " x " + golden.get("toHeight"), () -> check(golden)));
            }
        }
        assertEquals(19, tests.size());
        return tests;
    }

    private static void check(JsonNode golden) throws Exception {
        int width = golden.get("width").intValue();
        int height = golden.get("height").intValue();
        Image image = noise(width, height, golden.path("seed").asInt(width * 1000 + height));
        Resampler resampler = new Resampler(
                golden.path("cutWidth").asInt(width), golden.path("cutHeight").asInt(height),
                golden.get("toWidth").intValue(), golden.get("toHeight").intValue(),
                Interpolation.valueOf(golden.get("kernel").textValue()), true);
        byte[] result = resampler.resize(image, golden.path("left").asInt(0), golden.path("top").asInt(0));
        int[] first = new int[12];
        int[] expected = new int[12];
        for (int i = 0; i < 12; i++) {
            first[i] = result[i] & 0xff;
            expected[i] = golden.get("first").get(i).intValue();
        }
        assertArrayEquals(expected, first);
        assertEquals(golden.get("sha256").textValue(),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(result)));
    }

    /** High bytes of the linear congruential generator of Numerical Recipes, the one that made the goldens. */
    private static Image noise(int width, int height, int seed) {
        byte[] rgb = new byte[width * height * 3];
        int state = seed;
        for (int i = 0; i < rgb.length; i++) {
            state = state * 1664525 + 1013904223;
            rgb[i] = (byte) (state >>> 24);
        }
        return new Image(width, height, rgb);
    }

    @Test
    void withoutAntialiasingLooksAtTheNearestPixelsOnly() {
        byte[] rgb = new byte[8 * 3];
        rgb[3 * 3] = (byte) 200;
        rgb[4 * 3] = (byte) 100;
        // Eight columns to two: the centres lie at 2 and 6, so the pixels at 1.5, 2.5 and 5.5, 6.5 count, 3 and 4 do not.
        byte[] plain = new Resampler(8, 1, 2, 1, Interpolation.BILINEAR, false).resize(new Image(8, 1, rgb), 0, 0);
        assertArrayEquals(new byte[6], plain);
        byte[] smooth = new Resampler(8, 1, 2, 1, Interpolation.BILINEAR, true).resize(new Image(8, 1, rgb), 0, 0);
        assertTrue((smooth[0] & 0xff) > 20 && (smooth[3] & 0xff) > 10);
    }

    @Test
    void refusesEmptySizes() {
        assertThrows(IllegalArgumentException.class, () -> new Resampler(0, 1, 2, 2, Interpolation.BILINEAR, true));
    }
}
