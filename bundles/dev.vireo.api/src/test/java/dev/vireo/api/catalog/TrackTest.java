package dev.vireo.api.catalog;

import static org.junit.jupiter.api.Assertions.assertSame;

import dev.vireo.api.media.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TrackTest {
    @Test
    void theNearestObservationIsTheFirstOfThoseEquallyNear() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            List<Observation> path = new ArrayList<>();
            long at = random.nextInt(10);
            for (int i = random.nextInt(8); i >= 0; i--) {
                path.add(new Observation(at, new Box(i, 0, 1, 1), 0.5));
                at += random.nextInt(4);
            }
            Track track = new Track(1, 1, false, 0, at, 0, new Motion(MotionState.UNKNOWN, 0, 0), List.of(), List.of(), Quality.CLEAR, path);
            for (long t = -3; t < at + 5; t++) {
                Observation nearest = path.get(0);
                for (Observation o : path) {
                    if (Math.abs(o.timeMs() - t) < Math.abs(nearest.timeMs() - t)) {
                        nearest = o;
                    }
                }
                assertSame(nearest, track.at(t));
            }
        }
    }
}
