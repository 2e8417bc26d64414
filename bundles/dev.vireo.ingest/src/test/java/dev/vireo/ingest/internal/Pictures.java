package dev.vireo.ingest.internal;

import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.ingest.internal.picture.View;
import java.util.Random;

/** Drawn pictures. */
public final class Pictures {
    private static final double[] NOISE = new Random(1).doubles(8191).map(u -> gaussian(u)).toArray();

    private final int width;
    private final int height;
    private final byte[] rgb;

    public Pictures(int width, int height, int ground) {
        this.width = width;
        this.height = height;
        this.rgb = new byte[width * height * 3];
        fill(new Box(0, 0, width, height), ground);
    }

    /** @param colour 0xRRGGBB */
    public Pictures fill(Box box, int colour) {
        for (int y = (int) Math.max(0, box.y()); y < Math.min(height, box.y() + box.h()); y++) {
            for (int x = (int) Math.max(0, box.x()); x < Math.min(width, box.x() + box.w()); x++) {
                int p = (y * width + x) * 3;
                rgb[p] = (byte) (colour >> 16);
                rgb[p + 1] = (byte) (colour >> 8);
                rgb[p + 2] = (byte) colour;
            }
        }
        return this;
    }

    /** Adds noise of this standard deviation: runs of a fixed table, since a fresh number a pixel takes tests minutes. */
    public Pictures noise(long seed, double sigma) {
        Random random = new Random(seed);
        int at = 0;
        for (int i = 0; i < rgb.length; i++) {
            if (i % 509 == 0) {
                at = random.nextInt(NOISE.length);
            }
            at = at + 1 == NOISE.length ? 0 : at + 1;
            rgb[i] = (byte) Math.max(0, Math.min(255, Math.round((rgb[i] & 255) + (float) (NOISE[at] * sigma))));
        }
        return this;
    }

    /** A standard normal quantile, near enough for noise (logistic approximation). */
    private static double gaussian(double u) {
        double p = Math.max(1e-4, Math.min(1 - 1e-4, u));
        return Math.log(p / (1 - p)) / 1.702;
    }

    /** Scales linear light in a box: a shadow. */
    public Pictures shade(Box box, double factor) {
        for (int y = (int) box.y(); y < box.y() + box.h(); y++) {
            for (int x = (int) box.x(); x < box.x() + box.w(); x++) {
                for (int c = 0; c < 3; c++) {
                    int p = (y * width + x) * 3 + c;
                    double linear = Math.pow((rgb[p] & 255) / 255.0, 2.2) * factor;
                    rgb[p] = (byte) Math.round(255 * Math.pow(linear, 1 / 2.2));
                }
            }
        }
        return this;
    }

    public Image image() {
        return new Image(width, height, rgb.clone());
    }

    public View view(long timeMs) {
        return new View(timeMs, image(), 1);
    }
}
