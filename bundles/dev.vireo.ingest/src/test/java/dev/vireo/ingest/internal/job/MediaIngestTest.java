package dev.vireo.ingest.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Refusal;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.MediaStore;
import dev.vireo.api.model.Colour;
import dev.vireo.ingest.internal.ColourlessEncoder;
import dev.vireo.ingest.internal.Home;
import dev.vireo.ingest.internal.ScriptedReader;
import dev.vireo.ingest.internal.SquareDetector;
import dev.vireo.ingest.internal.work.LiveFirst;
import dev.vireo.ingest.internal.work.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs over a real catalogue and media store; only decoding and detection are scripted, for faults and timing. */
@Timeout(120)
final class MediaIngestTest {
    @TempDir
    Path dir;

    private final ScriptedReader reader = new ScriptedReader();
    private final SquareDetector detector = new SquareDetector();
    private final List<MediaIngest> started = new ArrayList<>();
    private Home home;
    private Path media;

    @BeforeEach
    void open() throws IOException {
        home = new Home(Files.createDirectory(dir.resolve("home")));
        home.providers.add(detector);
        home.providers.add(new ColourlessEncoder());
        media = Files.createDirectory(dir.resolve("media"));
    }

    @AfterEach
    void stop() {
        reader.release.countDown();
        started.forEach(MediaIngest::stop);
    }

    @Test
    void aVideoBecomesMomentsTracksAndVectors() throws Exception {
        file("VID_20240131_163000.mp4", "video 30 cut=12");
        IngestJob job = add(start());
        assertEquals(IngestJob.State.DONE, job.state(), job.message());
        assertEquals(100, job.percent());
        assertEquals(2, job.moments());
        Asset asset = home.catalog.asset(job.items().get(0).asset().orElseThrow()).orElseThrow();
        assertEquals(AssetState.READY, asset.state());
        assertEquals(ClockSource.FILE_NAME, asset.clock().source());
        assertEquals(Optional.of(Instant.parse("2024-01-31T16:30:00Z")), asset.clock().start());
        List<Moment> moments = home.catalog.moments(asset.id());
        assertEquals(List.of(0L, 12_000L), moments.stream().map(Moment::startMs).toList());
        assertEquals(List.of(12_000L, 30_000L), moments.stream().map(Moment::endMs).toList());
        List<Track> first = home.catalog.tracks(moments.get(0).id());
        assertEquals(2, first.size());
        assertTrue(first.get(0).wholeFrame());
        Track square = first.get(1);
        assertEquals(MotionState.PARKED, square.motion().state());
        assertEquals(Colour.RED, square.colours().get(0).colour());
        assertEquals(0.8, square.labels().get(0).probability(), 1e-9);
        assertEquals("square@1.0.0", square.labels().get(0).model());
        assertEquals(0, square.startMs());
        assertEquals(12_000, square.endMs());
        assertTrue(home.catalog.vector(ColourlessEncoder.SPACE, square.id()).isPresent());
    }

    @Test
    void whatDoesNotChangeIsDetectedOnce() throws Exception {
        file("yard.mp4", "video 60");
        add(start());
        // One detection every ten seconds instead of one a second.
        assertTrue(detector.calls.get() <= 8, detector.calls.get() + " detections for a minute of nothing");
    }

    @Test
    void aBadFileInTheMiddleOfAFolderHarmsNothing() throws Exception {
        file("1.jpg", "image one");
        file("2.mp4", "");
        file("3.mp4", "rubbish");
        file("4.txt", "notes");
        file("5.mp4", "video 8 breaks=0");
        file("6.jpg", "image two");
        IngestJob job = add(start());
        assertEquals(IngestJob.State.DONE, job.state(), job.message());
        assertEquals(
                List.of("ADDED", "REFUSED", "REFUSED", "REFUSED", "REFUSED", "ADDED"),
                job.items().stream().map(i -> i.outcome().name()).toList());
        assertEquals("is empty", job.items().get(1).reason());
        assertTrue(job.items().get(4).reason().contains("decoder failed"), job.items().get(4).reason());
        assertEquals(4, home.catalog.refusals(Optional.empty()).size());
        assertEquals(2, home.catalog.assets(Optional.empty()).size());
        assertEquals(2, stored(), "bytes of refused files stay nowhere");
    }

