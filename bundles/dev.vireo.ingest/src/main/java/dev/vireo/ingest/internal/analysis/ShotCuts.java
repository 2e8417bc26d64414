package dev.vireo.ingest.internal.analysis;

import java.util.Arrays;

/**
 * Finds cuts between neighbouring frames: their difference must be large in itself and stand out from what the shot
 * showed before (sliding-window adaptive threshold, Yusoff, Christmas and Kittler, BMVC 2000, over the block and
 * histogram comparison of Zhang, Kankanhalli and Smoliar 1993). A shaking or panning camera raises its own threshold.
 * Slow dissolves are not cuts here.
 */
final class ShotCuts {
    /** Less than this is never a cut. */
    static final double FLOOR = 0.25;

    private static final int WINDOW = 12;

    private final double[] window = new double[WINDOW];
    private int filled;
    private Sketch last;

    /** @return whether a new shot begins with this frame; false for the first */
    boolean next(Sketch sketch) {
        if (last == null) {
            last = sketch;
            return false;
        }
        double difference = sketch.difference(last);
        last = sketch;
        int n = Math.min(filled, WINDOW);
        double mean = n == 0 ? 0 : Arrays.stream(window, 0, n).sum() / n;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            variance += (window[i] - mean) * (window[i] - mean) / n;
        }
        boolean cut = difference > FLOOR && difference > 1.8 * mean + 3 * Math.sqrt(variance);
        if (cut) {
            filled = 0;
        } else {
            window[filled++ % WINDOW] = difference;
        }
        return cut;
    }
}
