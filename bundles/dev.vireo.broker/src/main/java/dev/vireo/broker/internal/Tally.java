package dev.vireo.broker.internal;

import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.error.VireoException;

/** Counts and times one kind of call. Thread-safe. */
final class Tally {
    private static final double SHARE = 0.95;
    /** Places for a doubling of the time, each 9 % wider than the one before. */
    private static final int PLACES = 8;

    private final int[] times = new int[64 * PLACES];
    private long count;
    private long failures;
    private String lastFailure = "";
    private double nanos;

    /** @param failure what it failed with; null when it did not */
    synchronized void add(long took, Throwable failure) {
        count++;
        nanos += took;
        times[(int) (Math.log(Math.max(1, took)) / Math.log(2) * PLACES)]++;
        if (failure != null) {
            failures++;
            lastFailure = failure instanceof VireoException ? failure.getMessage() : failure.toString();
        }
    }

    synchronized Figures figures() {
        return new Figures(count, failures, lastFailure, count == 0 ? 0 : nanos / count, p95());
    }

    private double p95() {
        long before = 0;
        for (int place = 0; place < times.length; place++) {
            before += times[place];
            if (before > 0 && before >= Math.ceil(SHARE * count)) {
                return Math.pow(2, (place + 0.5) / PLACES);
            }
        }
        return 0;
    }
}