    @Test
    void whatCanBeReadOfABrokenVideoIsKeptAndSaid() throws Exception {
        file("broken.mp4", "video 20 breaks=7");
        IngestJob job = add(start());
        IngestItem item = job.items().get(0);
        assertEquals(IngestItem.Outcome.ADDED, item.outcome());
        assertTrue(item.reason().contains("only the first 7.0 s"), item.reason());
        assertEquals(1, home.catalog.moments(item.asset().orElseThrow()).size());
    }

    @Test
    void theSameBytesAreOneAsset() throws Exception {
        file("a.jpg", "image same");
        file("b.jpg", "image same");
        MediaIngest ingest = start();
        IngestJob job = add(ingest);
        assertEquals(
                List.of(IngestItem.Outcome.ADDED, IngestItem.Outcome.ALREADY_PRESENT),
                job.items().stream().map(IngestItem::outcome).toList());
        assertEquals(1, home.catalog.assets(Optional.empty()).size());
        IngestJob again = add(ingest);
        assertTrue(again.items().stream().allMatch(i -> i.outcome() == IngestItem.Outcome.ALREADY_PRESENT));
        assertEquals(1, home.catalog.status().moments());
    }

    @Test
    void cancellingForgetsTheUnfinishedFileAndKeepsTheFinished() throws Exception {
        file("1.jpg", "image one");
        file("2.mp4", "video 60 cut=5 hangs=20");
        file("3.jpg", "image three");
        MediaIngest ingest = start();
        String id = ingest.submit(request());
        assertTrue(reader.hanging.await(60, TimeUnit.SECONDS));
        ingest.cancel(id);
        reader.release.countDown();
        IngestJob job = Home.end(ingest, id);
        assertEquals(IngestJob.State.CANCELLED, job.state());
        List<Asset> assets = home.catalog.assets(Optional.empty());
        assertEquals(1, assets.size());
        assertTrue(assets.get(0).path().endsWith("1.jpg"));
        assertEquals(1, stored());
    }

    @Test
    void whatWasCancelledJustBeforeTheStopDoesNotGoOnAfterIt() throws Exception {
        file("1.mp4", "video 60 cut=5 hangs=20");
        MediaIngest first = start();
        String id = first.submit(request());
        assertTrue(reader.hanging.await(60, TimeUnit.SECONDS));
        first.cancel(id);
        first.stop();

        MediaIngest second = start();
        assertEquals("cancelled; finished files stay", second.job(id).orElseThrow().message());
        assertEquals(IngestJob.State.CANCELLED, second.job(id).orElseThrow().state());
        assertEquals(List.of(), home.catalog.assets(Optional.empty()));
        assertEquals(0, stored());
    }

    @Test
    void aRestartGoesOnFromWhatIsCommitted() throws Exception {
        file("long.mp4", "video 40 cut=12 hangs=25");
        MediaIngest first = start();
        String id = first.submit(request());
        assertTrue(reader.hanging.await(60, TimeUnit.SECONDS));
        // The part before the cut is committed when decoding has passed it and the models have caught up.
        awaitMoments(first, id, 1);
        first.stop();
        Asset half = home.catalog.assets(Optional.empty()).get(0);
        assertEquals(AssetState.INGESTING, half.state());
        assertEquals(12_000, half.committedMs());
        assertEquals(IngestJob.State.CANCELLED, first.job(id).orElseThrow().state());

        MediaIngest second = start();
        assertTrue(second.job(id).isPresent(), "the job is known under its id");
        IngestJob resumed = Home.end(second, id);
        assertEquals(IngestJob.State.DONE, resumed.state(), resumed.message());
        assertEquals(12_000, reader.starts.get(1));
        Asset whole = home.catalog.asset(half.id()).orElseThrow();
        assertEquals(AssetState.READY, whole.state());
        assertEquals(
                List.of(0L, 12_000L),
                home.catalog.moments(whole.id()).stream().map(Moment::startMs).toList());
    }

