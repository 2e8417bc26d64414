package dev.vireo.query.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.media.Box;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers over time. */
final class CountSweepTest {
    private static CountSweep.Member member(long id, double probability, long... times) {
        List<Observation> path = new ArrayList<>();
        for (long time : times) {
            path.add(new Observation(time, new Box(0, 0, 10, 10), 1));
        }
        long end = times.length == 1 ? times[0] : times[times.length - 1] + 1000;
        return new CountSweep.Member(new Track(id, 1, false, times[0], end, times[0], new Motion(MotionState.MOVING, 1, 1), List.of(),
                List.of(), Quality.CLEAR, path), probability);
    }

    @Test
    void theNumberChangesWhereTracksBeginAndEnd() {
        List<CountSweep.Stretch> stretches =
                CountSweep.stretches(List.of(member(1, 0.9, 0, 1000, 2000, 3000), member(2, 0.8, 2000, 3000, 4000)));
        assertEquals(List.of(1L, 2L, 1L), stretches.stream().map(s -> s.counted(0.5)).toList());
        assertEquals(2000, stretches.get(1).startMs());
        assertEquals(4000, stretches.get(1).endMs());
        // 0.7 of it as if both stood or fell together, 0.3 as if they were strangers.
        assertEquals(0.7 * 0.8 + 0.3 * 0.72, stretches.get(1).probability(2, 2), 1e-9);
        assertEquals(0.7 * 0.1 + 0.3 * 0.26, stretches.get(1).probability(1, 1), 1e-9);
        assertEquals(0.7 * 0.9 + 0.3 * 0.98, stretches.get(1).probability(1, Integer.MAX_VALUE), 1e-9);
        assertEquals(0, stretches.get(1).probability(3, 3), 1e-9);
    }

    @Test
    void aBlinkIsBridgedAndALossIsNot() {
        assertEquals(1, CountSweep.stretches(List.of(member(1, 0.9, 0, 1000, 3000, 4000))).size());
        List<CountSweep.Stretch> lost = CountSweep.stretches(List.of(member(1, 0.9, 0, 1000, 30_000, 31_000)));
        assertEquals(2, lost.size());
        assertEquals(2000, lost.get(0).endMs());
        assertEquals(30_000, lost.get(1).startMs());
    }

    @Test
    void numbersExcludeEachOther() {
        CountSweep.Stretch five = CountSweep.stretches(List.of(
                member(1, 0.97, 0), member(2, 0.8, 0), member(3, 0.55, 0), member(4, 0.5, 0), member(5, 0.1, 0))).getFirst();
        double all = 0;
        for (int number = 0; number <= 5; number++) {
            all += five.probability(number, number);
        }
        assertEquals(1, all, 1e-9);
        assertEquals(1, five.probability(0, Integer.MAX_VALUE), 1e-9);
        assertEquals(five.probability(2, 2) + five.probability(3, 3) + five.probability(4, 5), five.probability(2, 5), 1e-9);
        assertTrue(five.probability(2, Integer.MAX_VALUE) > five.probability(3, Integer.MAX_VALUE));
        assertTrue(five.probability(4, 4) < 0.5, "the likeliest number of all, but not likelier than the others together");
        assertEquals(0.5, five.decision(4, 4), 1e-9);
        assertEquals(0.45, five.decision(2, 2), 1e-9);
        assertEquals(0.8, five.decision(2, Integer.MAX_VALUE), 1e-9);
    }

    @Test
    void aPhotographIsOneInstant() {
        List<CountSweep.Stretch> stretches = CountSweep.stretches(List.of(member(1, 0.9, 0), member(2, 0.7, 0), member(3, 0.3, 0)));
        assertEquals(1, stretches.size());
        assertEquals(2, stretches.get(0).counted(0.5));
        assertEquals(0.7 * 0.4 + 0.3 * 0.543, stretches.get(0).probability(2, 2), 1e-9);
        assertTrue(CountSweep.stretches(List.of()).isEmpty());
    }
}
