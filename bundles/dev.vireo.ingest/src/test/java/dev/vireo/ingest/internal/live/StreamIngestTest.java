package dev.vireo.ingest.internal.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Piece;
import dev.vireo.api.catalog.Removal;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.StreamSource.Retention;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.StreamRequest;
import dev.vireo.api.ingest.StreamStatus;
import dev.vireo.api.media.MediaStore;
import dev.vireo.api.media.StreamRecorder;
import dev.vireo.api.model.LabelScore;
import dev.vireo.ingest.internal.ColourlessEncoder;
import dev.vireo.ingest.internal.Home;
import dev.vireo.ingest.internal.ScriptedCamera;
import dev.vireo.ingest.internal.ScriptedReader;
import dev.vireo.ingest.internal.ShadeClassifier;
import dev.vireo.ingest.internal.SquareDetector;
import dev.vireo.ingest.internal.job.MediaIngest;
import dev.vireo.ingest.internal.renewal.FootageRenewal;
import dev.vireo.ingest.internal.work.LiveFirst;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recordings over a real catalogue and media store; the camera is scripted, for faults and for time that passes quickly. */
@Timeout(120)
final class StreamIngestTest {
    private static final String ADDRESS = "rtsp://joe:s3cret@cam/1";
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path dir;

    private final ScriptedReader reader = new ScriptedReader();
    private final ScriptedCamera camera = new ScriptedCamera();
    private final List<StreamIngest> started = new ArrayList<>();
    private volatile Instant now = START;
    private Home home;
    private MediaIngest files;

    @BeforeEach
    void open() throws IOException {
        home = new Home(Files.createDirectory(dir.resolve("home")));
        home.providers.add(new SquareDetector());
        home.providers.add(new ColourlessEncoder());
        files = home.ingest(reader, Home.settings(Map.of("model_wait_ms", 0L)));
    }

    @AfterEach
    void stop() {
        started.forEach(StreamIngest::stop);
        files.stop();
    }

    private Site site() {
        return new Site() {
            @Override
            public ZoneId zone() {
                return ZoneId.of("Europe/London");
            }

            @Override
            public InstantSource time() {
                return () -> now;
            }
        };
    }

    private StreamIngest start(long recordingMs) {
        StreamIngest streams = new StreamIngest(home.folder, home.broker(), home.catalog, home.streams, site(), reader,
                home.store, camera, files, new StreamSettings(4_000, recordingMs, Home.GAP_MS, 100, 200, 10_000));
        started.add(streams);
        return streams;
    }

