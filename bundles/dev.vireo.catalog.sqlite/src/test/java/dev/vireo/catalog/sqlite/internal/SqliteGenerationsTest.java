package dev.vireo.catalog.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.GenerationStore;
import dev.vireo.api.deploy.Intent;
import dev.vireo.testkit.GenerationStoreContractTest;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteGenerationsTest extends GenerationStoreContractTest {
    @RegisterExtension
    final OpenDatabase database = new OpenDatabase();

    @Override
    protected GenerationStore store() {
        return new SqliteGenerations(database.get(), InstantSource.system());
    }

    @Test
    void theIntentOutlivesARestart() {
        long one = store().add(0, List.of()).number();
        store().commit(one, State.WARM, "");
        database.reopen();
        assertEquals(new Intent(one, one, 0), store().intent());
    }
}
