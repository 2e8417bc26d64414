package dev.vireo.broker.internal;

/**
 * Draws a share of what comes, evenly: an additive recurrence with the golden ratio, which spreads as evenly as one can over
 * every stretch, and has no period that what comes could fall into step with. Not thread-safe.
 */
final class Share {
    /** 2^64 divided by the golden ratio. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final int percent;
    private final long bound;
    private long place;

    Share(int percent) {
        this.percent = percent;
        this.bound = (long) (percent / 100.0 * 0x1p63) << 1;
    }

    /** Whether the next one belongs to the share. */
    boolean next() {
        place += STEP;
        return percent > 0 && Long.compareUnsigned(place, bound) < 0;
    }
}
