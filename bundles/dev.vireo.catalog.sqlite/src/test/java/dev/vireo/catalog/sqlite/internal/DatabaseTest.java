package dev.vireo.catalog.sqlite.internal;

import static dev.vireo.testkit.Tracks.asset;
import static dev.vireo.testkit.Tracks.moment;
import static dev.vireo.testkit.Tracks.track;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.LabelScore;
import dev.vireo.testkit.Tracks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

@Timeout(60)
class DatabaseTest {
    @TempDir
    private Path home;

    private Path file() {
        return home.resolve("catalog").resolve("vireo.db");
    }

    private VireoException refusedToOpen(ErrorKind kind) {
        VireoException e = assertThrows(VireoException.class, () -> new Database(home).close());
        assertEquals(kind, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains(file().toString()), e.getMessage());
        return e;
    }

    private void filled(int assets) {
        try (Database database = new Database(home)) {
            Catalog catalog = new SqliteCatalog(database);
            Random random = new Random(1);
            for (int i = 0; i < assets; i++) {
                Asset a = catalog.begin(asset("default", "a" + i, Optional.empty()));
                catalog.append(
                        a.id(),
                        new Part(
                                1,
                                List.of(moment(track().vector(
                                                SqliteCatalogTest.VECTORS,
                                                Tracks.unit(random, SqliteCatalogTest.VECTORS.dimension()))
                                        .make())),
                                List.of()));
                catalog.finish(a.id());
            }
        }
    }

    @Test
    void whatWasWrittenIsThereAfterAReopen() {
        filled(3);
        try (Database database = new Database(home)) {
            assertEquals(3, new SqliteCatalog(database).status().assets());
            assertEquals(3, new SqliteCatalog(database).status().vectors());
        }
    }

    @Test
    void theSettingsThatDurabilityRestsOnAreOn() {
        try (Database database = new Database(home)) {
            for (boolean writing : new boolean[] {true, false}) {
                assertEquals("wal", pragma(database, writing, "journal_mode"));
                assertEquals("2", pragma(database, writing, "synchronous"), "FULL");
                assertEquals("1", pragma(database, writing, "foreign_keys"));
                assertEquals(writing ? "0" : "1", pragma(database, writing, "query_only"));
            }
        }
    }

    private static String pragma(Database database, boolean writing, String name) {
        return writing
                ? database.write(h -> h.createQuery("PRAGMA " + name).mapTo(String.class).one())
                : database.read(h -> h.createQuery("PRAGMA " + name).mapTo(String.class).one());
    }

    @Test
    void theNativeLibraryStaysInTheHome() throws IOException {
        new Database(home).close();
        assertTrue(Files.isDirectory(home.resolve("cache").resolve("native")));
        assertNull(System.getProperty("org.sqlite.tmpdir"), "no setting is left for other users of the driver");
    }

    @Test
    void theDriverLeavesNothingInTheVm() {
        new Database(home).close();
        assertTrue(DriverManager.drivers().noneMatch(d -> d.getClass().getName().startsWith("org.sqlite.")));
    }

    @Test
    void aNewerSchemaIsRefused() {
        filled(1);
        try (Database database = new Database(home)) {
            database.write(h -> h.execute("PRAGMA user_version = 1000"));
        }
        assertTrue(refusedToOpen(ErrorKind.USER_INPUT).getMessage().contains("1000"));
    }

