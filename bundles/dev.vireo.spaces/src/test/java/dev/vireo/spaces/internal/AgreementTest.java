package dev.vireo.spaces.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static List<Long> list(long... ids) {
        return java.util.Arrays.stream(ids).boxed().toList();
    }

    @Test
    void overlapIsTheShareOfTheLongerHead() {
        assertEquals(1, Agreement.overlap(list(1, 2, 3), list(3, 1, 2), 10));
        assertEquals(0, Agreement.overlap(list(1, 2), list(3, 4), 10));
        assertEquals(0.5, Agreement.overlap(list(1, 2, 3, 4), list(1, 2), 10));
        assertEquals(0.5, Agreement.overlap(list(1, 2, 9), list(1, 3, 2), 2), "only the first two count");
        assertEquals(1, Agreement.overlap(List.of(), List.of(), 10));
        assertEquals(0, Agreement.overlap(List.of(), list(1), 10));
    }

    @Test
    void tauCountsPairsInTheSameOrder() {
        assertEquals(1, Agreement.tau(list(1, 2, 3, 4), list(1, 2, 3, 4), 10));
        assertEquals(-1, Agreement.tau(list(1, 2, 3, 4), list(4, 3, 2, 1), 10));
        assertEquals(2 / 3.0, Agreement.tau(list(1, 2, 3, 4), list(2, 1, 3, 4), 10), 1e-12);
        assertEquals(1, Agreement.tau(list(1, 9, 2), list(8, 1, 2), 10), "what only one lists has no order");
        assertEquals(1, Agreement.tau(list(1), list(1), 10));
    }

    @Test
    void rankBiasedOverlapWeighsTheTop() {
        assertEquals(1, Agreement.rbo(list(1, 2, 3), list(1, 2, 3)), 1e-12);
        assertEquals(0, Agreement.rbo(list(1, 2, 3), list(4, 5, 6)), 1e-12);
        double top = Agreement.rbo(list(1, 2, 3, 4), list(1, 2, 3, 9));
        double bottom = Agreement.rbo(list(1, 2, 3, 4), list(9, 2, 3, 4));
        assertTrue(top > bottom, top + " and " + bottom);
        // By hand, p = 0.9: (1-p)/p * (0/1*p + 2/2*p^2) + 2/2*p^2
        assertEquals(0.1 * 0.9 + 0.81, Agreement.rbo(list(1, 2), list(2, 1)), 1e-12);
        // Of unequal length, s = 1, l = 2: (1-p)/p * (1*p + 1/2*p^2 + 1*(2-1)/(1*2)*p^2) + ((1-1)/2 + 1/1)*p^2
        assertEquals(0.1 * (1 + 0.45 + 0.45) + 0.81, Agreement.rbo(list(1), list(1, 2)), 1e-12);
        assertEquals(0, Agreement.rbo(List.of(), list(1)));
        assertEquals(1, Agreement.rbo(List.of(), List.of()));
    }
}
