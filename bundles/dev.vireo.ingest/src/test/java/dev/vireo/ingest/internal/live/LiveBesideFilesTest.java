package dev.vireo.ingest.internal.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.StreamSource.Retention;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.ingest.StreamRequest;
import dev.vireo.api.media.MediaStore;
import dev.vireo.api.model.Provider;
import dev.vireo.ingest.internal.ColourlessEncoder;
import dev.vireo.ingest.internal.Home;
import dev.vireo.ingest.internal.ScriptedCamera;
import dev.vireo.ingest.internal.ScriptedReader;
import dev.vireo.ingest.internal.ShadeClassifier;
import dev.vireo.ingest.internal.SquareDetector;
import dev.vireo.ingest.internal.job.MediaIngest;
import dev.vireo.ingest.internal.work.LiveFirst;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are taken in while a camera is recorded: who goes first, by the order of what is done. */
@Timeout(60)
final class LiveBesideFilesTest {
    private static final Instant START = Home.NOW.minusSeconds(3_600);
    private static final Set<String> ASKED = Set.of("detect", "classify", "encodeImages");

    @TempDir
    Path dir;

    private final ScriptedReader reader = new ScriptedReader();
    private final ScriptedCamera camera = new ScriptedCamera();
    /** Calls of models, in the order in which they began: "live" or "file". */
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    private final CountDownLatch fileAsked = new CountDownLatch(1);
    private final CountDownLatch liveAsked = new CountDownLatch(1);
    private final CountDownLatch fileWaits = new CountDownLatch(2); // for its next call, and until another segment is there
    private Home home;
    private MediaIngest files;
    private StreamIngest streams;

    @BeforeEach
    void open() {
        home = new Home(dir.resolve("home"));
    }

    @AfterEach
    void stop() {
        streams.stop();
        files.stop();
    }

    /** @param liveFirst a clock that stands: files have no while of their own */
    private void start(UnaryOperator<MediaStore> store, LiveFirst liveFirst) {
        files = home.ingest(reader, Home.settings(Map.of("model_wait_ms", 0L)), store.apply(home.store), liveFirst);
        streams = new StreamIngest(home.folder, home.broker(), home.catalog, home.streams, Home.site(), reader, home.store, camera,
                files, new StreamSettings(4_000, 3_600_000, Home.GAP_MS, 100, 200, 10_000));
        streams.add(new StreamRequest("rtsp://cam/1", "live", Retention.ALL));
    }

    private String submit(String domain, String content) throws Exception {
        Path file = Files.writeString(dir.resolve("film"), content);
        return files.submit(new IngestRequest(List.of(file.toString()), domain, Optional.empty()));
    }

    private void untilSearchable(Instant to) throws InterruptedException {
        until(() -> streams.list().getFirst().searchableTo().equals(Optional.of(to)));
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            never.await(10, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean ofFile() {
        return Thread.currentThread().getName().equals("vireo-ingest");
    }

    /**
     * The first call for a file ends when the first for a segment has begun, and that one when the file waits for its next.
     */
    private Provider scripted(Provider model) {
        List<Class<?>> families = List.of(model.getClass().getInterfaces());
        return (Provider) Proxy.newProxyInstance(model.getClass().getClassLoader(), families.toArray(Class<?>[]::new), (_, method, arguments) -> {
            if (ASKED.contains(method.getName())) {
                calls.add(ofFile() ? "file" : "live");
                (ofFile() ? fileAsked : liveAsked).countDown();
                assertTrue((ofFile() ? liveAsked : fileWaits).await(30, TimeUnit.SECONDS), "who was waited for did not come");
            }
            try {
                return method.invoke(model, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    @Test
    void aFrameOfAFileThatIsBeingLookedAtWaitsForTheSegmentsThatCome() throws Exception {
        AtomicBoolean looksAtClock = new AtomicBoolean();
        for (Provider model : List.of(new SquareDetector(), new ColourlessEncoder(), new ShadeClassifier())) {
            home.providers.add(scripted(model));
        }
        start(UnaryOperator.identity(), new LiveFirst(() -> {
            if (ofFile() && !looksAtClock.getAndSet(true)) { // for how long it has to wait
                fileWaits.countDown();
            }
            return 0;
        }));
        String job = submit(Catalog.DEFAULT_DOMAIN, "video 3600");
        assertTrue(fileAsked.await(30, TimeUnit.SECONDS));
        camera.shows(START, 4);
        camera.shows(START.plusSeconds(4), 4);
        until(() -> streams.list().getFirst().behind() == 2);
        fileWaits.countDown();
        untilSearchable(START.plusSeconds(8));
        int done = calls.size();
        files.cancel(job);
        assertEquals(IngestJob.State.CANCELLED, Home.end(files, job).state());

        int first = calls.indexOf("live");
        int last = calls.lastIndexOf("live");
        assertEquals(1, first, "the file was in the middle of its first frame: " + calls);
        assertTrue(last > 6, "both segments have frames, seen by three models: " + calls);
        assertEquals(Set.of("live"), Set.copyOf(calls.subList(first, last + 1)));
        assertTrue(done > last);
    }

    @Test
    void aFileThatIsCopiedHoldsUpNoSegment() throws Exception {
        List.of(new SquareDetector(), new ColourlessEncoder(), new ShadeClassifier()).forEach(home.providers::add);
        CountDownLatch copied = new CountDownLatch(1);
        start(real -> during(real, () -> {
            fileAsked.countDown();
            copied.await();
        }), new LiveFirst(System::nanoTime));
        String job = submit(Catalog.DEFAULT_DOMAIN, "video 8");
        assertTrue(fileAsked.await(30, TimeUnit.SECONDS));
        camera.shows(START, 4);
        untilSearchable(START.plusSeconds(4)); // as long as the disk is busy with the file
        copied.countDown();
        assertEquals(IngestJob.State.DONE, Home.end(files, job).state());
    }

    @Test
    void bytesThatGoWithTheirLastAssetWhileTheyAreAddedAgainArePutOnceMore() throws Exception {
        List.of(new SquareDetector(), new ColourlessEncoder(), new ShadeClassifier()).forEach(home.providers::add);
        AtomicBoolean second = new AtomicBoolean();
        start(real -> during(real, () -> {
            if (second.getAndSet(false)) {
                files.delete(home.catalog.assets(Optional.of("one")).getFirst().id());
            }
        }), new LiveFirst(System::nanoTime));
        Home.end(files, submit("one", "video 4"));
        second.set(true);
        assertEquals(IngestJob.State.DONE, Home.end(files, submit("two", "video 4")).state());

        assertEquals(List.of(), home.catalog.assets(Optional.of("one")));
        var asset = home.catalog.assets(Optional.of("two")).getFirst();
        assertEquals(AssetState.READY, asset.state());
        assertTrue(Files.isRegularFile(home.store.file(asset.sha256())));
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    /** The store, where this happens between the bytes of a file and its row. */
    private static MediaStore during(MediaStore real, Step step) {
        return (MediaStore) Proxy.newProxyInstance(MediaStore.class.getClassLoader(), new Class<?>[] {MediaStore.class}, (_, method, arguments) -> {
            Object result = method.invoke(real, arguments);
            if (method.getName().equals("put")) {
                step.run();
            }
            return result;
        });
    }
}
