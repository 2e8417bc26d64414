package dev.vireo.ingest.internal;

import dev.vireo.api.media.Image;

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
        float[] histogram = new float[64];
        int n = 0;
        for (int y = step / 2; y < height; y += step) {
            int row = y * ROWS / height * COLUMNS;
            for (int x = step / 2; x < width; x += step) {
                int p = (y * width + x) * 3;
                int block = row + x * COLUMNS / width;
                blocks[block] += Pixels.luma(rgb, p);
                counts[block]++;
                histogram[(rgb[p] >> 2 & 0x30) | (rgb[p + 1] >> 4 & 0x0c) | (rgb[p + 2] >> 6 & 0x03)]++;
                n++;
            }
        }
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = counts[i] == 0 ? 0 : blocks[i] / counts[i];
        }
        for (int i = 0; i < histogram.length; i++) {
            histogram[i] /= n;
        }
        return new Sketch(blocks, histogram);
    }

    /**
     * How different two frames are, 0 to 1: the mean of the share of blocks whose luma changed by more than 24 of 255
     * after the change of the whole frame is taken out (so that a passing cloud is none), and of the histograms' distance.
     */
    double difference(Sketch other) {
        double shift = 0;
        for (int i = 0; i < blocks.length; i++) {
            shift += blocks[i] - other.blocks[i];
        }
        shift /= blocks.length;
        int changed = 0;
        for (int i = 0; i < blocks.length; i++) {
            if (Math.abs(blocks[i] - other.blocks[i] - shift) > 24) {
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