    @Test
    void filesThatWereNotBegunAreGoneOnWithAfterARestartAndFinishedOnesAreLeftAlone() throws Exception {
        file("1.jpg", "image one");
        file("2.txt", "notes");
        file("3.mp4", "video 40 cut=12 hangs=25");
        file("4.jpg", "image four");
        MediaIngest first = start();
        String running = first.submit(request());
        file("5.jpg", "image five");
        String waiting = first.submit(new IngestRequest(
                List.of(media.resolve("5.jpg").toString()), "other", Optional.empty()));
        assertTrue(reader.hanging.await(60, TimeUnit.SECONDS));
        first.stop();
        reader.starts.clear();
        Files.delete(media.resolve("3.mp4")); // its bytes are in the store

        MediaIngest second = start();
        IngestJob job = Home.end(second, running);
        assertEquals(IngestJob.State.DONE, job.state(), job.message());
        // What is new in the folder is taken in as well: the folder is what was asked for.
        assertEquals(
                List.of("ADDED", "REFUSED", "ADDED", "ADDED"),
                job.items().stream().map(i -> i.outcome().name()).toList());
        assertEquals(
                List.of("1.jpg", "2.txt", "4.jpg", "5.jpg"),
                job.items().stream().map(i -> Path.of(i.path()).getFileName().toString()).toList());
        assertEquals(100, job.percent());
        assertEquals(IngestJob.State.DONE, Home.end(second, waiting).state());
        for (IngestJob each : second.jobs()) {
            Home.end(second, each.id()); // the video, which the folder no longer has
        }
        second.stop();
        assertEquals(List.of(0L, 0L, 0L), reader.starts.subList(0, 3), "the finished picture was looked at again");

        MediaIngest third = start();
        assertEquals(IngestJob.State.DONE, awaitKnown(third, running).state());
        assertEquals(job.items(), third.job(running).orElseThrow().items());
        assertEquals(5, home.catalog.assets(Optional.empty()).stream().filter(a -> a.state() == AssetState.READY).count());
    }

    @Test
    void addingAgainGoesOnWithAnAssetThatAFailedJobLeft() throws Exception {
        file("long.mp4", "video 40 cut=12");
        detector.failure = n -> detector.calls.get() > 1
                ? Optional.of(new VireoException(ErrorKind.UNAVAILABLE, "replaced"))
                : Optional.empty();
        MediaIngest ingest = start();
        IngestJob failed = add(ingest);
        assertEquals(IngestJob.State.FAILED, failed.state());
        assertEquals(AssetState.INGESTING, home.catalog.assets(Optional.empty()).get(0).state());
        detector.failure = _ -> Optional.empty();
        IngestJob done = add(ingest);
        assertEquals(IngestItem.Outcome.ADDED, done.items().get(0).outcome());
        assertEquals(1, home.catalog.assets(Optional.empty()).size());
    }

    @Test
    void aFaultBehindACommittedPartTakesNothingBack() throws Exception {
        file("long.mp4", "video 40 cut=12");
        detector.failure = n -> n > 2 ? Optional.of(new VireoException(ErrorKind.INTERNAL, "a fault of a model")) : Optional.empty();
        MediaIngest ingest = start();
        IngestItem refused = add(ingest).items().get(0);
        assertEquals(IngestItem.Outcome.REFUSED, refused.outcome());
        assertEquals("a fault of a model; its first 12.0 s are kept, add it again to go on behind them", refused.reason());
        long asset = home.catalog.assets(Optional.empty()).get(0).id();
        List<Moment> kept = home.catalog.moments(asset);
        assertEquals(1, kept.size());

        detector.failure = _ -> Optional.empty();
        assertEquals(IngestItem.Outcome.ADDED, add(ingest).items().get(0).outcome());
        List<Moment> whole = home.catalog.moments(asset);
        assertEquals(kept.get(0), whole.get(0));
        assertEquals(List.of(0L, 12_000L), whole.stream().map(Moment::startMs).toList());
        assertEquals(AssetState.READY, home.catalog.asset(asset).orElseThrow().state());
    }

    @Test
    void aDetectorThatIsReplacedMeanwhileCostsOneTry() throws Exception {
        file("a.mp4", "video 5");
        detector.failure = n -> n == 1 ? Optional.of(new VireoException(ErrorKind.UNAVAILABLE, "gone")) : Optional.empty();
        assertEquals(IngestJob.State.DONE, add(start()).state());
    }

