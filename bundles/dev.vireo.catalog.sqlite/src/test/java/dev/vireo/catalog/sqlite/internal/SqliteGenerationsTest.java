package dev.vireo.catalog.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.GenerationStore;
import dev.vireo.api.deploy.Intent;
import dev.vireo.testkit.GenerationStoreContractTest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteGenerationsTest extends GenerationStoreContractTest {
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
    protected GenerationStore store() {
        return new SqliteGenerations(database, InstantSource.system());
    }

    @Test
    void theIntentOutlivesARestart() {
        long one = store().add(0, List.of()).number();
        store().commit(one, State.WARM, "");
        database.close();
        database = new Database(home);
        assertEquals(new Intent(one, one, 0), store().intent());
    }
}
