package dev.vireo.ingest.internal.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.media.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class MotionMeasureTest {
    @Test
    void jitterDoesNotMoveAParkedCar() {
        Random random = new Random(1);
        Motion motion = motion(60, t -> 100 + random.nextGaussian() * 3);
        assertEquals(MotionState.PARKED, motion.state());
        assertTrue(motion.displacement() < 0.1, motion.toString());
        assertEquals(60_000, motion.observedMs());
    }

    @Test
    void oneBadBoxDoesNotMoveAParkedCar() {
        assertEquals(MotionState.PARKED, motion(30, t -> t == 12 ? 160 : 100).state());
        assertEquals(MotionState.PARKED, motion(30, t -> t == 0 ? 160 : 100).state());
        assertEquals(MotionState.PARKED, motion(30, t -> t == 29 ? 160 : 100).state());
    }

    @Test
    void walkingIsMoving() {
        assertEquals(MotionState.MOVING, motion(3, t -> 70 * t).state());
        Motion motion = motion(12, t -> 70 * t);
        assertEquals(MotionState.MOVING, motion.state());
        assertEquals(5.5 * 70 / 100, motion.displacement(), 0.8);
    }

    @Test
    void creepingIsMoving() {
        assertEquals(MotionState.MOVING, motion(60, t -> 5 * t).state());
    }

    @Test
    void standingShorterThanTheSettingIsUnknown() {
        assertEquals(MotionState.UNKNOWN, motion(9, _ -> 100).state());
        assertEquals(MotionState.PARKED, motion(10, _ -> 100).state());
        assertEquals(MotionState.UNKNOWN, motion(1, _ -> 100).state());
    }

    @Test
    void whoCameAndStayedIsParkedAndWhoOnlyPausedIsMoving() {
        assertEquals(MotionState.PARKED, motion(40, t -> t < 5 ? 70 * t : 350).state());
        assertEquals(MotionState.MOVING, motion(40, t -> t < 14 ? 70 : 70 + 70 * (t - 14)).state());
    }

    @Test
    void whatReturnsToItsPlaceAfterALongGapStayedThere() {
        List<Observation> path = new ArrayList<>();
        path.add(new Observation(0, new Box(100, 100, 80, 60), 0.5));
        path.add(new Observation(1_000, new Box(101, 100, 80, 60), 0.5));
        path.add(new Observation(60_000, new Box(100, 101, 80, 60), 0.5));
        assertEquals(MotionState.PARKED, MotionMeasure.of(path, 0, 61_000, 10_000, 0.2).state());
    }

    /** A box of 80 × 60, so with a diagonal of 100, once a second. */
    private static Motion motion(int seconds, IntToDoubleFunction x) {
        List<Observation> path = new ArrayList<>();
        for (int t = 0; t < seconds; t++) {
            path.add(new Observation(t * 1000L, new Box(x.applyAsDouble(t), 100, 80, 60), 0.5));
        }
        return MotionMeasure.of(path, 0, seconds * 1000L, 10_000, 0.2);
    }
}
