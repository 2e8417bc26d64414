package dev.vireo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReliabilityTest {
    @Test
    void errorIsTheWeightedDifferenceOfTheBins() {
        Reliability claims = new Reliability();
        claims.add(0.9, true);
        claims.add(0.94, false);
        claims.add(1, true);
        claims.add(0.25, false);
        // Bin 0.9 to 1: told 0.9467 on the mean, 2 of 3 right; bin 0.2 to 0.3: told 0.25, none right.
        assertEquals((3 * ((0.9 + 0.94 + 1) / 3 - 2 / 3.0) + 0.25) / 4, claims.ece(), 1e-12);
        assertEquals(2, claims.bins().size());
        assertEquals((0.01 + 0.94 * 0.94 + 0.25 * 0.25) / 4, claims.brier(), 1e-12);
        assertEquals(3, claims.from(0.5).size());
    }

    @Test
    void nothingClaimedHasNoError() {
        assertTrue(Double.isNaN(new Reliability().ece()));
        assertThrows(IllegalArgumentException.class, () -> new Reliability().add(1.2, true));
        assertThrows(IllegalArgumentException.class, () -> new Reliability().add(Double.NaN, true));
    }

    @Test
    void fewHonestClaimsHaveAnErrorOfTheirOwn() {
        Reliability few = new Reliability();
        Reliability many = new Reliability();
        for (int i = 0; i < 2_000; i++) {
            double told = (37 * i % 100 + 0.5) / 100; // all over the range, in whatever part of the list
            if (i < 20) {
                few.add(told, i % 3 == 0);
            }
            many.add(told, i % 3 == 0);
        }
        assertTrue(few.chance() > 0.1, "few: " + few.chance());
        assertTrue(many.chance() < 0.05, "many: " + many.chance());
        assertEquals(few.chance(), few.chance());
    }
}