    @Test
    void aJobWaitsForRoomSaysSoAndGoesOnByItself() throws Exception {
        file("1.jpg", "image one");
        file("2.jpg", "image two");
        AtomicBoolean full = new AtomicBoolean(true);
        AtomicInteger puts = new AtomicInteger();
        MediaStore real = home.store;
        MediaStore store = new MediaStore() {

            @Override
            public String hash(Path file) {
                return real.hash(file);
            }

            @Override
            public Stored put(Path file) {
                if (puts.incrementAndGet() > 1 && full.get()) {
                    throw new VireoException(ErrorKind.RESOURCES, "no space left on the disk of the home");
                }
                return real.put(file);
            }

            @Override
            public Path file(String sha256) {
                return real.file(sha256);
            }

            @Override
            public int sweep(Function<String, Set<String>> used) {
                return real.sweep(used);
            }

            @Override
            public void remove(String sha256) {
                real.remove(sha256);
            }
        };
        MediaIngest ingest = home.ingest(reader, settings(0), store, new LiveFirst(System::nanoTime));
        started.add(ingest);
        String id = ingest.submit(request());
        awaitCurrent(ingest, id, "waiting for room: no space left on the disk of the home");
        assertEquals(IngestJob.State.RUNNING, ingest.job(id).orElseThrow().state());
        assertEquals(1, home.catalog.assets(Optional.empty()).size(), "what was added stays");
        full.set(false);
        IngestJob job = Home.end(ingest, id);
        assertEquals(IngestJob.State.DONE, job.state(), job.message());
        assertEquals(
                List.of(IngestItem.Outcome.ADDED, IngestItem.Outcome.ADDED),
                job.items().stream().map(IngestItem::outcome).toList());
    }

    @Test
    void aJobThatWaitsForRoomCanBeCancelled() throws Exception {
        file("1.jpg", "image one");
        detector.failure = _ -> Optional.of(new VireoException(ErrorKind.RESOURCES, "no room"));
        MediaIngest ingest = start();
        String id = ingest.submit(request());
        awaitCurrent(ingest, id, "waiting for room: no room");
        ingest.cancel(id);
        assertEquals(IngestJob.State.CANCELLED, Home.end(ingest, id).state());
    }

    @Test
    void deletingRemovesBytesThatNobodyElseHas() throws Exception {
        file("a.jpg", "image a");
        MediaIngest ingest = start();
        long one = add(ingest).items().get(0).asset().orElseThrow();
        IngestRequest other = new IngestRequest(List.of(media.toString()), "other", Optional.empty());
        long two = Home.end(ingest, ingest.submit(other)).items().get(0).asset().orElseThrow();
        ingest.delete(one);
        assertEquals(1, stored());
        ingest.delete(two);
        assertEquals(0, stored());
        assertEquals(0, home.catalog.status().tracks());
        assertEquals(
                ErrorKind.NOT_FOUND,
                assertThrows(VireoException.class, () -> ingest.delete(one)).kind());
    }

    @Test
    void deletingWhatIsBeingReadEndsItsReading() throws Exception {
        file("long.mp4", "video 60 cut=5 hangs=20");
        MediaIngest ingest = start();
        String id = ingest.submit(request());
        assertTrue(reader.hanging.await(60, TimeUnit.SECONDS));
        ingest.delete(home.catalog.assets(Optional.empty()).get(0).id());
        reader.release.countDown();
        IngestJob job = Home.end(ingest, id);
        assertEquals("was deleted while it was read", job.items().get(0).reason());
        assertEquals(0, home.catalog.assets(Optional.empty()).size());
        assertEquals(0, stored());
    }

