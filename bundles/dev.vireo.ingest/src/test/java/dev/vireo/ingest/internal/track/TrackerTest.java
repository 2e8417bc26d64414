package dev.vireo.ingest.internal.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.media.Box;
import dev.vireo.ingest.internal.Pictures;
import dev.vireo.ingest.internal.model.Find;
import dev.vireo.ingest.internal.picture.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One frame a second of 640 × 480, objects as coloured rectangles. */
final class TrackerTest {
    private static final int PERSON = 0;
    private static final int CAR = 2;
    private static final int TRUCK = 7;

    /** What a detector would say of one thing in one frame. */
    private record Thing(Box box, int label, double score, int colour) {}

    @Test
    void walkersWhoseBoxesDoNotTouchAreFollowed() {
        List<List<Thing>> frames = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            frames.add(List.of(person(20 + 70 * t, 200, 0xc03020)));
        }
        List<LiveTrack> tracks = track(frames);
        assertEquals(1, tracks.size());
        assertEquals(8, tracks.get(0).sights().size());
    }

    @Test
    void walkersThatCrossKeepTheirNames() {
        List<List<Thing>> frames = new ArrayList<>();
        for (int t = 0; t < 9; t++) {
            List<Thing> things = new ArrayList<>();
            things.add(person(20 + 65 * t, 200, 0xc03020));
            things.add(person(560 - 65 * t, 210, 0x2040c0));
            frames.add(things);
        }
        List<LiveTrack> tracks = track(frames);
        assertEquals(2, tracks.size());
        for (LiveTrack track : tracks) {
            double first = track.sights().get(0).find().box().x();
            double last = track.last().find().box().x();
            assertTrue(Math.abs(last - first) > 450, "turned back half way: " + first + " to " + last);
        }
    }

    @Test
    void aParkedCarThatFlickersIsOneTrack() {
        Random random = new Random(3);
        List<List<Thing>> frames = new ArrayList<>();
        int shown = 0;
        for (int t = 0; t < 120; t++) {
            boolean hidden = t > 30 && t < 75; // a lorry stops in front for three quarters of a minute
            if (!hidden && (t == 0 || random.nextDouble() < 0.5)) {
                shown++;
                double jitter = random.nextGaussian() * 2;
                frames.add(List.of(new Thing(
                        new Box(300 + jitter, 200 + random.nextGaussian() * 2, 80 + jitter, 50),
                        random.nextDouble() < 0.7 ? CAR : TRUCK,
                        0.35 + 0.3 * random.nextDouble(),
                        0xd0d0d0)));
            } else {
                frames.add(List.of());
            }
        }
        List<LiveTrack> tracks = track(frames);
        assertEquals(1, tracks.size());
        assertEquals(shown, tracks.get(0).sights().size());
    }

    @Test
    void aParkedCarStaysItselfWhenPeoplePass() {
        List<List<Thing>> frames = new ArrayList<>();
        for (int t = 0; t < 20; t++) {
            List<Thing> things = new ArrayList<>();
            things.add(new Thing(new Box(300, 200, 120, 80), CAR, 0.6, 0xffffff));
            if (t >= 5 && t < 14) {
                things.add(person(60 + 65 * (t - 5), 190, 0x202020));
            }
            frames.add(things);
        }
        List<LiveTrack> tracks = track(frames);
        assertEquals(2, tracks.size());
        assertTrue(tracks.stream().anyMatch(t -> t.sights().size() == 20), "the car is seen in every frame");
        assertTrue(tracks.stream().anyMatch(t -> t.sights().size() == 9), "the walker is one track");
    }

    @Test
    void twoParkedCarsSideBySideStayTwo() {
        List<List<Thing>> frames = new ArrayList<>();
        for (int t = 0; t < 30; t++) {
            List<Thing> things = new ArrayList<>();
            if (t % 3 != 1) {
                things.add(new Thing(new Box(200, 200, 90, 60), CAR, 0.5, 0xd02020));
            }
            if (t % 4 != 2) {
                things.add(new Thing(new Box(270, 205, 90, 60), CAR, 0.5, 0x2020d0));
            }
            frames.add(things);
        }
        assertEquals(2, track(frames).size());
    }

    @Test
    void aThingThatWasMissedDoesNotTakeItsTwinsFind() {
        List<List<Thing>> frames = new ArrayList<>();
        for (int t = 0; t < 12; t++) {
            // Two bottles of one kind; at first now one is found, now the other. A score of 0: there, but not found.
            boolean first = t % 2 == 0;
            frames.add(List.of(
                    new Thing(new Box(100, 200, 60, 160), CAR, first ? 0.6 : 0, 0x908070),
                    new Thing(new Box(260, 200, 60, 160), CAR, first ? 0 : 0.6, 0x908070)));
        }
        List<LiveTrack> tracks = track(frames);
        assertEquals(2, tracks.size());
        for (LiveTrack track : tracks) {
            assertTrue(
                    Math.abs(track.sights().get(0).find().box().x() - track.last().find().box().x()) < 1,
                    "went over to its twin");
        }
    }

    @Test
    void unsureFindsProlongTracksAndBeginNoneBelowTheThreshold() {
        List<List<Thing>> frames = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            double score = t == 0 ? 0.7 : 0.2;
            frames.add(List.of(
                    new Thing(new Box(100 + 20 * t, 100, 40, 90), PERSON, score, 0x804020),
                    new Thing(new Box(500, 300, 40, 90), PERSON, 0.2, 0x2080a0)));
        }
        List<LiveTrack> tracks = track(frames);
        assertEquals(1, tracks.size());
        assertEquals(6, tracks.get(0).sights().size());
    }

    @Test
    void oneThatLeftAndAnotherThatCameElsewhereAreTwo() {
        List<List<Thing>> frames = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            frames.add(List.of(person(20 + 60 * t, 100, 0xc03020)));
        }
        for (int t = 0; t < 10; t++) {
            frames.add(List.of());
        }
        for (int t = 0; t < 4; t++) {
            frames.add(List.of(person(500, 300, 0xc03020)));
        }
        assertEquals(2, track(frames).size());
    }

    @Test
    void aPersonDoesNotBecomeACar() {
        List<List<Thing>> frames = List.of(
                List.of(new Thing(new Box(100, 100, 60, 60), PERSON, 0.7, 0x808080)),
                List.of(new Thing(new Box(150, 100, 60, 60), CAR, 0.7, 0x808080)));
        assertEquals(2, track(frames).size());
    }

    @Test
    void looksAreFewAndSpread() {
        List<List<Thing>> frames = new ArrayList<>();
        for (int t = 0; t < 100; t++) {
            frames.add(List.of(new Thing(new Box(300, 200, 80, 50), CAR, 0.6, 0xffffff)));
        }
        List<Look> looks = track(frames).get(0).looks();
        assertEquals(3, looks.size());
        assertTrue(looks.get(2).timeMs() - looks.get(0).timeMs() > 40_000, "all from one corner of the time");
    }

    private static Thing person(double x, double y, int colour) {
        return new Thing(new Box(x, y, 35, 90), PERSON, 0.7, colour);
    }

    private static List<LiveTrack> track(List<List<Thing>> frames) {
        Tracker tracker = new Tracker(3);
        List<LiveTrack> all = new ArrayList<>();
        for (int t = 0; t < frames.size(); t++) {
            Pictures picture = new Pictures(640, 480, 0x60a050);
            List<Find> finds = new ArrayList<>();
            for (Thing thing : frames.get(t)) {
                picture.fill(thing.box(), thing.colour());
                if (thing.score() > 0) {
                    finds.add(new Find(thing.box(), Map.of("d@1", Map.of(thing.label(), thing.score())), thing.score()));
                }
            }
            all.addAll(tracker.step(picture.noise(t, 4).view(t * 1000L), finds));
        }
        all.addAll(Tracklets.join(tracker.end(), 3));
        return all;
    }
}
