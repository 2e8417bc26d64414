package dev.vireo.ingest.internal.track;

import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Observation;
import java.util.Arrays;
import java.util.List;

/**
 * Tells whether a track stood still.
 *
 * <p>Centres are first smoothed by a running median over three observations, so that one bad box moves nothing; distances
 * are shares of the median box diagonal. PARKED: there is a stay (a run of observations within the set displacement of
 * its middle) of at least the set time that covers at least two thirds of what was seen. MOVING: not parked, and some centre is
 * further than the set displacement from the median place. UNKNOWN: seen once, or not seen long enough to call it parked
 * and without moving.
 */
public final class MotionMeasure {
    private MotionMeasure() {}

    /**
     * @param path observations in order of time, at least one
     * @param startMs first time it was seen
     * @param endMs end, exclusive
     * @param parkedMs how long it must stay [ms]
     * @param displacement how far it may stray, as a share of its diagonal
     */
    public static Motion of(List<Observation> path, long startMs, long endMs, long parkedMs, double displacement) {
        int n = path.size();
        long observed = endMs - startMs;
        double[] x = new double[n];
        double[] y = new double[n];
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++) {
            var box = path.get(i).box();
            x[i] = box.centreX();
            y[i] = box.centreY();
            diagonal[i] = Math.hypot(box.w(), box.h());
        }
        x = smooth(x);
        y = smooth(y);
        double size = median(diagonal);
        double middleX = median(x);
        double middleY = median(y);
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.hypot(x[i] - middleX, y[i] - middleY) / size);
        }
        if (n < 2) {
            return new Motion(MotionState.UNKNOWN, 0, observed);
        }
        long stay = longestStay(path, x, y, displacement * size, endMs);
        MotionState state;
        if (stay >= parkedMs && 3 * stay >= 2 * observed) {
            state = MotionState.PARKED;
        } else if (largest > displacement) {
            state = MotionState.MOVING;
        } else {
            state = MotionState.UNKNOWN;
        }
        return new Motion(state, largest, observed);
    }

    /** Length of the longest run whose centres fit into a square of twice the radius [ms]. */
    private static long longestStay(List<Observation> path, double[] x, double[] y, double radius, long endMs) {
        int n = x.length;
        long best = 0;
        int from = 0;
        for (int to = 0; to < n; to++) {
            while (!fits(x, from, to, radius) || !fits(y, from, to, radius)) {
                from++;
            }
            long until = to + 1 < n ? path.get(to).timeMs() : endMs;
            best = Math.max(best, until - path.get(from).timeMs());
        }
        return best;
    }

    private static boolean fits(double[] v, int from, int to, double radius) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i <= to; i++) {
            min = Math.min(min, v[i]);
            max = Math.max(max, v[i]);
        }
        return max - min <= 2 * radius;
    }

    private static double[] smooth(double[] v) {
        if (v.length < 3) {
            return v;
        }
        double[] s = v.clone();
        for (int i = 1; i + 1 < v.length; i++) {
            s[i] = Math.max(Math.min(v[i - 1], v[i]), Math.min(Math.max(v[i - 1], v[i]), v[i + 1]));
        }
        int last = v.length - 1;
        if (last >= 4) {
            s[0] = end(v[0], s[1], s[2]);
            s[last] = end(v[last], s[last - 1], s[last - 2]);
        }
        return s;
    }

    /** Tukey's end-point rule (Exploratory Data Analysis, 1977, 7F): between itself, its neighbour and the line to it. */
    private static double end(double own, double next, double afterNext) {
        double line = 3 * next - 2 * afterNext;
        return Math.max(Math.min(own, next), Math.min(Math.max(own, next), line));
    }

    static double median(double[] v) {
        double[] sorted = v.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }
}