    @Test
    void theFirstSchemaIsBroughtUpToDateWithWhatItHolds() throws Exception {
        Files.createDirectories(file().getParent());
        try (var connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.executeUpdate(Migrations.text("0001-catalogue.sql"));
            statement.executeUpdate("PRAGMA application_id = " + Migrations.APPLICATION_ID + "; PRAGMA user_version = 1");
            statement.executeUpdate("""
                    INSERT INTO asset VALUES (4, 'default', '/footage/old.mp4', '%s', 9, 'VIDEO', 'mp4', 'h264', 64, 48, 5000,
                        10, NULL, NULL, NULL, 'UNKNOWN', 0, NULL, 'READY', 5000, 1);
                    INSERT INTO moment VALUES (7, 4, 0, 5000, 1000);
                    INSERT INTO track VALUES (9, 7, 4, 1, 0, 5000, 1000, NULL, NULL, 'UNKNOWN', 0, 5000);
                    INSERT INTO model VALUES (1, 'one@1'), (2, 'two@1');
                    INSERT INTO label_score VALUES (1, 17, 9, 250000), (1, 999, 9, 1000000), (2, 0, 9, 250000), (1, 3, 9, 0);"""
                    .formatted(Tracks.sha256("old")));
            try (var path = connection.prepareStatement("INSERT INTO track_path VALUES (9, ?)")) {
                path.setBytes(1, Blobs.path(List.of(new Observation(1000, new Box(0, 0, 64, 48), 1))));
                path.execute();
            }
        }
        Track read;
        try (Database database = new Database(home)) {
            Catalog catalog = new SqliteCatalog(database);
            assertEquals("/footage/old.mp4", catalog.asset(4).orElseThrow().path());
            read = catalog.tracks(7).get(0);
            assertEquals(List.of(), catalog.texts(7));
        }
        assertEquals(9, read.id());
        assertEquals(Quality.CLEAR, read.quality());
        assertEquals(List.of(new LabelScore("one@1", 999, 1), new LabelScore("one@1", 17, 0.25), new LabelScore("two@1", 0, 0.25),
                new LabelScore("one@1", 3, 0)), read.labels());
    }

