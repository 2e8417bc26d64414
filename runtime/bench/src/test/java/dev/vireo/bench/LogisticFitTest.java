package dev.vireo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LogisticFitTest {
    @Test
    void findsTheScaleAndBiasThatMadeTheClaims() {
        Reliability claims = new Reliability();
        for (int i = 1; i < 100; i++) {
            double p = i / 100.0;
            double q = 1 / (1 + Math.exp(-2 * Math.log(p / (1 - p)) - 0.7));
            int right = (int) Math.round(q * 1000);
            for (int n = 0; n < 1000; n++) {
                claims.add(p, n < right);
            }
        }
        LogisticFit fit = LogisticFit.of(claims);
        assertEquals(2, fit.scale(), 0.02);
        assertEquals(0.7, fit.bias(), 0.02);
    }

    @Test
    void aFewClaimsThatAreAllRightDoNotFitToCertainty() {
        Reliability claims = new Reliability();
        claims.add(0.6, true);
        claims.add(0.9, true);
        LogisticFit fit = LogisticFit.of(claims);
        double told = 1 / (1 + Math.exp(-fit.scale() * Math.log(1.5) - fit.bias()));
        assertTrue(told < 0.95, () -> "0.6 became " + told);
    }
}
