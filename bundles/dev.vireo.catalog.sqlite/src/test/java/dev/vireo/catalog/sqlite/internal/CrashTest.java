package dev.vireo.catalog.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Moment;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed while it writes: what it was told to be on disk is there, whole, and nothing is damaged. */
class CrashTest {
    private static final int ROUNDS = 5;

    @TempDir
    private Path home;

    @Test
    @Timeout(300)
    void acknowledgedWritesSurviveAKill() throws Exception {
        Random random = new Random(42);
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(runAndKill(round, random.nextInt(1, 150), random.nextInt(0, 3_000_000)));
            check(acknowledged);
        }
    }

    private List<String> runAndKill(int seed, int lines, int thenNanos) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        home.toString(),
                        Integer.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader out = child.inputReader()) {
            for (String line; said.size() < lines && (line = out.readLine()) != null; ) {
                said.add(line);
            }
            assertEquals(lines, said.size(), "the writer ended by itself");
            long until = System.nanoTime() + thenNanos; // somewhere inside the next transaction
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            child.toHandle().destroyForcibly(); // the handle: what was said before can still be read
            for (String line; (line = out.readLine()) != null; ) {
                said.add(line);
            }
        }
        child.waitFor();
        if (!said.isEmpty() && said.get(said.size() - 1).split(" ").length < 2) {
            said.remove(said.size() - 1); // cut in the middle of a line
        }
        return said;
    }

    private void check(List<String> acknowledged) {
        Database database = new Database(home);
        try {
            assertEquals("ok", database.read(h -> h.createQuery("PRAGMA integrity_check").mapTo(String.class).one()));
            assertEquals(List.of(), database.read(h -> h.createQuery("PRAGMA foreign_key_check").mapToMap().list()));
            Catalog catalog = new SqliteCatalog(database);
            Map<Long, Long> committed = new HashMap<>();
            Set<Long> done = new HashSet<>();
            Set<Long> gone = new HashSet<>();
            Set<Long> moments = new HashSet<>();
            Map<Long, Long> assetOf = new HashMap<>();
            long current = 0;
            for (String line : acknowledged) {
                String[] words = line.split(" ");
                long id = Long.parseLong(words[1]);
                switch (words[0]) {
                    case "begun" -> {
                        committed.put(id, 0L);
                        current = id;
                    }
                    case "part" -> committed.put(id, Long.parseLong(words[2]));
                    case "moment" -> {
                        moments.add(id);
                        assetOf.put(id, current);
                    }
                    case "done" -> done.add(id);
                    case "gone" -> gone.add(id);
                    default -> throw new AssertionError(line);
                }
            }
            for (Map.Entry<Long, Long> e : committed.entrySet()) {
                Optional<Asset> asset = catalog.asset(e.getKey());
                if (gone.contains(e.getKey())) {
                    assertTrue(asset.isEmpty(), "asset " + e.getKey() + " came back");
                    continue;
                }
                if (asset.isEmpty()) {
                    // the last act before the kill may have been a deletion that was not acknowledged any more
                    assertTrue(done.contains(e.getKey()), "asset " + e.getKey() + " was lost");
                    gone.add(e.getKey());
                    continue;
                }
                assertTrue(asset.get().committedMs() >= e.getValue(), "a part of asset " + e.getKey() + " was lost");
                if (done.contains(e.getKey())) {
                    assertEquals(AssetState.READY, asset.get().state());
                }
                // parts are whole: part n has n moments of two tracks
                long parts = asset.get().committedMs() / 1000;
                List<Moment> found = catalog.moments(e.getKey());
                assertEquals(parts * (parts + 1) / 2, found.size());
                found.forEach(m -> assertEquals(2, catalog.tracks(m.id()).size()));
            }
            for (long moment : moments) {
                assertEquals(gone.contains(assetOf.get(moment)), catalog.moment(moment).isEmpty(), "moment " + moment);
            }
            assertFalse(committed.isEmpty());
            assertEquals(catalog.status().moments(), catalog.status().vectors());
        } finally {
            database.close();
        }
    }
}
