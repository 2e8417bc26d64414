package dev.vireo.broker.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
    private static boolean[] drawn(int percent, int n) {
        Share share = new Share(percent);
        boolean[] drawn = new boolean[n];
        for (int i = 0; i < n; i++) {
            drawn[i] = share.next();
        }
        return drawn;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10, 25, 30, 38, 50, 61, 62, 75, 90, 98, 99})
    void everyStretchHasItsShare(int percent) {
        boolean[] drawn = drawn(percent, 20_000);
        int[] before = new int[drawn.length + 1];
        for (int i = 0; i < drawn.length; i++) {
            before[i + 1] = before[i] + (drawn[i] ? 1 : 0);
        }
        for (int window : new int[] {10, 50, 100, 1_000, 10_000}) {
            for (int from = 0; from + window <= drawn.length; from++) {
                double off = before[from + window] - before[from] - window * percent / 100.0;
                assertTrue(Math.abs(off) <= 3, percent + " %: " + off + " of " + window + " from " + from);
            }
        }
    }

    /** Whoever asks two questions in turn gets both sides with both. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 10})
    void isNotInStepWithThoseWhoAskInTurn(int period) {
        boolean[] drawn = drawn(50, 1_000 * period);
        for (int first = 0; first < period; first++) {
            int own = 0;
            for (int i = first; i < drawn.length; i += period) {
                own += drawn[i] ? 1 : 0;
            }
            assertEquals(500, own, 10, "every " + period + "th from " + first);
        }
    }

    @Test
    void nothingIsDrawnOfNone() {
        for (boolean one : drawn(0, 10_000)) {
            assertEquals(false, one);
        }
    }
}
