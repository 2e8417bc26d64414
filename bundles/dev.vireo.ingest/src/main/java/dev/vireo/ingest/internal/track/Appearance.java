package dev.vireo.ingest.internal.track;

import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;

/**
 * What an object looks like, for telling neighbours apart between two frames: RGB histograms of 4 × 4 × 4 bins of the
 * upper and the lower half of its box (a person's jacket and trousers), compared by the Bhattacharyya coefficient.
 */
final class Appearance {
    private static final int BINS = 64;

    private final float[] histogram;

    private Appearance(float[] histogram) {
        this.histogram = histogram;
    }

    static Appearance of(Image image, Box box) {
        float[] h = new float[2 * BINS];
        byte[] rgb = image.rgb();
        // The middle of the box is the object; its corners are mostly what stands behind.
        int left = (int) Math.max(0, box.x() + box.w() * 0.15);
        int right = (int) Math.min(image.width(), Math.ceil(box.x() + box.w() * 0.85));
        int top = (int) Math.max(0, box.y() + box.h() * 0.05);
        int bottom = (int) Math.min(image.height(), Math.ceil(box.y() + box.h() * 0.95));
        int middle = (top + bottom) / 2;
        int step = Math.max(1, (int) Math.sqrt((right - left) * (double) (bottom - top) / 2000));
        float[] total = new float[2];
        for (int y = top; y < bottom; y += step) {
            int half = y < middle ? 0 : 1;
            for (int x = left; x < right; x += step) {
                int p = (y * image.width() + x) * 3;
                int bin = (rgb[p] >> 2 & 0x30) | (rgb[p + 1] >> 4 & 0x0c) | (rgb[p + 2] >> 6 & 0x03);
                h[half * BINS + bin]++;
                total[half]++;
            }
        }
        for (int i = 0; i < h.length; i++) {
            h[i] /= Math.max(1, total[i / BINS]);
        }
        return new Appearance(h);
    }

    /** 0 (nothing in common) to 1 (the same). */
    double likeness(Appearance other) {
        double sum = 0;
        for (int i = 0; i < histogram.length; i++) {
            sum += Math.sqrt(histogram[i] * (double) other.histogram[i]);
        }
        return Math.min(1, sum / 2);
    }

    /** This one with a share of a newer one mixed in. */
    Appearance mix(Appearance newer, float share) {
        float[] mixed = new float[histogram.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = histogram[i] * (1 - share) + newer.histogram[i] * share;
        }
        return new Appearance(mixed);
    }
}
