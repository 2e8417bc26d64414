package dev.vireo.catalog.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.catalog.Zone;
import dev.vireo.api.catalog.Zones;
import dev.vireo.testkit.ZonesContractTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteZonesTest extends ZonesContractTest {
    @RegisterExtension
    final OpenDatabase database = new OpenDatabase();

    @Override
    protected Zones zones() {
        return new SqliteZones(database.get());
    }

    @Test
    void outliveARestart() {
        Zone zone = zones().add(zone("gate"));
        database.reopen();
        assertEquals(List.of(zone), zones().zones(Optional.empty()));
    }
}