    @Test
    void listenersSeeTheBeginningAndTheEndAndNotTooMuch() throws Exception {
        file("a.mp4", "video 40 cut=12");
        MediaIngest ingest = start();
        String id = ingest.submit(request());
        List<IngestJob> seen = new CopyOnWriteArrayList<>();
        List<Long> times = new CopyOnWriteArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        try (Ingest.Listening _ = ingest.listen(id, job -> {
            seen.add(job);
            times.add(System.nanoTime());
            if (job.ended()) {
                ended.countDown();
            }
        })) {
            assertTrue(ended.await(60, TimeUnit.SECONDS));
        }
        assertEquals(IngestJob.State.DONE, seen.get(seen.size() - 1).state());
        for (int i = 1; i < seen.size(); i++) {
            assertTrue(seen.get(i).percent() >= seen.get(i - 1).percent(), "progress went back");
            assertTrue(times.get(i) - times.get(i - 1) > 90_000_000L, "more than ten calls a second");
        }
        assertEquals(
                ErrorKind.NOT_FOUND,
                assertThrows(VireoException.class, () -> ingest.listen("none", _ -> {})).kind());
    }

    @Test
    void refusesRequestsThatMeanNothing() {
        MediaIngest ingest = start();
        for (IngestRequest bad : List.of(
                new IngestRequest(List.of(), "default", Optional.empty()),
                new IngestRequest(List.of("relative.jpg"), "default", Optional.empty()),
                new IngestRequest(List.of(media.resolve("none.jpg").toString()), "default", Optional.empty()),
                new IngestRequest(List.of("/a\0b"), "default", Optional.empty()),
                new IngestRequest(List.of(media.toString()), "no domain!", Optional.empty()))) {
            assertEquals(
                    ErrorKind.USER_INPUT,
                    assertThrows(VireoException.class, () -> ingest.submit(bad)).kind(),
                    bad.toString());
        }
        ingest.stop();
        assertEquals(
                ErrorKind.UNAVAILABLE,
                assertThrows(VireoException.class, () -> ingest.submit(request())).kind());
    }

    @Test
    void withoutAnyModelAJobFailsAndSaysSo() throws Exception {
        home.providers.clear();
        file("a.jpg", "image a");
        Settings hasty = settings(0);
        MediaIngest ingest = home.ingest(reader, hasty);
        started.add(ingest);
        IngestJob job = add(ingest);
        assertEquals(IngestJob.State.FAILED, job.state());
        assertTrue(job.message().contains("model"), job.message());
        assertFalse(home.catalog.status().assets() > 0);
    }

    private MediaIngest start() {
        MediaIngest ingest = home.ingest(reader, settings(0));
        started.add(ingest);
        return ingest;
    }

    /** The defaults, with this wait for models: the tests have no classifier to wait for. */
    private static Settings settings(long modelWaitMs) {
        return Home.settings(Map.of("model_wait_ms", modelWaitMs));
    }

    private IngestJob add(MediaIngest ingest) throws InterruptedException {
        return Home.end(ingest, ingest.submit(request()));
    }

    private IngestRequest request() {
        return new IngestRequest(List.of(media.toString()), Catalog.DEFAULT_DOMAIN, Optional.empty());
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(media.resolve(name), content);
    }

    private long stored() throws IOException {
        try (var files = Files.walk(home.folder.resolve("media"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static void awaitMoments(MediaIngest ingest, String id, long moments) throws InterruptedException {
        CountDownLatch there = new CountDownLatch(1);
        try (Ingest.Listening _ = ingest.listen(id, job -> {
            if (job.moments() >= moments) {
                there.countDown();
            }
        })) {
            assertTrue(there.await(60, TimeUnit.SECONDS));
        }
    }

    private static void awaitCurrent(MediaIngest ingest, String id, String current) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!ingest.job(id).orElseThrow().current().equals(current)) {
            assertTrue(System.nanoTime() < until, ingest.job(id).toString());
            Thread.onSpinWait();
        }
    }

    private static IngestJob awaitKnown(MediaIngest ingest, String id) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (ingest.job(id).isEmpty()) {
            assertTrue(System.nanoTime() < until, "job " + id + " is not known");
            Thread.onSpinWait();
        }
        return ingest.job(id).orElseThrow();
    }

    @Test
    void refusalsAreForgottenWhenTheFileIsTakenIn() throws Exception {
        file("a.jpg", "rubbish");
        MediaIngest ingest = start();
        add(ingest);
        assertEquals(1, home.catalog.refusals(Optional.empty()).size());
        file("a.jpg", "image now good");
        add(ingest);
        assertEquals(List.<Refusal>of(), home.catalog.refusals(Optional.empty()));
    }
}
