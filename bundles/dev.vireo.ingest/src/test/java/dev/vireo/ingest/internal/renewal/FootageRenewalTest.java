package dev.vireo.ingest.internal.renewal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.ingest.RenewalStatus;
import dev.vireo.api.ingest.RenewalStatus.State;
import dev.vireo.ingest.internal.ColourlessEncoder;
import dev.vireo.ingest.internal.Home;
import dev.vireo.ingest.internal.ScriptedReader;
import dev.vireo.ingest.internal.ShadeClassifier;
import dev.vireo.ingest.internal.SquareDetector;
import dev.vireo.ingest.internal.job.MediaIngest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another version of a detector serves than the one that made what is stored; over the real catalogue and store. */
@Timeout(60)
final class FootageRenewalTest {
    @TempDir
    Path dir;

    private final ScriptedReader reader = new ScriptedReader();
    private final SquareDetector fresh = new SquareDetector("1.1.0");
    private final AtomicReference<Optional<String>> busy = new AtomicReference<>(Optional.empty());
    private final AtomicInteger steps = new AtomicInteger();
    private Home home;
    private MediaIngest ingest;
    private FootageRenewal renewal;

    @BeforeEach
    void open() {
        home = new Home(dir.resolve("home"));
        home.providers.add(new SquareDetector());
        home.providers.add(new ColourlessEncoder());
        home.providers.add(new ShadeClassifier());
        ingest = home.ingest(reader, Home.settings(Map.of("model_wait_ms", 0L)));
    }

    @AfterEach
    void close() throws InterruptedException {
        if (renewal != null) {
            renewal.stop();
        }
        ingest.stop();
    }

    private long add(String name, String content) throws IOException, InterruptedException {
        Path file = Files.writeString(dir.resolve(name), content);
        String job = ingest.submit(new IngestRequest(List.of(file.toString()), Catalog.DEFAULT_DOMAIN, Optional.empty()));
        return Home.end(ingest, job).items().getFirst().asset().orElseThrow();
    }

    private void swap(SquareDetector to) {
        synchronized (home.providers) {
            home.providers.removeIf(SquareDetector.class::isInstance);
            home.providers.add(to);
        }
    }

