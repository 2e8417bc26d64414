package dev.vireo.onnx.internal.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CtcDecoderTest {
    private final CtcDecoder decoder = new CtcDecoder(List.of("a", "b", "\u001b"), true);

    /** One column a row: the class that is likeliest there and its probability; the rest is spread over the others. */
    private static float[] columns(double[]... rows) {
        float[] values = new float[rows.length * 5];
        for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < 5; c++) {
                values[i * 5 + c] = (float) (c == (int) rows[i][0] ? rows[i][1] : (1 - rows[i][1]) / 4);
            }
        }
        return values;
    }

    private CtcDecoder.Reading decode(double[]... rows) {
        return decoder.decode(columns(rows), rows.length);
    }

    @Test
    void joinsRepeatsAndKeepsWhatABlankParts() {
        assertEquals("ab", decode(new double[] {1, 0.9}, new double[] {1, 0.8}, new double[] {2, 0.5}).text());
        assertEquals("aa", decode(new double[] {1, 0.9}, new double[] {0, 0.9}, new double[] {1, 0.9}).text());
        assertEquals("a b", decode(new double[] {1, 0.9}, new double[] {4, 0.9}, new double[] {2, 0.9}).text());
    }

    @Test
    void multipliesTheBestColumnOfEachCharacter() {
        CtcDecoder.Reading reading = decode(new double[] {1, 0.6}, new double[] {1, 0.9}, new double[] {0, 0.3}, new double[] {2, 0.5});
        assertEquals(0.45, reading.probability(), 1e-6);
        assertEquals(0.7, reading.mean(), 1e-6);
    }

    @Test
    void readsNothingOffBlanks() {
        assertEquals(CtcDecoder.Reading.NOTHING, decode(new double[] {0, 0.9}, new double[] {0, 0.9}));
        assertEquals(CtcDecoder.Reading.NOTHING, decode(new double[] {4, 0.9}, new double[] {4, 0.9}));
        assertEquals(CtcDecoder.Reading.NOTHING, decode());
    }

    @Test
    void letsNoControlCharacterThrough() {
        assertEquals("a b", decode(new double[] {1, 0.9}, new double[] {3, 0.9}, new double[] {2, 0.9}).text());
    }
}
