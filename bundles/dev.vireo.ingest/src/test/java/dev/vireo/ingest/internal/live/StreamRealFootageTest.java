package dev.vireo.ingest.internal.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.StreamSource.Retention;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.ingest.StreamRequest;
import dev.vireo.api.ingest.StreamStatus;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.MediaReader;
import dev.vireo.ingest.internal.ColourlessEncoder;
import dev.vireo.ingest.internal.Home;
import dev.vireo.ingest.internal.job.MediaIngest;
import dev.vireo.testkit.RtspServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The car park of the sample footage as a camera: a real RTSP server, recorder, decoder, models and catalogue. */
@Timeout(180)
final class StreamRealFootageTest {
    private static final Path SAMPLE = Path.of("../../runtime/dist/src/main/sample/car-park.mp4");
    private static final Box VAN = new Box(652, 43, 74, 55);

    @TempDir
    Path dir;

    private static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < limit, "not within 90 s: " + what);
            Thread.sleep(100);
        }
    }

    private static Site site() {
        return new Site() {
            @Override
            public ZoneId zone() {
                return ZoneId.of("UTC");
            }

            @Override
            public InstantSource time() {
                return InstantSource.system();
            }
        };
    }

    @Test
    void aParkedVanIsOneTrackAndTheLineMayBeCut() throws Exception {
        assumeTrue(RtspServer.available(), "skipped: it needs the packages " + RtspServer.PACKAGES);
        Home home = new Home(Files.createDirectory(dir.resolve("home")));
        home.providers.addAll(List.of(
                Home.model("dev.vireo.model.nanodet"), Home.model("dev.vireo.model.efficientnet"), new ColourlessEncoder()));
        MediaReader reader = Home.ffmpeg();
        Path film = dir.resolve("film.mp4");
        reader.clip(SAMPLE, 0, 60_000, film); // with a key frame every two seconds, as cameras send
        MediaIngest files = home.ingest(reader);
        StreamIngest streams = new StreamIngest(home.folder, home.broker(), home.catalog, home.streams, site(), reader,
                home.store, Home.recorder(), files, new StreamSettings(4_000, 3_600_000, 10_000, 200, 1_000, 10_000));
        try (RtspServer camera = RtspServer.start(film, "joe", "s3cret")) {
            long id = streams.add(new StreamRequest(camera.url("joe", "s3cret"), Catalog.DEFAULT_DOMAIN, Retention.ALL))
                    .stream().id();
            until("20 s are searchable", () -> committed(home, id) >= 20_000);
            Asset asset = home.streams.recordings(id).get(0);
            List<Moment> moments = home.catalog.moments(asset.id());
            assertEquals(1, moments.size(), "one shot is one moment, however many segments it has");
            Track van = van(home, moments.get(0));
            assertEquals(MotionState.PARKED, van.motion().state());
            assertTrue(van.endMs() - van.startMs() >= 15_000, van.startMs() + " to " + van.endMs());
            assertTrue(home.catalog.pieces(asset.id()).size() >= 4);
            assertTrue(Duration.between(asset.clock().start().orElseThrow(), Instant.now()).toSeconds() < 180);
            assertTrue(streams.status(id).orElseThrow().stream().cameraOffsetMs().isPresent(), "the camera told its time");

            camera.kill();
            until("the loss is noticed", () -> streams.status(id).orElseThrow().state() != StreamStatus.State.RECORDING);
            long before = committed(home, id);
            Thread.sleep(3_000); // a camera that starts again at once leaves no gap worth noting
            camera.start();
            until("it is recorded again", () -> committed(home, id) > before + 6_000);
            assertEquals(1, home.streams.recordings(id).size());
            until("the gap is noted", () -> !streams.gaps(id, 10).isEmpty());
            StreamStatus status = streams.status(id).orElseThrow();
            System.out.println("searchable after its first frame came: " + status.delay().orElseThrow() + ", camera "
                    + status.stream().cameraOffsetMs());

            streams.remove(id);
            assertEquals(List.of(), home.catalog.assets(Optional.empty()));
            try (Stream<Path> left = Files.walk(home.folder.resolve("media"))) {
                assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
            }
        } finally {
            streams.stop();
            files.stop();
        }
    }

    private static long committed(Home home, long stream) {
        return home.streams.recordings(stream).stream().mapToLong(Asset::committedMs).max().orElse(0);
    }

    private static Track van(Home home, Moment moment) {
        List<Track> there = home.catalog.tracks(moment.id()).stream()
                .filter(track -> !track.wholeFrame() && track.endMs() - track.startMs() > 8_000)
                .filter(track -> track.key().box().iou(VAN) > 0.5)
                .toList();
        assertEquals(1, there.size(), "tracks where the van stands: " + there);
        return there.get(0);
    }
}
