package dev.vireo.catalog.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.catalog.Zone;
import dev.vireo.api.catalog.Zones;
import dev.vireo.testkit.ZonesContractTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteZonesTest extends ZonesContractTest {
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
    protected Zones zones() {
        return new SqliteZones(database);
    }

    @Test
    void outliveARestart() {
        Zone zone = zones().add(zone("gate"));
        database.close();
        database = new Database(home);
        assertEquals(List.of(zone), zones().zones(Optional.empty()));
    }
}
