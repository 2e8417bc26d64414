package dev.vireo.ingest.internal.live;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, between bounds, less a random share of up to a half, so that
 * many streams that were lost together do not all come back in one instant. Used by one thread.
 */
final class BackOff {
    private final long leastMs;
    private final long mostMs;
    private final RandomGenerator random;
    private int tries;

    BackOff(long leastMs, long mostMs, RandomGenerator random) {
        this.leastMs = leastMs;
        this.mostMs = Math.max(leastMs, mostMs);
        this.random = random;
    }

    /** @return [ms] */
    long next() {
        long whole = Math.min(mostMs, leastMs << Math.min(tries++, 30));
        return jittered(whole <= 0 ? mostMs : whole);
    }

    /** The longest wait: for a source that refuses, which asking often would not change. @return [ms] */
    long longest() {
        tries++;
        return jittered(mostMs);
    }

    private long jittered(long ms) {
        return ms - (long) (random.nextDouble() * ms / 2);
    }

    /** It worked: the next failure is the first again. */
    void reset() {
        tries = 0;
    }
}
