package dev.vireo.ingest.internal;

import dev.vireo.api.media.Image;

/**
 * Tells whether anything happened since the frame that was last given to the detectors, so that a camera that watches an
 * empty yard costs next to nothing. Compares the mean luma of blocks of about 1/96 of the frame's width: finer than any
 * object a detector can find, coarse enough to average noise away.
 */
final class Stillness {
    /** A block that changed by more than this is a change, of 255. */
    private static final double CHANGE = 5;

    private float[] reference;

    /** Whether the frame shows what the reference showed. */
    boolean still(Image frame) {
        if (reference == null) {
            return false;
        }
        float[] now = blocks(frame);
        if (now.length != reference.length) {
            return false;
        }
        for (int i = 0; i < now.length; i++) {
            if (Math.abs(now[i] - reference[i]) > CHANGE) {
                return false;
            }
        }
        return true;
    }

    /** Makes this frame the reference. */
    void looked(Image frame) {
        reference = blocks(frame);
    }


    private static float[] blocks(Image frame) {
        int side = Math.max(4, frame.width() / 96);
        int columns = (frame.width() + side - 1) / side;
        int rows = (frame.height() + side - 1) / side;
        float[] sums = new float[columns * rows];
        int[] counts = new int[sums.length];
        byte[] rgb = frame.rgb();
        int step = side < 8 ? 1 : 2;
        for (int y = 0; y < frame.height(); y += step) {
            int row = y / side * columns;
            for (int x = 0; x < frame.width(); x += step) {
                int block = row + x / side;
                sums[block] += Pixels.luma(rgb, (y * frame.width() + x) * 3);
                counts[block]++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= Math.max(1, counts[i]);
        }
        return sums;
    }
}
