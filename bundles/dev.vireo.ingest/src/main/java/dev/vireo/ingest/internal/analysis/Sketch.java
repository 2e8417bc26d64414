package dev.vireo.ingest.internal.analysis;

import dev.vireo.api.media.Image;
import dev.vireo.ingest.internal.picture.Pixels;

/**
 * A frame in a few hundred numbers, cheap enough to make for every decoded frame: mean luma of 24 × 18 blocks and a
 * histogram of 4 × 4 × 4 RGB bins, from every second to fourth pixel.
 */
final class Sketch {
    private static final int COLUMNS = 24;
    private static final int ROWS = 18;

    private final float[] blocks;
    private final float[] histogram;

    private Sketch(float[] blocks, float[] histogram) {
        this.blocks = blocks;
        this.histogram = histogram;
    }

    static Sketch of(Image image) {
        int width = image.width();
        int height = image.height();
        byte[] rgb = image.rgb();
        int step = Math.max(1, Math.min(4, Math.max(width, height) / 160));
        float[] blocks = new float[COLUMNS * ROWS];
        int[] counts = new int[blocks.length];
        long sum = 0;
        int n = 0;
        for (int y = step / 2; y < height; y += step) {
            int row = y * ROWS / height * COLUMNS;
            for (int x = step / 2; x < width; x += step) {
                int luma = Pixels.luma(rgb, (y * width + x) * 3);
                int block = row + x * COLUMNS / width;
                blocks[block] += luma;
                counts[block]++;
                sum += luma;
                n++;
            }
        }
        // Every frame is brought to the same mean, within limits that leave night dark: light that changes is no cut.
        float gain = (float) Math.max(0.5, Math.min(3, 110.0 * n / Math.max(1, sum)));
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = counts[i] == 0 ? 0 : Math.min(255, gain * blocks[i] / counts[i]);
        }
        float[] histogram = new float[64];
        for (int y = step / 2; y < height; y += step) {
            for (int x = step / 2; x < width; x += step) {
                int p = (y * width + x) * 3;
                histogram[level(rgb[p], gain) << 4 | level(rgb[p + 1], gain) << 2 | level(rgb[p + 2], gain)]++;
            }
        }
        for (int i = 0; i < histogram.length; i++) {
            histogram[i] /= n;
        }
        return new Sketch(blocks, histogram);
    }

    private static int level(byte v, float gain) {
        return Math.min(3, (int) ((v & 255) * gain) >> 6);
    }

    /**
     * How different two frames are, 0 to 1: the mean of the share of blocks whose luma changed by more than 24 of 255 and
     * of the histograms' distance.
     */
    double difference(Sketch other) {
        int changed = 0;
        for (int i = 0; i < blocks.length; i++) {
            if (Math.abs(blocks[i] - other.blocks[i]) > 24) {
                changed++;
            }
        }
        double distance = 0;
        for (int i = 0; i < histogram.length; i++) {
            distance += Math.abs(histogram[i] - other.histogram[i]);
        }
        return (changed / (double) blocks.length + distance / 2) / 2;
    }
}
