package dev.vireo.catalog.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vireo.api.catalog.SpaceState;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.GenerationStore;
import dev.vireo.api.deploy.Intent;
import dev.vireo.api.deploy.PackageSpace;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.VireoException;
import dev.vireo.testkit.GenerationStoreContractTest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The space is known from the same instant on: a crash leaves both or none. */
    @Test
    void aSpaceIsBuiltFromTheStagingOnUnlessItServes() {
        SqliteSpaceCatalog spaces = new SqliteSpaceCatalog(database.get());
        Space old = new Space("one", 4);
        Space other = new Space("two", 8);
        spaces.adopt(Map.of(old, "eye@1"));
        PackageSpace brings = new PackageSpace("eye", "ab", other);
        PackageSpace replaces = new PackageSpace("eye", PackageSpace.DISTRIBUTION, old);
        long number = store().add(0, List.of()).number();
        store().stageBeside(number, brings, "eye@2", replaces, false, "");
        assertEquals(SpaceState.BUILDING, spaces.space("two").orElseThrow().state());
        assertEquals("eye@2", spaces.space("two").orElseThrow().encoder());
        spaces.ready(other);
        spaces.cutOver(other, Optional.empty());
        store().stageBeside(number, brings, "eye@2", replaces, false, "");
        assertEquals(SpaceState.SERVING, spaces.space("two").orElseThrow().state());
        assertThrows(VireoException.class, () -> store().stageBeside(99, new PackageSpace("eye", "cd", new Space("three", 4)), "", replaces, false, ""));
        assertEquals(Optional.empty(), spaces.space("three"));
    }
}
