package dev.vireo.ingest.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.ingest.internal.ColourlessEncoder;
import dev.vireo.ingest.internal.Home;
import dev.vireo.ingest.internal.ScriptedReader;
import dev.vireo.ingest.internal.SquareDetector;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ingest in a JVM of its own that is killed again and again, over the real catalogue and store. The whole runtime with
 * real media is killed by {@code ./vireo bench kill}.
 */
@Timeout(180)
final class IngestCrashTest {
    private static final int KILLS = 5;
    private static final int FILES = 24;

    @TempDir
    Path dir;

    /** Takes in a folder, or goes on with that: {@code HOME FOLDER}. */
    public static void main(String[] arguments) throws InterruptedException {
        Home home = open(Path.of(arguments[0]));
        MediaIngest ingest = home.ingest(new ScriptedReader(), Home.settings(Map.of("model_wait_ms", 0L)));
        if (ingest.jobs().isEmpty()) {
            ingest.submit(new IngestRequest(List.of(arguments[1]), Catalog.DEFAULT_DOMAIN, Optional.empty()));
        }
        System.out.println("running");
        for (IngestJob job : ingest.jobs()) {
            Home.end(ingest, job.id());
        }
        System.out.println("done");
    }

    private static Home open(Path folder) {
        Home home = new Home(folder);
        home.providers.add(new SquareDetector());
        home.providers.add(new ColourlessEncoder());
        return home;
    }

    @Test
    void whatIsAcknowledgedStaysAndTheRestIsGoneOnWith() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path media = Files.createDirectory(dir.resolve("media"));
        for (int i = 0; i < FILES; i++) {
            String name = String.format("%02d", i);
            if (i % 4 == 0) {
                Files.writeString(media.resolve(name + ".jpg"), "image " + i);
            } else {
                Files.writeString(media.resolve(name + ".mp4"), "video " + (20 + i) + " cut=" + (5 + i % 7));
            }
        }
        Path folder = Files.createDirectory(dir.resolve("home"));
        Map<Long, List<Long>> before = Map.of();
        for (int kill = 0; kill < KILLS; kill++) {
            Process run = run(folder, media);
            try (BufferedReader said = run.inputReader()) {
                assertEquals("running", said.readLine());
                Thread.sleep(random.nextInt(600)); // the kill is to come at any moment: there is nothing to wait for
                run.destroyForcibly().waitFor();
            }
            before = check(folder, before, "after kill " + (kill + 1) + " of seed " + seed);
        }
        Process last = run(folder, media);
        try (BufferedReader said = last.inputReader()) {
            assertEquals("running", said.readLine());
            assertEquals("done", said.readLine(), "seed " + seed);
            last.destroy();
            last.waitFor();
        }
        check(folder, before, "at the end, seed " + seed);
        Home home = new Home(folder);
        List<Asset> assets = home.catalog.assets(Optional.empty());
        assertEquals(FILES, assets.size());
        assertTrue(assets.stream().allMatch(a -> a.state() == AssetState.READY));
        assertEquals(FILES, files(folder).size(), "bytes that nothing refers to");
        List<IngestItem> items = home.journal.entries().get(0).items();
        assertEquals(IngestJob.State.DONE, home.journal.entries().get(0).state());
        assertEquals(FILES, items.stream().map(IngestItem::path).distinct().count());
        assertTrue(items.stream().allMatch(i -> i.outcome() != IngestItem.Outcome.REFUSED), items.toString());
    }

    /** Nothing that was there before is gone or done again. @return the moments of each asset */
    private static Map<Long, List<Long>> check(Path folder, Map<Long, List<Long>> before, String when) throws IOException {
        Home home = new Home(folder); // checks the database
        Map<Long, List<Long>> now = new HashMap<>();
        Set<String> stored = files(folder);
        for (Asset asset : home.catalog.assets(Optional.empty())) {
            List<Moment> moments = home.catalog.moments(asset.id());
            now.put(asset.id(), moments.stream().map(Moment::id).toList());
            assertTrue(stored.contains(asset.sha256()), "asset " + asset.id() + " has no bytes " + when);
            long until = 0;
            for (Moment moment : moments) {
                assertEquals(until, moment.startMs(), "a gap or a part done twice in asset " + asset.id() + " " + when);
                until = moment.endMs();
            }
        }
        before.forEach((asset, moments) -> {
            List<Long> kept = now.getOrDefault(asset, List.of());
            assertTrue(
                    kept.size() >= moments.size() && kept.subList(0, moments.size()).equals(moments),
                    "asset " + asset + " had moments " + moments + ", has " + kept + " " + when);
        });
        return now;
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("media"))) {
            return new HashSet<>(all.filter(Files::isRegularFile)
                    .filter(f -> !f.getParent().endsWith("incoming"))
                    .map(f -> f.getFileName().toString())
                    .toList());
        }
    }

    private static Process run(Path folder, Path media) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), IngestCrashTest.class.getName(), folder.toString(), media.toString()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
