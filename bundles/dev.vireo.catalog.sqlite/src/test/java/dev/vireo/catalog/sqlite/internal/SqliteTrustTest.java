package dev.vireo.catalog.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.deploy.DeployedPackage;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.GenerationStore;
import dev.vireo.api.deploy.TrustState;
import dev.vireo.api.deploy.TrustStore;
import dev.vireo.testkit.TrustStoreContractTest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteTrustTest extends TrustStoreContractTest {
    @RegisterExtension
    final OpenDatabase database = new OpenDatabase();

    @Override
    protected TrustStore trust() {
        return new SqliteTrust(database.get());
    }

    @Test
    void outlivesARestart() {
        trust().trustRoot("r", "root");
        trust().revoke("r", 2, "list");
        trust().see(Instant.parse("2026-11-24T12:00:00Z"));
        trust().developerMode(true);
        TrustState before = trust().state();
        database.reopen();
        assertEquals(before, trust().state());
    }

    /** The floor rises in the transaction of the commit: there is no moment with one and without the other. */
    @Test
    void aCommitRaisesTheFloorsAndGoingBackLowersNone() {
        GenerationStore generations = new SqliteGenerations(database.get(), InstantSource.system());
        Generation first = generations.add(0, List.of(pack("1.0.0", "key")));
        assertEquals(0, trust().state().floors().size());
        generations.commit(first.number(), Generation.State.WARM, "");
        Generation second = generations.add(first.number(), List.of(pack("2.0.0", "key")));
        generations.commit(second.number(), Generation.State.WARM, "");
        generations.commit(first.number(), Generation.State.WARM, "back");
        assertEquals("2.0.0", trust().state().floors().get("acme").version().toString());
        assertEquals("sha of 2.0.0", trust().state().floors().get("acme").manifestSha256());
        Generation unsigned = generations.add(first.number(), List.of(pack("99.0.0", DeployedPackage.DEVELOPER)));
        generations.commit(unsigned.number(), Generation.State.WARM, "");
        assertEquals("2.0.0", trust().state().floors().get("acme").version().toString());
    }

    private static DeployedPackage pack(String version, String signer) {
        return new DeployedPackage("acme", version, "sha of " + version, signer, List.of());
    }
}
