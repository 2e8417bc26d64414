package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.deploy.TrustState;
import dev.vireo.api.deploy.TrustStore;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of trust must do. */
public abstract class TrustStoreContractTest {
    private static final Instant TODAY = Instant.parse("2026-11-24T12:00:00Z");

    /** The store under test, fresh at the start of each test. */
    protected abstract TrustStore trust();

    @Test
    void trustsNobodyAtFirst() {
        assertEquals(TrustState.FRESH, trust().state());
    }

    @Test
    void keepsOneRootAndItsDelegations() {
        trust().trustRoot("r1", "root 1");
        trust().addDelegation("k1", "delegation 1");
        trust().addDelegation("k2", "delegation 2");
        trust().addDelegation("k1", "delegation 3");
        assertEquals(Optional.of("root 1"), trust().state().root());
        assertEquals(List.of("delegation 2", "delegation 3"), trust().state().delegations());
        trust().trustRoot("r1", "root 1 again");
        assertEquals(Optional.of("root 1"), trust().state().root());
        assertEquals(2, trust().state().delegations().size());
        trust().trustRoot("r2", "root 2");
        assertEquals(Optional.of("root 2"), trust().state().root());
        assertEquals(List.of(), trust().state().delegations());
    }

    @Test
    void takesOnlyNewerRevocationLists() {
        trust().trustRoot("r1", "root 1");
        trust().revoke("r1", 3, "list 3");
        for (long number : new long[] {3, 2, 0}) {
            VireoException e = assertThrows(VireoException.class, () -> trust().revoke("r1", number, "list"));
            assertEquals(ErrorKind.USER_INPUT, e.kind());
            assertTrue(e.getMessage().contains("number " + number) && e.getMessage().contains("list 3 is in force"), e.getMessage());
        }
        assertEquals(Optional.of("list 3"), trust().state().revocations());
        trust().revoke("r1", 4, "list 4");
        assertEquals(4, trust().state().revocationNumber());
        assertEquals(Optional.of("list 4"), trust().state().revocations());
    }

    @Test
    void aRootThatComesBackHasItsListAgain() {
        trust().trustRoot("r1", "root 1");
        trust().revoke("r1", 3, "list 3");
        trust().trustRoot("r2", "root 2");
        assertEquals(Optional.empty(), trust().state().revocations());
        assertEquals(0, trust().state().revocationNumber());
        trust().trustRoot("r1", "root 1");
        assertEquals(3, trust().state().revocationNumber());
        assertThrows(VireoException.class, () -> trust().revoke("r1", 3, "list"));
    }

    @Test
    void aFloorOnlyRises() {
        trust().raiseFloor("acme", PackageVersion.parse("1.9.0"), "a");
        trust().raiseFloor("acme", PackageVersion.parse("1.10.0"), "b");
        for (String lower : List.of("1.10.0", "1.9.9", "0.0.0", "1.9.0.zzz")) {
            trust().raiseFloor("acme", PackageVersion.parse(lower), "c");
            assertEquals(new TrustState.Floor(PackageVersion.parse("1.10.0"), "b"), trust().state().floors().get("acme"), lower);
        }
        trust().raiseFloor("acme", PackageVersion.parse("1.10.0.a"), "d");
        assertEquals("d", trust().state().floors().get("acme").manifestSha256());
        trust().trustRoot("r9", "another root");
        assertEquals(1, trust().state().floors().size());
    }

    @Test
    void theLatestTimeOnlyRisesUnlessItIsCorrected() {
        assertEquals(TODAY, trust().see(TODAY));
        assertEquals(TODAY, trust().see(TODAY.minusSeconds(10)));
        assertEquals(TODAY.plusSeconds(10), trust().see(TODAY.plusSeconds(10)));
        assertEquals(TODAY.plusSeconds(10), trust().state().latestSeen());
        trust().correctTime(TODAY);
        assertEquals(TODAY, trust().state().latestSeen());
    }

    @Test
    void developerModeIsSwitched() {
        trust().developerMode(true);
        assertTrue(trust().state().developerMode());
        trust().developerMode(false);
        assertEquals(TrustState.FRESH, trust().state());
    }
}
