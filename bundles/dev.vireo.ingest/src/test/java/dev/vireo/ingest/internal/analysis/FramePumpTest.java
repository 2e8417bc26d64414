package dev.vireo.ingest.internal.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.media.Box;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.media.MediaReader;
import dev.vireo.ingest.internal.Home;
import dev.vireo.ingest.internal.Pictures;
import dev.vireo.ingest.internal.picture.Pixels;
import dev.vireo.ingest.internal.work.Settings;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A yard of six minutes in which one thing happens: whatever it is, it is looked at, and little else is. */
@Timeout(120)
final class FramePumpTest {
    private static final long LENGTH = 360_000;
    private static final int WIDTH = 192;
    private static final int HEIGHT = 144;

    private static final Image YARD = yard().image();
    private static final Image SMALL_YARD = Pixels.shrink(YARD, 48);

    /** Length that the header tells [ms]. */
    private long promised = LENGTH;

    /** What was asked of the decoder. */
    private final List<FrameRequest> requests = Collections.synchronizedList(new ArrayList<>());

    @Test
    void aYardInWhichNothingHappensIsLookedAtForTwentySecondsAndThenWatched() throws Exception {
        List<FrameFeed.Item> items = items(_ -> YARD);
        List<FrameFeed.Item.Look> looks = looks(items);
        assertTrue(looks.get(looks.size() - 1).frame().timeMs() <= 21_000, "looked at until " + looks.get(looks.size() - 1));
        assertTrue(looks.stream().filter(FrameFeed.Item.Look::changed).count() <= 3, "the same picture was detected again");
        assertEquals(2, requests.size());
        assertTrue(requests.get(1).maxSide() <= 96, "watched in " + requests.get(1).maxSide() + " pixels");
        assertEquals(LENGTH - 250, stills(items).get(stills(items).size() - 1), "the stretch is told of to its end");
    }

    @Test
    void aSmallThingThatMovesInACornerForASecondIsSeenMoreThanOnce() throws Exception {
        // 4 × 5 of 192 × 144 pixels: 16 × 20 in a frame of 768 × 576.
        assertSeen(200_000, 201_000, 3, t -> yard().fill(new Box(185 - (t - 200_000) / 200.0, 136, 4, 5), 0x303030).image());
    }

    @Test
    void aChangeOfColourAloneIsSeen() throws Exception {
        // Luma of both is 110.
        assertSeen(150_000, 152_000, 1, _ -> yard().fill(new Box(50, 120, 10, 10), 0x9c6c06).image());
    }

    @Test
    void aThingThatFadesInOverAMinuteIsSeen() throws Exception {
        List<FrameFeed.Item.Look> looks = looks(items(t -> {
            double there = Math.clamp((t - 120_000) / 60_000.0, 0, 1);
            return there == 0 ? YARD : yard().shade(new Box(100, 100, 15, 15), 1 - 0.7 * there).image();
        }));
        List<Long> changed = changed(looks, 120_000, 200_000);
        assertFalse(changed.isEmpty(), "never seen");
        assertTrue(changed.get(0) <= 132_000, "seen at " + changed.get(0));
        assertTrue(changed.get(changed.size() - 1) >= 175_000, "last seen at " + changed.get(changed.size() - 1)
                + ", before it was whole");
    }

    @Test
    void aLightThatIsSwitchedIsSeenAndTheStretchGoesOn() throws Exception {
        Image dim = yard().shade(new Box(0, 0, WIDTH, HEIGHT), 0.6).image();
        List<FrameFeed.Item> items = items(t -> t < 180_000 ? YARD : dim);
        List<Long> changed = changed(looks(items), 170_000, 300_000);
        assertEquals(180_000, changed.get(0));
        assertTrue(looks(items).stream().noneMatch(FrameFeed.Item.Look::cut), "light is no cut");
        assertTrue(changed.get(changed.size() - 1) <= 200_000, "looked at again at " + changed);
    }

    @Test
    void aCutAfterALongRestIsACut() throws Exception {
        List<FrameFeed.Item.Look> looks = looks(items(t -> t < 180_000 ? YARD : hall().image()));
        assertEquals(
                List.of(180_000L),
                looks.stream().filter(FrameFeed.Item.Look::cut).map(l -> l.frame().timeMs()).toList());
    }

    @Test
    void noiseIsRestToo() throws Exception {
        items(t -> yard().noise(t, 3).image());
        assertEquals(2, requests.size(), "noise was taken for a change");
    }

    @Test
    void aMomentThatGetsTooLongBeginsAnew() throws Exception {
        Settings s = settings(120_000);
        List<FrameFeed.Item.Look> looks = looks(items(_ -> YARD, s, 0));
        assertTrue(looks.stream().anyMatch(l -> l.frame().timeMs() == 120_000 && l.changed()), "no frame at 2 minutes");
        assertTrue(looks.stream().anyMatch(l -> l.frame().timeMs() == 240_000 && l.changed()), "no frame at 4 minutes");
    }

    @Test
    void aRestartInTheMiddleBeginsWithALook() throws Exception {
        List<FrameFeed.Item> items = items(_ -> YARD, settings(3_600_000), 100_000);
        assertTrue(items.get(0) instanceof FrameFeed.Item.Look look && look.changed() && look.frame().timeMs() == 100_000);
    }