    private static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < limit, "not within 60 s: " + what);
            Thread.sleep(20);
        }
    }

    private StreamStatus add(StreamIngest streams, Retention keep) {
        return streams.add(new StreamRequest(ADDRESS, Catalog.DEFAULT_DOMAIN, keep));
    }

    private void untilSearchable(StreamIngest streams, long id, Instant to) throws InterruptedException {
        until("searchable to " + to, () -> streams.status(id).orElseThrow().searchableTo().equals(Optional.of(to)));
    }

    private List<Asset> recordings(long id) {
        return home.streams.recordings(id);
    }

    private long storedFiles() {
        try (Stream<Path> all = Files.walk(home.folder.resolve("media"))) {
            return all.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatStaysInThePictureIsOneTrackWhileTheRecordingGrows() throws Exception {
        StreamIngest streams = start(3_600_000);
        long id = add(streams, Retention.ALL).stream().id();
        camera.shows(START, 4);
        untilSearchable(streams, id, START.plusSeconds(4));
        Asset asset = recordings(id).get(0);
        assertEquals(AssetState.RECORDING, asset.state());
        assertEquals("rtsp://cam/1", asset.path());
        Moment moment = home.catalog.moments(asset.id()).get(0);
        Track young = home.catalog.tracks(moment.id()).get(1);
        assertEquals(MotionState.UNKNOWN, young.motion().state());

        for (int s = 4; s < 20; s += 4) {
            camera.shows(START.plusSeconds(s), 4);
        }
        untilSearchable(streams, id, START.plusSeconds(20));

        assertEquals(List.of(new Moment(moment.id(), asset.id(), 0, 20_000, home.catalog.moments(asset.id()).get(0).keyMs())),
                home.catalog.moments(asset.id()));
        List<Track> tracks = home.catalog.tracks(moment.id());
        assertEquals(2, tracks.size());
        assertEquals(young.id(), tracks.get(1).id());
        assertEquals(0, tracks.get(1).startMs());
        assertEquals(20_000, tracks.get(1).endMs());
        assertEquals(MotionState.PARKED, tracks.get(1).motion().state());
        assertEquals(5, home.catalog.pieces(asset.id()).size());
        assertEquals(20_000, home.catalog.asset(asset.id()).orElseThrow().info().durationMs());
        assertEquals(Optional.of(-250L), streams.status(id).orElseThrow().stream().cameraOffsetMs());
        assertEquals(5, streams.status(id).orElseThrow().delay().orElseThrow().segments());
        assertEquals(5, storedFiles(), "one file a piece and no segment is left");
    }

    @Test
    void aCutBeginsAMomentAndTheOneBeforeIsFinal() throws Exception {
        StreamIngest streams = start(3_600_000);
        long id = add(streams, Retention.ALL).stream().id();
        camera.shows(START, 4);
        camera.script.add(camera.file(START.plusSeconds(4), 8, " cut=4"));
        camera.script.add(camera.file(START.plusSeconds(12), 4, " cut=0"));
        untilSearchable(streams, id, START.plusSeconds(16));

        List<Moment> moments = home.catalog.moments(recordings(id).get(0).id());
        assertEquals(List.of(0L, 8_000L), moments.stream().map(Moment::startMs).toList());
        assertEquals(List.of(8_000L, 16_000L), moments.stream().map(Moment::endMs).toList());
        for (Moment moment : moments) {
            assertEquals(2, home.catalog.tracks(moment.id()).size());
        }
    }

    @Test
    void gapsAreNotedAndLongOnesEndTheMoment() throws Exception {
        StreamIngest streams = start(3_600_000);
        long id = add(streams, Retention.ALL).stream().id();
        camera.shows(START, 4);
        camera.script.add(new VireoException(ErrorKind.EXTERNAL, "the line was cut"));
        camera.shows(START.plusSeconds(9), 4); // 5 s later: the moment goes on
        camera.shows(START.plusSeconds(43), 4); // 30 s later: another begins
        untilSearchable(streams, id, START.plusSeconds(47));

        Asset asset = recordings(id).get(0);
        assertEquals(List.of(new Piece(0, 4_000, "", 0), new Piece(9_000, 13_000, "", 0), new Piece(43_000, 47_000, "", 0)),
                home.catalog.pieces(asset.id()).stream().map(p -> new Piece(p.startMs(), p.endMs(), "", 0)).toList());
        List<Moment> moments = home.catalog.moments(asset.id());
        assertEquals(List.of(0L, 43_000L), moments.stream().map(Moment::startMs).toList());
        assertEquals(13_000, moments.get(0).endMs());
        assertEquals(List.of("no frames came", "the line was cut"),
                streams.gaps(id, 10).stream().map(gap -> gap.reason()).toList());
        assertTrue(camera.connections >= 2);
    }

    @Test
    void aGapTellsEachKindOfReasonOnce() throws Exception {
        StreamIngest streams = start(3_600_000);
        long id = add(streams, Retention.ALL).stream().id();
        camera.shows(START, 4);
        camera.script.add(new VireoException(ErrorKind.RESOURCES, "no room: 10 MB are free"));
        camera.script.add(new VireoException(ErrorKind.RESOURCES, "no room: 9 MB are free"));
        camera.script.add(new VireoException(ErrorKind.EXTERNAL, "the camera refused the connection"));
        camera.shows(START.plusSeconds(9), 4);
        camera.script.add(new VireoException(ErrorKind.EXTERNAL, "the line was cut"));
        camera.shows(START.plusSeconds(18), 4);
        Path noise = camera.folder().resolve("noise.mp4");
        Files.writeString(noise, "noise");
        camera.script.add(new StreamRecorder.Segment(noise, START.plusSeconds(22), 4_000, Optional.empty()));
        camera.shows(START.plusSeconds(26), 4);
        untilSearchable(streams, id, START.plusSeconds(30));

        assertEquals(List.of("what came was no video", "the line was cut", "no room: 10 MB are free; then the camera refused the connection"),
                streams.gaps(id, 10).stream().map(gap -> gap.reason()).toList());
    }

    @Test
    void anotherDetectorLooksAtAFinishedRecordingStretchByStretch() throws Exception {
        StreamIngest streams = start(60_000);
        long id = add(streams, Retention.ALL).stream().id();
        camera.shows(START, 4);
        camera.script.add(camera.file(START.plusSeconds(4), 8, " cut=4")); // the second moment begins within this segment
        camera.script.add(camera.file(START.plusSeconds(17), 4, " cut=0")); // 5 s are missing: it goes on
        camera.shows(START.plusSeconds(43), 4); // 22 s are missing: the third
        camera.shows(START.plusSeconds(70), 4); // another recording, which goes on being made
        untilSearchable(streams, id, START.plusSeconds(74));
        until("ended", () -> recordings(id).stream().anyMatch(a -> a.state() == AssetState.READY));
        Asset ended = recordings(id).stream().filter(a -> a.state() == AssetState.READY).findFirst().orElseThrow();
        List<Moment> before = home.catalog.moments(ended.id());
        assertEquals(List.of(0L, 8_000L, 43_000L), before.stream().map(Moment::startMs).toList());
        assertEquals(List.of(8_000L, 21_000L, 47_000L), before.stream().map(Moment::endMs).toList());
        List<Piece> pieces = home.catalog.pieces(ended.id());
        List<List<Span>> spans = spans(before);
        long stored = storedFiles();

        synchronized (home.providers) {
            home.providers.removeIf(SquareDetector.class::isInstance);
            home.providers.add(new SquareDetector("1.1.0"));
        }
        FootageRenewal renewal = home.renewal(reader, files, Optional::empty, () -> {}, Map.of());
        try {
            until("waiting", () -> renewal.status().doing().contains("a classifier"));
            home.providers.add(new ShadeClassifier());
            until("looked at again", () -> detectors(home.catalog.moments(ended.id())).contains("square@1.1.0"));
        } finally {
            renewal.stop();
        }

        List<Moment> after = home.catalog.moments(ended.id());
        assertEquals(before.stream().map(Moment::id).toList(), after.stream().map(Moment::id).toList());
        assertEquals(before.stream().map(Moment::endMs).toList(), after.stream().map(Moment::endMs).toList());
        assertFalse(detectors(after).contains("square@1.0.0"));
        assertEquals(spans, spans(after), "things are seen when they were seen");
        assertEquals(pieces, home.catalog.pieces(ended.id()));
        assertEquals(stored, storedFiles(), "no footage came or went");
        Asset goesOn = recordings(id).stream().filter(a -> a.id() != ended.id()).findFirst().orElseThrow();
        assertEquals(AssetState.RECORDING, goesOn.state());
    }

    private record Span(boolean wholeFrame, long startMs, long endMs) {}

    private List<List<Span>> spans(List<Moment> moments) {
        return moments.stream()
                .map(m -> home.catalog.tracks(m.id()).stream().map(t -> new Span(t.wholeFrame(), t.startMs(), t.endMs())).toList())
                .toList();
    }

    private Set<String> detectors(List<Moment> moments) {
        return moments.stream()
                .flatMap(m -> home.catalog.tracks(m.id()).stream())
                .flatMap(t -> t.labels().stream())
                .map(LabelScore::model)
                .collect(Collectors.toSet());
    }

    @Test
    void aRefusalIsToldAndTriedAgain() throws Exception {
        StreamIngest streams = start(3_600_000);
        long id = add(streams, Retention.ALL).stream().id();
        camera.script.add(new VireoException(ErrorKind.USER_INPUT, "refuses the user (401)"));
        until("failed", () -> streams.status(id).orElseThrow().state() == StreamStatus.State.FAILED
                || camera.connections > 1);
        camera.shows(START, 4);
        untilSearchable(streams, id, START.plusSeconds(4));
        until("recording", () -> streams.status(id).orElseThrow().state() == StreamStatus.State.RECORDING);
        assertEquals("", streams.status(id).orElseThrow().reason());
    }

    @Test
    void aRestartGoesOnWithTheRecordingAndWhatWasNotTakenIn() throws Exception {
        StreamIngest streams = start(3_600_000);
        long id = add(streams, Retention.ALL).stream().id();
        camera.shows(START, 4);
        untilSearchable(streams, id, START.plusSeconds(4));
        streams.stop();
        Asset asset = recordings(id).get(0);
        // As a kill leaves them: taken in and not yet removed; recorded and not taken in; being written.
        camera.file(START, 4, "");
        camera.file(START.plusSeconds(4), 4, "");
        Files.writeString(camera.folder().resolve("segment.part"), "half");
        Files.writeString(Files.createDirectories(home.folder.resolve("conf/streams")).resolve("left"), "no stream names it");

        StreamIngest again = start(3_600_000);
        untilSearchable(again, id, START.plusSeconds(8));

        assertEquals(Set.of(ADDRESS), camera.addresses);
        assertEquals(List.of(asset.id()), recordings(id).stream().map(Asset::id).toList());
        assertEquals(2, home.catalog.pieces(asset.id()).size());
        assertEquals(2, home.catalog.moments(asset.id()).size(), "what the tracker knew is gone, so another moment begins");
        assertEquals(2, storedFiles());
        try (Stream<Path> kept = Files.list(home.folder.resolve("conf/streams"))) {
            assertEquals(1, kept.count());
        }
    }

    @Test
    void aSegmentThatFailedIsTakenInLaterThoughOnesBehindItAreIn() throws Exception {
        StreamIngest streams = start(3_600_000);
        long id = add(streams, Retention.ALL).stream().id();
        camera.shows(START, 4);
        camera.shows(START.plusSeconds(8), 4);
        untilSearchable(streams, id, START.plusSeconds(12));
        streams.stop();
        camera.file(START.plusSeconds(4), 4, ""); // was recorded in between, and a fault kept it from being taken in
        camera.file(START.plusSeconds(8), 4, ""); // a kill came before it was removed

        StreamIngest again = start(3_600_000);
        camera.shows(START.plusSeconds(12), 4);
        untilSearchable(again, id, START.plusSeconds(16));

        List<Instant> starts = new ArrayList<>();
        for (Asset asset : recordings(id)) {
            home.catalog.pieces(asset.id()).forEach(p -> starts.add(asset.clock().start().orElseThrow().plusMillis(p.startMs())));
        }
        assertEquals(List.of(START, START.plusSeconds(4), START.plusSeconds(8), START.plusSeconds(12)),
                starts.stream().sorted().toList());
        assertEquals(4, storedFiles(), "one file a piece and no segment is left");
    }

    @Test
    void aFaultOfAModelPassesAndItsSegmentIsNotLost() throws Exception {
        StreamIngest streams = start(3_600_000);
        long id = add(streams, Retention.ALL).stream().id();
        camera.shows(START, 4);
        untilSearchable(streams, id, START.plusSeconds(4));
        SquareDetector detector = (SquareDetector) home.providers.get(0);
        int faulty = detector.calls.get() + 1; // at the cut in the middle of the segment
        detector.failure = call -> {
            if (call == faulty) {
                throw new IllegalStateException("a fault that passes");
            }
            return Optional.empty();
        };
        camera.script.add(camera.file(START.plusSeconds(4), 4, " cut=2"));
        camera.script.add(camera.file(START.plusSeconds(8), 4, " cut=0"));
        untilSearchable(streams, id, START.plusSeconds(12));

        assertEquals(3, home.catalog.pieces(recordings(id).get(0).id()).size());
        List<Moment> moments = home.catalog.moments(recordings(id).get(0).id());
        assertTrue(detector.calls.get() > faulty, "the fault came");
        assertEquals(List.of(0L, 4_000L, 6_000L), moments.stream().map(Moment::startMs).toList(), "what the tracker knew is not trusted");
        assertEquals(List.of(4_000L, 6_000L, 12_000L), moments.stream().map(Moment::endMs).toList());
    }

    @Test
    void recordingsAreCutByLengthAndByTheSizeOfThePicture() throws Exception {
        StreamIngest streams = start(10_000);
        long id = add(streams, Retention.ALL).stream().id();
        for (int s = 0; s < 20; s += 4) {
            camera.shows(START.plusSeconds(s), 4);
        }
        untilSearchable(streams, id, START.plusSeconds(20));

        List<Asset> recordings = recordings(id);
        assertEquals(2, recordings.size());
        assertEquals(List.of(AssetState.READY, AssetState.RECORDING), recordings.stream().map(Asset::state).toList());
        assertEquals(Optional.of(START.plusSeconds(12)), recordings.get(1).clock().start());
        assertEquals(12_000, recordings.get(0).committedMs());
    }

    @Test
    void whatIsTooOldGoesAndIsRemembered() throws Exception {
        StreamIngest streams = start(10_000);
        long id = add(streams, new Retention(Optional.of(60_000L), Optional.empty())).stream().id();
        for (int s = 0; s < 24; s += 4) {
            camera.shows(START.plusSeconds(s), 4);
        }
        untilSearchable(streams, id, START.plusSeconds(24));
        Asset old = recordings(id).get(0);
        Moment moment = home.catalog.moments(old.id()).get(0);
        Track track = home.catalog.tracks(moment.id()).get(1);
        now = START.plusSeconds(75);
        until("the oldest is gone", () -> home.catalog.asset(old.id()).isEmpty());

        for (Removal.Kind kind : List.of(Removal.Kind.ASSET, Removal.Kind.MOMENT, Removal.Kind.TRACK)) {
            long removed = kind == Removal.Kind.ASSET ? old.id() : kind == Removal.Kind.MOMENT ? moment.id() : track.id();
            Removal removal = home.catalog.removal(kind, removed).orElseThrow();
            assertEquals("stream s" + id + " keeps 1 minute", removal.reason());
            assertEquals("rtsp://cam/1", removal.path());
        }
        long pieces = recordings(id).stream().mapToLong(a -> home.catalog.pieces(a.id()).size()).sum();
        until("its bytes are gone, too", () -> storedFiles() == pieces);
    }

    @Test
    void aRemovalThatBreaksOffIsWholeAfterTheNextStart() throws Exception {
        AtomicInteger removed = new AtomicInteger();
        MediaStore real = home.store;
        MediaStore failing = (MediaStore) Proxy.newProxyInstance(
                MediaStore.class.getClassLoader(), new Class<?>[] {MediaStore.class}, (_, method, arguments) -> {
                    if (method.getName().equals("remove") && removed.incrementAndGet() > 1) {
                        throw new VireoException(ErrorKind.EXTERNAL, "the power went");
                    }
                    return method.invoke(real, arguments);
                });
        files.stop();
        files = home.ingest(reader, Home.settings(Map.of("model_wait_ms", 0L)), failing, new LiveFirst(System::nanoTime));
        StreamIngest streams = start(10_000);
        long id = add(streams, new Retention(Optional.of(60_000L), Optional.empty())).stream().id();
        for (int s = 0; s < 24; s += 4) {
            camera.shows(START.plusSeconds(s), 4);
        }
        untilSearchable(streams, id, START.plusSeconds(24));
        Asset old = recordings(id).getFirst();
        Moment moment = home.catalog.moments(old.id()).getFirst();
        int pieces = home.catalog.pieces(old.id()).size();
        assertTrue(pieces > 1);
        now = START.plusSeconds(75);
        until("its bytes begin to go", () -> removed.get() > 1);

        // Nobody sees half of it, and the camera is recorded on.
        assertTrue(home.catalog.asset(old.id()).isEmpty());
        assertTrue(home.catalog.moment(moment.id()).isEmpty());
        assertTrue(home.catalog.removal(Removal.Kind.MOMENT, moment.id()).isPresent());
        assertEquals(6 - 1, storedFiles(), "one of its files has gone, the others were left");
        camera.shows(START.plusSeconds(24), 4);
        untilSearchable(streams, id, START.plusSeconds(28));

        streams.stop();
        files.stop();
        home = new Home(home.folder);
        files = home.ingest(reader, Home.settings(Map.of("model_wait_ms", 0L)));
        until("the next start has cleared it", () -> storedFiles() == 7 - pieces);
    }

    @Test
    void whatIsTooMuchGoesOldestFirst() throws Exception {
        StreamIngest streams = start(3_600_000);
        long id = add(streams, new Retention(Optional.empty(), Optional.of(1_000_000L))).stream().id();
        for (int s = 0; s < 24; s += 4) {
            camera.script.add(camera.file(START.plusSeconds(s), 4, " " + "#".repeat(300_000)));
        }
        untilSearchable(streams, id, START.plusSeconds(24));
        until("a megabyte is kept", () -> recordings(id).stream().mapToLong(Asset::bytes).sum() <= 1_000_000);

        List<Asset> kept = recordings(id);
        assertEquals(Optional.of(START.plusSeconds(12)), kept.get(0).clock().start(), "the oldest went, no more than had to");
        assertEquals(3, kept.size());
        assertEquals(3, home.catalog.search(TrackFilter.of(Catalog.DEFAULT_DOMAIN), 100).stream()
                .filter(found -> !found.track().wholeFrame()).count(), "what is kept is still found");
        Removal removal = home.catalog.removal(Removal.Kind.ASSET, kept.get(0).id() - 1).orElseThrow();
        assertTrue(removal.reason().startsWith("stream s" + id + " keeps "), removal.reason());
        until("the bytes are gone, too", () -> storedFiles() == 3);
    }

    @Test
    void deletingEndsAndRemovesAll() throws Exception {
        StreamIngest streams = start(3_600_000);
        long id = add(streams, Retention.ALL).stream().id();
        VireoException twice = assertThrows(VireoException.class, () -> add(streams, Retention.ALL));
        assertEquals(ErrorKind.USER_INPUT, twice.kind());
        assertFalse(twice.getMessage().contains("s3cret"), twice.getMessage());
        camera.shows(START, 4);
        untilSearchable(streams, id, START.plusSeconds(4));
        Asset first = recordings(id).get(0);

        files.delete(first.id()); // the recording that is written to: another begins
        camera.shows(START.plusSeconds(4), 4);
        untilSearchable(streams, id, START.plusSeconds(8));
        assertEquals("it was deleted by hand", home.catalog.removal(Removal.Kind.ASSET, first.id()).orElseThrow().reason());
        Asset second = recordings(id).get(0);
        assertTrue(second.id() != first.id());

        streams.remove(id);

        assertEquals(List.of(), streams.list());
        assertEquals(List.of(), home.catalog.assets(Optional.empty()));
        assertEquals(0, storedFiles());
        assertFalse(Files.exists(camera.folder()));
        try (Stream<Path> kept = Files.list(home.folder.resolve("conf/streams"))) {
            assertEquals(0, kept.count());
        }
        assertEquals("its stream s" + id + " was deleted by hand",
                home.catalog.removal(Removal.Kind.ASSET, second.id()).orElseThrow().reason());
        assertEquals("rtsp://cam/1", home.catalog.removal(Removal.Kind.STREAM, id).orElseThrow().path());
        assertEquals(ErrorKind.NOT_FOUND, assertThrows(VireoException.class, () -> streams.remove(id)).kind());
    }

    @Test
    void badRequestsAreRefused() {
        StreamIngest streams = start(3_600_000);
        for (StreamRequest wrong : List.of(
                new StreamRequest(ADDRESS, "no domain!", Retention.ALL),
                new StreamRequest(ADDRESS, "d", new Retention(Optional.of(5L), Optional.empty())),
                new StreamRequest(ADDRESS, "d", new Retention(Optional.empty(), Optional.of(5L))))) {
            assertEquals(ErrorKind.USER_INPUT, assertThrows(VireoException.class, () -> streams.add(wrong)).kind());
        }
        assertEquals(List.of(), streams.list());
        assertFalse(Files.exists(home.folder.resolve("conf/streams")), "no secret of a refused stream is kept");
    }
}
