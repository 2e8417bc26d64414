package dev.vireo.query.internal.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CalibrationTest {
    @Test
    void scaleAndBiasActOnLogOdds() {
        // Odds of 4 squared, times e: 16 e to 1.
        double odds = 16 * Math.E;
        assertEquals(odds / (1 + odds), new Calibration(2, 1).probability(0.8), 1e-12);
        assertEquals(0.37, Calibration.NONE.probability(0.37), 1e-12);
    }

    @Test
    void keepsOrderAndTheEnds() {
        Calibration calibration = new Calibration(2.5, 0.3);
        double before = -1;
        for (int i = 0; i <= 100; i++) {
            double p = calibration.probability(i / 100.0);
            assertTrue(p > before && p <= 1, () -> "order is lost at " + p);
            before = p;
        }
        assertEquals(0, calibration.probability(0));
        assertEquals(1, calibration.probability(1));
    }

    @Test
    void refusesWhatWouldTurnTheOrder() {
        assertThrows(IllegalArgumentException.class, () -> new Calibration(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Calibration(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Calibration(1, Double.NaN));
    }
}
