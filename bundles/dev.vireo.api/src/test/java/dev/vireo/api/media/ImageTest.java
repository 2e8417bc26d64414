package dev.vireo.api.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ImageTest {
    private static Image numbered(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) i;
        }
        return new Image(width, height, rgb);
    }

    @Test
    void cropCopiesThePixelsBelowTheBox() {
        Image part = numbered(4, 3).crop(new Box(1, 1, 2, 2));
        assertEquals(2, part.width());
        assertEquals(2, part.height());
        assertArrayEquals(new byte[] {15, 16, 17, 18, 19, 20, 27, 28, 29, 30, 31, 32}, part.rgb());
    }

    @Test
    void aBoxOutsideThePictureStillGivesAPixel() {
        assertEquals(1, numbered(4, 3).crop(new Box(50, 50, 5, 5)).width());
        assertEquals(1, numbered(4, 3).crop(new Box(-9, -9, 2, 2)).height());
    }

    @Test
    void theNumberOfBytesMustFitTheSize() {
        assertThrows(IllegalArgumentException.class, () -> new Image(2, 2, new byte[11]));
        assertThrows(ArithmeticException.class, () -> new Image(60_000, 60_000, new byte[0]));
    }
}