    private void start(Map<String, Object> changed) {
        renewal = home.renewal(reader, ingest, busy::get, steps::incrementAndGet, changed);
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertTrue(i < 1_500, "waited for " + what + ", it is " + renewal.status());
            never.await(20, TimeUnit.MILLISECONDS);
        }
    }

    private void done() throws InterruptedException {
        await("the end", () -> renewal.status().outdated() == 0 && renewal.status().state() == State.IDLE);
    }

    private Set<String> detectors(long asset) {
        return tracks(asset).stream()
                .filter(t -> !t.wholeFrame())
                .flatMap(t -> t.labels().stream())
                .map(l -> l.model())
                .filter(m -> m.startsWith("square"))
                .collect(Collectors.toSet());
    }

    private List<Track> tracks(long asset) {
        return home.catalog.moments(asset).stream().flatMap(m -> home.catalog.tracks(m.id()).stream()).toList();
    }

    private List<Long> moments(long asset) {
        return home.catalog.moments(asset).stream().map(Moment::id).toList();
    }

    @Test
    void footageOfAnotherDetectorIsLookedAtAgain() throws Exception {
        long picture = add("a.png", "image a");
        long video = add("b.mp4", "video 8 cut=4");
        List<Long> pictureMoments = moments(picture);
        List<Long> videoMoments = moments(video);
        assertEquals(2, videoMoments.size());
        start(Map.of());
        done();
        assertEquals(Set.of("square@1.0.0"), detectors(video), "there was nothing to do");
        assertEquals(2, renewal.status().current());

        swap(fresh);
        done();
        for (long asset : List.of(picture, video)) {
            assertEquals(Set.of("square@1.1.0"), detectors(asset));
            assertTrue(tracks(asset).stream().allMatch(t -> home.catalog.vector(ColourlessEncoder.SPACE, t.id()).isPresent()));
        }
        assertEquals(pictureMoments, moments(picture));
        assertEquals(videoMoments, moments(video), "cuts are where they were");
        assertEquals(List.of(video, picture), home.catalog.assets(Optional.empty()).stream().map(Asset::id).toList());

        swap(new SquareDetector());
        done();
        assertEquals(Set.of("square@1.0.0"), detectors(video), "a roll-back goes the same way");
    }

    @Test
    void whatEndsInTheMiddleGoesOnBehindItsLastPart() throws Exception {
        long late = add("late.mp4", "video 12 cut=6 late");
        long early = add("early.png", "image early");
        swap(fresh);
        // It does the newer one, begins the other, and gets no further than its second moment.
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        fresh.failure = call -> {
            if (call == 3) { // one for the picture and one for the first shot, which does not change
                within.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return Optional.empty();
        };
        start(Map.of("drain_ms", 0L));
        within.await();
        assertEquals(Set.of("square@1.1.0"), detectors(early), "what was added last is done first");
        assertEquals(Set.of("square@1.0.0"), detectors(late), "the old results answer until the new ones are whole");
        renewal.stop();
        goOn.countDown();
        int before = fresh.calls.get();
        reader.starts.clear();

        start(Map.of());
        done();
        assertEquals(Set.of("square@1.1.0"), detectors(late));
        assertEquals(List.of(6_000L), reader.starts.stream().filter(s -> s > 0).distinct().toList());
        assertEquals(1, fresh.calls.get() - before, "looked at more than the second shot");
    }

    @Test
    void whatCannotBeReadAnyMoreKeepsItsResults() throws Exception {
        long good = add("good.png", "image good");
        long lost = add("lost.mp4", "video 4 lost");
        home.store.remove(home.catalog.asset(lost).orElseThrow().sha256());
        swap(fresh);
        start(Map.of());
        done();
        assertEquals(Set.of("square@1.1.0"), detectors(good));
        assertEquals(Set.of("square@1.0.0"), detectors(lost));
        RenewalStatus status = renewal.status();
        assertEquals(1, status.failed());
        assertEquals(lost, status.failures().getFirst().asset());
        assertTrue(!status.failures().getFirst().reason().isBlank());
    }

    @Test
    void aDetectorThatFailsOnAFileDoesNotHoldUpTheRest() throws Exception {
        long first = add("first.png", "image first");
        long second = add("second.png", "image second");
        swap(fresh);
        fresh.failure = call -> call == 1
                ? Optional.of(new VireoException(ErrorKind.INTERNAL, "this picture is too much"))
                : Optional.empty();
        start(Map.of());
        done();
        assertEquals(1, renewal.status().failed());
        assertEquals("this picture is too much", renewal.status().failures().getFirst().reason());
        assertEquals(Set.of("square@1.0.0", "square@1.1.0"), Set.of(
                detectors(first).iterator().next(), detectors(second).iterator().next()));
        renewal.resume();
        await("another try", () -> detectors(first).equals(detectors(second)));
        assertEquals(0, renewal.status().failed());
    }

    @Test
    void peopleDecide() throws Exception {
        long video = add("a.mp4", "video 4");
        start(Map.of());
        renewal.pause();
        swap(fresh);
        await("what is outdated", () -> renewal.status().outdated() == 1);
        assertEquals(State.PAUSED, renewal.status().state());
        renewal.abandon();
        assertEquals(State.ABANDONED, renewal.status().state());
        assertEquals(Set.of("square@1.0.0"), detectors(video));
        swap(new SquareDetector("1.2.0"));
        done();
        assertEquals(Set.of("square@1.2.0"), detectors(video), "it was given up for others");
        renewal.stop();

        start(Map.of("enabled", false));
        assertEquals(State.OFF, renewal.status().state());
    }

    @Test
    void othersGoFirst() throws Exception {
        long video = add("a.mp4", "video 4");
        busy.set(Optional.of("waits for what is being added"));
        swap(fresh);
        start(Map.of());
        await("the wait", () -> renewal.status().state() == State.WAITING);
        assertEquals("waits for what is being added", renewal.status().doing());
        assertEquals(0, fresh.calls.get());
        assertEquals(0, steps.get());
        busy.set(Optional.empty());
        done();
        assertEquals(Set.of("square@1.1.0"), detectors(video));
        assertTrue(steps.get() >= 4, "asked before each frame whether it may go on");
    }

    @Test
    void anotherSwapInTheMiddleBeginsAnew() throws Exception {
        long video = add("a.mp4", "video 12 cut=6");
        SquareDetector last = new SquareDetector("1.2.0");
        swap(fresh);
        fresh.failure = call -> {
            if (call == 2) { // in the second shot
                swap(last);
            }
            return Optional.empty();
        };
        start(Map.of());
        await("the last one", () -> detectors(video).contains("square@1.2.0"));
        done();
        assertEquals(Set.of("square@1.2.0"), detectors(video));
        assertEquals(new Makers(Set.of("square@1.2.0"), Set.of("shade@1.0.0"), Set.of()), home.renewals.made().getFirst().by());
    }
}
