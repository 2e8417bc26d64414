package dev.vireo.ingest.internal.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.model.Colour;
import dev.vireo.ingest.internal.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColourNamesTest {
    private final ColourNames names = new ColourNames(1);

    /** The sRGB values that CSS and everyday things give these names. */
    @ParameterizedTest
    @CsvSource({
        "000000, BLACK", "202020, BLACK", "1a1a22, BLACK",
        "ffffff, WHITE", "f0f0ea, WHITE", "e6e6e6, WHITE",
        "808080, GREY", "696d70, GREY", "a9a9a9, GREY", "78787d, GREY",
        "ff0000, RED", "b22222, RED", "dc143c, RED", "8b0000, RED",
        "ffa500, ORANGE", "ff8c00, ORANGE", "ff7000, ORANGE",
        "ffff00, YELLOW", "ffd700, YELLOW", "f6d000, YELLOW",
        "008000, GREEN", "3c5a1e, GREEN", "32cd32, GREEN", "228b22, GREEN", "9acd32, GREEN",
        "0000ff, BLUE", "000080, BLUE", "4682b4, BLUE", "87ceeb, BLUE", "add8e6, BLUE", "1e3a6e, BLUE",
        "800080, PURPLE", "4b0082, PURPLE", "9370db, PURPLE", "9b30ff, PURPLE",
        "ffc0cb, PINK", "ff69b4, PINK", "ff1493, PINK",
        "8b4513, BROWN", "654321, BROWN", "a0522d, BROWN", "966450, BROWN"
    })
    void namesWhatPeopleCallIt(String hex, Colour expected) {
        float[] shares = shares(Integer.parseInt(hex, 16));
        int best = 0;
        for (int t = 1; t < shares.length; t++) {
            best = shares[t] > shares[best] ? t : best;
        }
        assertEquals(expected, Colour.values()[best], hex + " " + java.util.Arrays.toString(shares));
    }

    @Test
    void sharesOfAnyColourSumToOne() {
        for (int rgb = 0; rgb < 0x1000000; rgb += 1237) {
            double sum = 0;
            for (float s : shares(rgb)) {
                assertTrue(s >= -1e-6, Integer.toHexString(rgb));
                sum += s;
            }
            assertEquals(1, sum, 1e-4, Integer.toHexString(rgb));
        }
    }

    @Test
    void shadeKeepsTheName() {
        int red = new Pictures(1, 1, 0xc82828).shade(new dev.vireo.api.media.Box(0, 0, 1, 1), 0.35).image().rgb()[0] & 255;
        assertTrue(red < 140, "a real shadow");
        for (int colour : new int[] {0xc82828, 0x3070c0, 0x30a040}) {
            byte[] p = new Pictures(1, 1, colour)
                    .shade(new dev.vireo.api.media.Box(0, 0, 1, 1), 0.35).image().rgb();
            float[] light = shares(colour);
            float[] dark = new float[ColourNames.TERMS];
            names.name(p[0] & 255, p[1] & 255, p[2] & 255, dark);
            assertEquals(best(light), best(dark), Integer.toHexString(colour));
        }
    }

    @Test
    void theBrightestOfADimSceneIsWhite() {
        double exposure = ColourNames.exposure(190);
        assertTrue(exposure > 1.1, "exposure " + exposure);
        float[] shares = new float[ColourNames.TERMS];
        new ColourNames(exposure).name(185, 185, 185, shares);
        assertEquals(Colour.WHITE.ordinal(), best(shares));
        assertEquals(Colour.GREY.ordinal(), best(shares(0xb0b0b0)));
        assertEquals(1, ColourNames.exposure(255));
        assertEquals(1.25, ColourNames.exposure(10));
    }

    private float[] shares(int rgb) {
        float[] shares = new float[ColourNames.TERMS];
        names.name(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, shares);
        return shares;
    }

    private static int best(float[] shares) {
        int best = 0;
        for (int t = 1; t < shares.length; t++) {
            best = shares[t] > shares[best] ? t : best;
        }
        return best;
    }
}
