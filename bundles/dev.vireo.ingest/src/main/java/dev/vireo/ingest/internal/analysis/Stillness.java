package dev.vireo.ingest.internal.analysis;

import dev.vireo.api.media.Image;

/**
 * Tells whether anything happened since the frame that was last kept, so that a camera that watches an empty yard costs
 * next to nothing. Compares the mean colours of blocks of about 1/96 of the frame's width: finer than any object a
 * detector can find, coarse enough to average noise away. What changes slowly adds up, for the kept frame stays the same.
 */
final class Stillness {
    /** Blocks a row. */
    static final int COLUMNS = 96;

    /** Blocks are not smaller than this where noise is to be averaged away [px]. */
    static final int LEAST_SIDE = 4;

    /** A block whose luma changed by more than this is a change, of 255. */
    private static final double CHANGE = 5;

    /** A block of which a colour changed by more than this is a change too, of 255: colour is coded more coarsely. */
    private static final double COLOUR_CHANGE = 12;

    private final int leastSide;
    private float[] kept;
    private float[] newest;

    Stillness() {
        this(LEAST_SIDE);
    }

    /** @param leastSide smallest side of a block [px]; 1 for frames that the decoder scaled down, averaging */
    Stillness(int leastSide) {
        this.leastSide = leastSide;
    }

    /** Whether the frame shows what the kept frame showed; false when there is none. */
    boolean still(Image frame) {
        newest = blocks(frame, leastSide);
        if (kept == null || kept.length != newest.length) {
            return false;
        }
        for (int i = 0; i < newest.length; i += 4) {
            if (Math.abs(newest[i] - kept[i]) > CHANGE
                    || Math.abs(newest[i + 1] - kept[i + 1]) > COLOUR_CHANGE
                    || Math.abs(newest[i + 2] - kept[i + 2]) > COLOUR_CHANGE
                    || Math.abs(newest[i + 3] - kept[i + 3]) > COLOUR_CHANGE) {
                return false;
            }
        }
        return true;
    }

    /** Keeps the frame that was last asked about. */
    void keep() {
        kept = newest;
    }

    /** Mean luma, red, green and blue of each block. */
    private static float[] blocks(Image frame, int leastSide) {
        int side = Math.max(leastSide, frame.width() / COLUMNS);
        int columns = (frame.width() + side - 1) / side;
        int rows = (frame.height() + side - 1) / side;
        int[] sums = new int[columns * rows * 3];
        int[] counts = new int[columns * rows];
        byte[] rgb = frame.rgb();
        int step = side < 16 ? 1 : 2;
        for (int y = 0; y < frame.height(); y += step) {
            int row = y / side * columns;
            for (int x = 0; x < frame.width(); x += step) {
                int block = row + x / side;
                int p = (y * frame.width() + x) * 3;
                sums[block * 3] += rgb[p] & 255;
                sums[block * 3 + 1] += rgb[p + 1] & 255;
                sums[block * 3 + 2] += rgb[p + 2] & 255;
                counts[block]++;
            }
        }
        float[] means = new float[counts.length * 4];
        for (int i = 0; i < counts.length; i++) {
            float n = Math.max(1, counts[i]);
            float r = sums[i * 3] / n;
            float g = sums[i * 3 + 1] / n;
            float b = sums[i * 3 + 2] / n;
            means[i * 4] = (77 * r + 150 * g + 29 * b) / 256;
            means[i * 4 + 1] = r;
            means[i * 4 + 2] = g;
            means[i * 4 + 3] = b;
        }
        return means;
    }
}
