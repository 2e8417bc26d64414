package dev.vireo.testkit;

import dev.vireo.api.media.Image;
import java.util.List;
import java.util.Random;

/** Computed pictures. */
public final class Pictures {
    private Pictures() {}

    /** Red grows to the right, green downwards, blue along the diagonal. */
    public static Image gradient(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0, p = 0; y < height; y++) {
            for (int x = 0; x < width; x++, p += 3) {
                rgb[p] = (byte) (x * 255 / Math.max(1, width - 1));
                rgb[p + 1] = (byte) (y * 255 / Math.max(1, height - 1));
                rgb[p + 2] = (byte) ((x + y) * 255 / Math.max(1, width + height - 2));
            }
        }
        return new Image(width, height, rgb);
    }

    /** Every pixel of the same colour. */
    public static Image plain(int width, int height, int red, int green, int blue) {
        byte[] rgb = new byte[width * height * 3];
        for (int p = 0; p < rgb.length; p += 3) {
            rgb[p] = (byte) red;
            rgb[p + 1] = (byte) green;
            rgb[p + 2] = (byte) blue;
        }
        return new Image(width, height, rgb);
    }

    /** Every byte independent and uniform; the same for the same seed. */
    public static Image noise(int width, int height, long seed) {
        byte[] rgb = new byte[width * height * 3];
        new Random(seed).nextBytes(rgb);
        return new Image(width, height, rgb);
    }

    /** Pictures whose shape a careless reader trips over: one pixel, one line, one column, very large. */
    public static List<Image> extreme() {
        return List.of(
                plain(1, 1, 255, 0, 0), gradient(2000, 1), gradient(1, 2000), noise(3, 2, 1), gradient(4000, 3),
                gradient(3000, 2000));
    }
}
