package dev.vireo.ingest.internal.renewal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.query.BackgroundWork;
import dev.vireo.ingest.internal.ColourlessEncoder;
import dev.vireo.ingest.internal.Home;
import dev.vireo.ingest.internal.ScriptedReader;
import dev.vireo.ingest.internal.ShadeClassifier;
import dev.vireo.ingest.internal.SquareDetector;
import dev.vireo.ingest.internal.job.MediaIngest;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looking at footage again in a JVM of its own that is killed again and again, over the real catalogue and store. */
@Timeout(180)
final class RenewalCrashTest {
    private static final int KILLS = 4;
    private static final int FILES = 16;

    @TempDir
    Path dir;

    /** Looks at what is in a home again, with another version of the detector: {@code HOME}. */
    public static void main(String[] arguments) throws InterruptedException {
        Home home = open(Path.of(arguments[0]), "1.1.0");
        ScriptedReader reader = new ScriptedReader();
        MediaIngest ingest = home.ingest(reader, Home.settings(Map.of("model_wait_ms", 0L)));
        FootageRenewal renewal = new FootageRenewal(
                home.catalog, home.renewals, reader, home.store, ingest, 10_000, Optional::empty, unhurried(), config());
        System.out.println("running");
        while (renewal.status().outdated() > 0) {
            Thread.sleep(20);
        }
        System.out.println("done");
    }

    private static Home open(Path folder, String detector) {
        Home home = new Home(folder);
        home.providers.add(new SquareDetector(detector));
        home.providers.add(new ColourlessEncoder());
        home.providers.add(new ShadeClassifier());
        return home;
    }

    /** Without settling: the models are there at once. */
    private static FootageRenewal.Config config() {
        return (FootageRenewal.Config) Proxy.newProxyInstance(
                FootageRenewal.Config.class.getClassLoader(), new Class<?>[] {FootageRenewal.Config.class}, (_, method, _) ->
                        method.getName().equals("settle_ms") ? 0L : method.getDefaultValue());
    }

    private static BackgroundWork unhurried() {
        return new BackgroundWork() {
            @Override
            public void lower() {}

            @Override
            public Pace pace(double limit) {
                return new Pace() {
                    @Override
                    public long rest() {
                        return 0;
                    }

                    @Override
                    public String told() {
                        return "";
                    }
                };
            }
        };
    }

    @Test
    void whatIsDoneStaysDoneAndNothingIsHalf() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path media = Files.createDirectory(dir.resolve("media"));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(media.resolve(String.format("%02d.mp4", i)), i % 4 == 0 ? "image " + i : "video " + (40 + i) + " cut=" + (5 + i % 7));
        }
        Path folder = dir.resolve("home");
        Home filled = open(folder, "1.0.0");
        MediaIngest ingest = filled.ingest(new ScriptedReader(), Home.settings(Map.of("model_wait_ms", 0L)));
        String job = ingest.submit(new IngestRequest(List.of(media.toString()), Catalog.DEFAULT_DOMAIN, Optional.empty()));
        Home.end(ingest, job);
        ingest.stop();
        Map<Long, List<Long>> moments = moments(filled.catalog);
        assertEquals(FILES, moments.size());

        Map<Long, List<Long>> done = Map.of();
        for (int kill = 0; kill < KILLS; kill++) {
            Process run = run(folder);
            try (BufferedReader said = run.inputReader()) {
                assertEquals("running", said.readLine());
                Thread.sleep(random.nextInt(500)); // the kill is to come at any moment: there is nothing to wait for
                run.destroyForcibly().waitFor();
            }
            done = check(folder, moments, done, "after kill " + (kill + 1) + " of seed " + seed);
        }
        Process last = run(folder);
        try (BufferedReader said = last.inputReader()) {
            assertEquals("running", said.readLine());
            assertEquals("done", said.readLine(), "seed " + seed);
            last.destroy();
            last.waitFor();
        }
        assertEquals(FILES, check(folder, moments, done, "at the end, seed " + seed).size());
    }

    /** @return the tracks of those that are done */
    private static Map<Long, List<Long>> check(
            Path folder, Map<Long, List<Long>> moments, Map<Long, List<Long>> before, String when) {
        Home home = new Home(folder); // checks the database
        assertEquals(moments, moments(home.catalog), "moments " + when);
        Map<Long, List<Long>> done = new TreeMap<>();
        for (Asset asset : home.catalog.assets(Optional.empty())) {
            List<Track> tracks = home.catalog.moments(asset.id()).stream().flatMap(m -> home.catalog.tracks(m.id()).stream()).toList();
            Set<String> detectors = tracks.stream()
                    .flatMap(t -> t.labels().stream())
                    .map(l -> l.model())
                    .filter(m -> m.startsWith("square"))
                    .collect(Collectors.toSet());
            assertEquals(1, detectors.size(), "asset " + asset.id() + " was made by " + detectors + " " + when);
            if (detectors.contains("square@1.1.0")) {
                done.put(asset.id(), tracks.stream().map(Track::id).toList());
            }
        }
        before.forEach((asset, tracks) -> assertEquals(tracks, done.get(asset), "asset " + asset + " was done again " + when));
        assertTrue(done.size() >= before.size());
        return done;
    }

    private static Map<Long, List<Long>> moments(Catalog catalog) {
        return catalog.assets(Optional.empty()).stream().collect(Collectors.toMap(
                Asset::id, a -> catalog.moments(a.id()).stream().map(Moment::id).toList()));
    }

    private static Process run(Path folder) throws IOException {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), RenewalCrashTest.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
