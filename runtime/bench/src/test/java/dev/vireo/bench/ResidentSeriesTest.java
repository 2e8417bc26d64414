package dev.vireo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ResidentSeriesTest {
    /** A sawtooth, as of memory given back every third step. */
    private static double sawtooth(int step) {
        return 500 + 30 * (step % 3);
    }

    @Test
    void aSawtoothDoesNotGrow() {
        ResidentSeries series = new ResidentSeries(20, 6);
        for (int i = 0; i < 200; i++) {
            series.add(sawtooth(i));
        }
        assertEquals(530, series.after(), 1e-9);
        assertEquals(0, series.growthPercent(), 1e-9);
    }

    @Test
    void aLeakBelowItIsSeen() {
        ResidentSeries series = new ResidentSeries(20, 6);
        for (int i = 0; i < 200; i++) {
            series.add(sawtooth(i) + 0.4 * i);
        }
        assertEquals(180 * 0.4, series.after() - series.before(), 1);
        assertEquals(13.4, series.growthPercent(), 0.2);
    }

    @Test
    void whatGrewBeforeItSettledDoesNotCount() {
        ResidentSeries series = new ResidentSeries(3, 1);
        for (double megabytes : new double[] {300, 400, 500, 500, 510}) {
            series.add(megabytes);
        }
        assertEquals(2, series.growthPercent(), 1e-9);
    }

    @Test
    void withoutAStepThereIsNothingToSay() {
        assertThrows(IllegalStateException.class, () -> new ResidentSeries(20, 6).growthPercent());
        assertThrows(IllegalArgumentException.class, () -> new ResidentSeries(20, 0));
    }
}