    @Test
    void theDatabaseOfAnotherProgramIsRefused() throws Exception {
        Files.createDirectories(file().getParent());
        try (var connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE recipes (name TEXT)");
        }
        refusedToOpen(ErrorKind.USER_INPUT);
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "this is a diary, not a database. ".repeat(300));
        assertTrue(refusedToOpen(ErrorKind.INTERNAL).getMessage().contains("backup"));
    }

    @Test
    void aDamagedPageIsFoundAtTheStart() throws IOException {
        filled(60);
        byte[] bytes = Files.readAllBytes(file());
        Arrays.fill(bytes, bytes.length / 2 / 4096 * 4096, bytes.length / 2 / 4096 * 4096 + 8192, (byte) 0xA5);
        Files.write(file(), bytes);
        assertTrue(refusedToOpen(ErrorKind.INTERNAL).getMessage().contains("damaged"));
    }

    @Test
    void aCutFileIsFoundAtTheStart() throws IOException {
        filled(60);
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, bytes.length / 2 / 4096 * 4096));
        refusedToOpen(ErrorKind.INTERNAL);
    }

    @Test
    void aHomeThatCannotBeWrittenIsNamed() throws IOException {
        Files.writeString(home.resolve("catalog"), "a file where a folder belongs");
        VireoException e = assertThrows(VireoException.class, () -> new Database(home).close());
        assertEquals(ErrorKind.EXTERNAL, e.kind());
        assertTrue(e.getMessage().contains(home.resolve("catalog").toString()), e.getMessage());
    }

    /** SQLite says "full" the same way when a page limit is reached and when a disk is. */
    @Test
    void aFullDiskStopsWritesOnly() {
        try (Database database = new Database(home)) {
            Catalog catalog = new SqliteCatalog(database);
            Asset asset = catalog.begin(asset("default", "a", Optional.empty()));
            catalog.append(asset.id(), new Part(1, List.of(moment(track().make())), List.of()));
            int pages = Integer.parseInt(pragma(database, true, "page_count"));
            database.write(h -> h.execute("PRAGMA max_page_count = " + (pages + 4)));
            Part large = new Part(2, java.util.stream.IntStream.range(0, 500)
                    .mapToObj(i -> moment(track().label("net@1", i, 0.5).make()))
                    .toList(), List.of());
            for (int attempt = 0; attempt < 2; attempt++) {
                VireoException e =
                        assertThrows(VireoException.class, () -> catalog.append(asset.id(), large));
                assertEquals(ErrorKind.RESOURCES, e.kind(), e.getMessage());
                assertTrue(e.getMessage().contains("bytes free"), e.getMessage());
            }
            assertEquals(1, catalog.status().moments(), "half a part was kept");
            assertEquals(1, catalog.search(TrackFilter.of("default"), 10).size());
            database.write(h -> h.execute("PRAGMA max_page_count = 100000"));
            catalog.append(asset.id(), large);
            assertEquals(501, catalog.status().moments());
        }
    }

    @Test
    void statementsAreKeptAndHoldOnToNoSnapshot() {
        try (Database database = new Database(home)) {
            Catalog catalog = new SqliteCatalog(database);
            for (int i = 0; i < 2 * PreparedStatements.KEPT; i++) {
                String sql = "SELECT count(*) + " + i + " - " + i + " FROM asset";
                int counted = database.read(h -> h.createQuery(sql).mapTo(Integer.class).one());
                assertEquals(i, counted);
                catalog.begin(asset("default", "a" + i, Optional.empty()));
                // In the middle of its rows a statement is left: it must not show the next reader what was there before.
                assertThrows(VireoException.class, () -> database.read(h -> h.createQuery("SELECT id FROM asset, (SELECT 1 UNION ALL SELECT 2)")
                        .map((rs, context) -> {
                            throw new IllegalStateException("a row that cannot be read");
                        })
                        .list()));
                int now = database.read(h -> h.createQuery("SELECT count(*) FROM asset").mapTo(Integer.class).one());
                assertEquals(i + 1, now);
            }
            // The same statement twice at once, one of them inside of the other's rows.
            List<Integer> inner = database.read(h -> h.createQuery("SELECT 1 UNION ALL SELECT 2")
                    .map((rs, context) -> rs.getInt(1) + h.createQuery("SELECT 1 UNION ALL SELECT 2").mapTo(Integer.class).list().size())
                    .list());
            assertEquals(List.of(3, 4), inner);
        }
    }

    @Test
    void afterCloseCallsAreUnavailable() {
        Database database = new Database(home);
        Catalog catalog = new SqliteCatalog(database);
        database.close();
        database.close();
        for (Runnable call : List.<Runnable>of(
                catalog::status, () -> catalog.begin(asset("default", "a", Optional.empty())))) {
            assertEquals(ErrorKind.UNAVAILABLE, assertThrows(VireoException.class, call::run).kind());
        }
        assertFalse(Files.exists(file().resolveSibling("vireo.db-wal")), "closed cleanly");
    }

    @Test
    void closeWaitsForACallThatRuns() throws Exception {
        Database database = new Database(home);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        FutureTask<String> call = new FutureTask<>(() -> database.read(h -> {
            inside.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return h.createQuery("PRAGMA quick_check").mapTo(String.class).one();
        }));
        Thread.startVirtualThread(call);
        inside.await();
        Thread closing = Thread.startVirtualThread(database::close);
        while (true) {
            try {
                database.read(h -> 1);
            } catch (VireoException e) {
                break;
            }
        }
        assertTrue(closing.isAlive());
        leave.countDown();
        assertEquals("ok", call.get());
        closing.join();
    }

    @Test
    void namesThatLookLikeSqlAreOnlyNames() {
        String name = "x'); DROP TABLE asset; -- \"`\n\t\u0000 \uD83D\uDC26 :domain ? {}";
        try (Database database = new Database(home)) {
            Catalog catalog = new SqliteCatalog(database);
            Asset kept = catalog.begin(asset(name, name, Optional.empty()));
            catalog.append(
                    kept.id(), new Part(1, List.of(moment(track().label(name, 1, 0.5).make())), List.of()));
            assertEquals(name, catalog.asset(kept.id()).orElseThrow().domain());
            assertEquals("/footage/" + name, catalog.assets(Optional.of(name)).get(0).path());
            assertEquals(
                    name,
                    catalog.search(TrackFilter.of(name), 10).get(0).track().labels().get(0).model());
            assertEquals(List.of(), catalog.search(TrackFilter.of("' OR 1=1 --"), 10));
        }
    }
}
