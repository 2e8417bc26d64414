package dev.vireo.catalog.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.Renewals;
import dev.vireo.api.index.VectorStore;
import dev.vireo.testkit.RenewalsContractTest;
import dev.vireo.testkit.Tracks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

class SqliteRenewalsTest extends RenewalsContractTest {
    @TempDir
    private Path home;

    private Database database;

    @BeforeEach
    void open() {
        database = new Database(home);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected Renewals renewals() {
        return new SqliteRenewals(database, () -> java.time.Instant.parse("2026-11-20T13:00:00Z"));
    }

    @Override
    protected Catalog catalog() {
        return new SqliteCatalog(database);
    }

    @Override
    protected VectorStore vectors() {
        return new SqliteVectorStore(database);
    }

    /** Which of an older home's models is what, and who looked at footage on which nothing was found. */
    @Test
    void anOlderHomeTellsWhoMadeItsResults() throws Exception {
        assertEquals(Map.of(
                1L, new Makers(Set.of("eye@1"), Set.of("names@1"), Set.of("reader@1")),
                2L, new Makers(Set.of("eye@1"), Set.of("names@1"), Set.of("reader@1"))), older("olderhome", """
                INSERT INTO model VALUES (1, 'eye@1'), (2, 'names@1'), (3, 'reader@1');
                INSERT INTO label_score VALUES (1, 0, 11, 5), (2, 7, 11, 5), (2, 7, 10, 5), (2, 7, 20, 5);
                INSERT INTO seen_text VALUES (1, 1, 'EXIT', 0, 0, 1, 1, 0, 1, 5, 3);"""));
    }

    @Test
    void whereSeveralMayHaveLookedItIsLookedAtAgain() throws Exception {
        assertEquals(Map.of(
                1L, new Makers(Set.of("eye@1", "eye@2"), Set.of("names@1"), Set.of("?")),
                2L, new Makers(Set.of("?"), Set.of("names@1"), Set.of("?"))), older("twohome", """
                INSERT INTO model VALUES (1, 'eye@1'), (2, 'names@1'), (3, 'eye@2');
                INSERT INTO label_score VALUES (1, 0, 11, 5), (3, 0, 11, 5), (2, 7, 10, 5), (2, 7, 20, 5);"""));
    }

    /** Two pictures in a home of schema 14: the first shows an object, the second nothing. */
    private Map<Long, Makers> older(String name, String more) throws Exception {
        Path old = Files.createDirectories(home.resolve(name));
        Path file = Files.createDirectories(old.resolve("catalog")).resolve("vireo.db");
        try (var connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            for (String step : List.of("0001-catalogue", "0002-quality-text-hashes", "0003-pieces", "0004-zones", "0005-streams",
                    "0006-text-search", "0007-jobs", "0008-twins", "0009-clocks", "0010-generations", "0011-trust", "0012-spaces",
                    "0013-labels-of-a-track", "0014-package-spaces")) {
                statement.executeUpdate(Migrations.text(step + ".sql"));
            }
            statement.executeUpdate("PRAGMA application_id = " + Migrations.APPLICATION_ID + "; PRAGMA user_version = 14");
            for (int asset = 1; asset <= 2; asset++) {
                statement.executeUpdate("""
                        INSERT INTO asset VALUES (%1$d, 'default', '/footage/%1$d.jpg', '%2$s', 9, 'IMAGE', 'jpg', 'jpg', 64, 48, 0,
                            0, NULL, NULL, NULL, 'UNKNOWN', 0, NULL, 'READY', 0, 1);
                        INSERT INTO moment VALUES (%1$d, %1$d, 0, 0, 0);
                        INSERT INTO track VALUES (%1$d0, %1$d, %1$d, 1, 0, 0, 0, NULL, NULL, 'UNKNOWN', 0, 0, 1, '');"""
                        .formatted(asset, Tracks.sha256("old" + asset)));
            }
            statement.executeUpdate("INSERT INTO track VALUES (11, 1, 1, 0, 0, 0, 0, NULL, NULL, 'UNKNOWN', 0, 0, 1, '');" + more);
        }
        try (Database migrated = new Database(old)) {
            return migrated.read(h -> h.createQuery("SELECT asset FROM made_by").mapTo(Long.class).list().stream()
                    .collect(Collectors.toMap(a -> a, a -> MadeBy.of(h, a).orElseThrow())));
        }
    }
}
