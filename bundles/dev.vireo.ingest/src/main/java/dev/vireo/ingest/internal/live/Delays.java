package dev.vireo.ingest.internal.live;

import dev.vireo.api.ingest.StreamStatus.Delay;
import java.util.Arrays;
import java.util.Optional;

/** How long the newest segments took from their first frame to being searchable. Thread-safe. */
final class Delays {
    private static final int KEPT = 900;

    private final long[] newest = new long[KEPT];
    private long count;

    synchronized void add(long ms) {
        newest[(int) (count++ % KEPT)] = ms;
    }

    synchronized Optional<Delay> told() {
        int n = (int) Math.min(count, KEPT);
        if (n == 0) {
            return Optional.empty();
        }
        long[] sorted = Arrays.copyOf(newest, n);
        Arrays.sort(sorted);
        return Optional.of(new Delay(sorted[n / 2], sorted[n - 1], n));
    }
}
