package dev.vireo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RankingTest {
    @Test
    void averagePrecisionOfTheTextbookExample() {
        // relevant at ranks 1, 3 and 4 of 5, one relevant item missing: (1/1 + 2/3 + 3/4) / 4
        assertEquals(
                (1 + 2 / 3.0 + 3 / 4.0) / 4,
                Ranking.averagePrecision(List.of("a", "x", "b", "c", "y"), Set.of("a", "b", "c", "d")),
                1e-12);
    }

    @Test
    void nothingFoundIsZeroAndNothingToFindIsAnError() {
        assertEquals(0, Ranking.averagePrecision(List.of(), Set.of("a")));
        assertThrows(IllegalArgumentException.class, () -> Ranking.averagePrecision(List.of("a"), Set.of()));
    }

    @Test
    void precisionCountsAShortListAsFilledWithWrongOnes() {
        assertEquals(0.1, Ranking.precisionAt(10, List.of("a"), Set.of("a")), 1e-12);
        assertEquals(1, Ranking.precisionAt(1, List.of("a", "x"), Set.of("a")), 1e-12);
    }
}