    @Test
    void aFilmThatIsLongerThanItsHeaderTellsIsSeenToItsEnd() throws Exception {
        promised = 100_000;
        List<FrameFeed.Item> items = items(t -> t < 200_000 ? YARD : hall().image());
        assertEquals(200_000, looks(items).stream().filter(FrameFeed.Item.Look::cut).findFirst().orElseThrow().frame().timeMs());
    }

    @Test
    void withoutRestEveryFrameIsDetected() throws Exception {
        Settings restless = Home.settings(Map.of("rest_ms", 0L));
        List<FrameFeed.Item.Look> looks = looks(items(_ -> YARD, restless, 0));
        assertEquals(LENGTH / 1_000, looks.stream().filter(FrameFeed.Item.Look::changed).count());
        assertEquals(1, requests.size());
    }

    /** Something shows between two times and nothing else happens. */
    private void assertSeen(long fromMs, long toMs, int times, LongFunction<Image> shown) throws Exception {
        List<FrameFeed.Item> items = items(t -> t >= fromMs && t < toMs ? shown.apply(t) : YARD);
        List<Long> seen = changed(looks(items), fromMs, toMs);
        assertTrue(seen.size() >= times, "seen at " + seen);
        assertEquals(fromMs, seen.get(0), "seen late");
        List<Long> after = changed(looks(items), toMs, toMs + 30_000);
        assertFalse(after.isEmpty(), "that it went was not seen");
        assertTrue(looks(items).size() <= 100, looks(items).size() + " frames were looked at");
    }

    private static List<Long> changed(List<FrameFeed.Item.Look> looks, long fromMs, long toMs) {
        return looks.stream()
                .filter(FrameFeed.Item.Look::changed)
                .map(l -> l.frame().timeMs())
                .filter(t -> t >= fromMs && t < toMs)
                .toList();
    }

    private static List<FrameFeed.Item.Look> looks(List<FrameFeed.Item> items) {
        return items.stream()
                .filter(FrameFeed.Item.Look.class::isInstance)
                .map(FrameFeed.Item.Look.class::cast)
                .toList();
    }

    private static List<Long> stills(List<FrameFeed.Item> items) {
        return items.stream()
                .filter(FrameFeed.Item.Still.class::isInstance)
                .map(i -> ((FrameFeed.Item.Still) i).untilMs())
                .toList();
    }

    private List<FrameFeed.Item> items(LongFunction<Image> scene) throws InterruptedException {
        return items(scene, settings(3_600_000), 0);
    }

    private List<FrameFeed.Item> items(LongFunction<Image> scene, Settings settings, long fromMs)
            throws InterruptedException {
        MediaInfo info = new MediaInfo(MediaKind.VIDEO, "mp4", "h264", WIDTH, HEIGHT, promised, 25, Optional.empty());
        List<FrameFeed.Item> items = new ArrayList<>();
        try (FramePump pump = new FramePump(reader(scene), Path.of("yard"), info, fromMs, settings)) {
            while (items.isEmpty() || !(items.get(items.size() - 1) instanceof FrameFeed.Item.End)) {
                items.add(pump.next(() -> false).orElseThrow());
            }
        }
        FrameFeed.Item.End end = (FrameFeed.Item.End) items.get(items.size() - 1);
        assertEquals(Optional.empty(), end.trouble());
        assertEquals(LENGTH - 250, end.lastMs());
        return items;
    }

    private MediaReader reader(LongFunction<Image> scene) {
        return (MediaReader) Proxy.newProxyInstance(
                MediaReader.class.getClassLoader(), new Class<?>[] {MediaReader.class}, (_, method, arguments) -> {
                    assertEquals("frames", method.getName());
                    FrameRequest request = (FrameRequest) arguments[1];
                    requests.add(request);
                    return new FrameStream() {
                        private long next = request.fromMs();

                        @Override
                        public Optional<Frame> next() {
                            if (next >= LENGTH || request.fromMs() >= promised) {
                                return Optional.empty();
                            }
                            Image drawn = scene.apply(next);
                            Image image = drawn == YARD && request.maxSide() == 48
                                    ? SMALL_YARD
                                    : Pixels.shrink(drawn, request.maxSide());
                            Frame frame = new Frame(next, image);
                            next += request.intervalMs();
                            return Optional.of(frame);
                        }

                        @Override
                        public void close() {}
                    };
                });
    }

    private static Settings settings(long momentMaxMs) {
        return Home.settings(Map.of("moment_max_ms", momentMaxMs));
    }

    private static Pictures yard() {
        return new Pictures(WIDTH, HEIGHT, 0x6e6e6e)
                .fill(new Box(0, 0, WIDTH, 50), 0x906048)
                .fill(new Box(30, 60, 30, 20), 0xd0d0d0);
    }

    private static Pictures hall() {
        return new Pictures(WIDTH, HEIGHT, 0x203050)
                .fill(new Box(20, 10, 60, 100), 0xe0d0b0)
                .fill(new Box(110, 75, 70, 50), 0x802020);
    }
}
