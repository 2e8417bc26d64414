package dev.vireo.ingest.internal.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.ingest.internal.Pictures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

final class ShotCutsTest {
    @Test
    void findsHardCuts() {
        assertEquals(List.of(20, 33), cuts(60, t -> scene(t < 20 ? 1 : t < 33 ? 2 : 3, t, 0)));
    }

    @Test
    void findsACutRightAfterACut() {
        assertEquals(List.of(20, 22), cuts(40, t -> scene(t < 20 ? 1 : t < 22 ? 2 : 3, t, 0)));
    }

    @Test
    void objectsThatMoveAreNoCut() {
        assertEquals(List.of(), cuts(60, t -> {
            Pictures picture = draw(1);
            for (int i = 0; i < 6; i++) {
                picture.fill(new Box((40 * i + 12 * t) % 300, 40 + 25 * i, 24, 60), 0x202020 + 0x301810 * i);
            }
            return picture.noise(t, 4).image();
        }));
    }

    @Test
    void aPassingCloudIsNoCut() {
        assertEquals(List.of(), cuts(40, t -> draw(1)
                .shade(new Box(0, 0, 320, 240), t % 10 < 5 ? 1 : 0.6)
                .noise(t, 3)
                .image()));
    }

    @Test
    void aSteadyPanIsNoCut() {
        assertEquals(List.of(), cuts(60, t -> scene(5, t, 10 * t)));
    }

    private static List<Integer> cuts(int frames, IntFunction<Image> frame) {
        ShotCuts cuts = new ShotCuts();
        List<Integer> found = new ArrayList<>();
        for (int t = 0; t < frames; t++) {
            if (cuts.next(Sketch.of(frame.apply(t)))) {
                found.add(t);
            }
        }
        return found;
    }

    private static Image scene(int seed, int frame, int shift) {
        return draw(seed, shift).noise(frame, 4).image();
    }

    private static Pictures draw(int seed) {
        return draw(seed, 0);
    }

    /** A place: forty rectangles of muted colours on a ground, seen {@code shift} pixels further right. */
    private static Pictures draw(int seed, int shift) {
        Random random = new Random(seed);
        Pictures picture = new Pictures(320, 240, random.nextInt(0x1000000));
        for (int i = 0; i < 40; i++) {
            double x = random.nextInt(1000) - shift;
            Box box = new Box(x, random.nextInt(200), 20 + random.nextInt(100), 20 + random.nextInt(100));
            picture.fill(box, random.nextInt(0x1000000));
        }
        return picture;
    }
}
