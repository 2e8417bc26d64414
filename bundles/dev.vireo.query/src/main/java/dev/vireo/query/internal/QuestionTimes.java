package dev.vireo.query.internal;

import dev.vireo.api.query.SearchTimes;
import java.time.Duration;
import java.util.Arrays;

/** When the newest questions ended, and how long they took. Thread-safe. */
final class QuestionTimes {
    private static final int REMEMBERED = 4_096;

    private final long[] ended = new long[REMEMBERED];
    private final long[] took = new long[REMEMBERED];
    private int count;
    private int next;

    synchronized void add(long tookNanos) {
        ended[next] = System.nanoTime();
        took[next] = tookNanos;
        next = (next + 1) % REMEMBERED;
        count = Math.min(count + 1, REMEMBERED);
    }

    synchronized SearchTimes.Times last(Duration window) {
        long now = System.nanoTime();
        long[] within = new long[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (now - ended[i] <= window.toNanos()) {
                within[n++] = took[i];
            }
        }
        Arrays.sort(within, 0, n);
        return n == 0 ? new SearchTimes.Times(0, 0, 0) : new SearchTimes.Times(n, ms(within, n, 0.5), ms(within, n, 0.95));
    }

    private static double ms(long[] sorted, int n, double share) {
        return sorted[Math.min(n - 1, (int) Math.ceil(share * n) - 1)] / 1e6;
    }
}
