package dev.vireo.broker.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.broker.Broker.Leased;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.broker.Stage.Calls;
import dev.vireo.api.broker.Stage.Meter;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StageTest {
    private static final Origin OLD = new Origin("dev.example.eye", "1.0.0");
    private static final Origin NEW = new Origin("dev.example.eye", "2.0.0");
    private static final Origin EAR = new Origin("dev.example.ear", "1.0.0");

    interface Seer extends Provider {
        String see(String what);
    }

    record Eye(String version) implements Seer {
        @Override
        public ProviderInfo info() {
            return new ProviderInfo("eye", version, "Eye");
        }

        @Override
        public String see(String what) {
            switch (what) {
                case "nothing" -> throw new VireoException(ErrorKind.USER_INPUT, "nothing is to be seen");
                case "sun" -> throw new IllegalStateException("blind");
                default -> {
                    return version + " sees " + what;
                }
            }
        }
    }

    private final LeaseBroker broker = new LeaseBroker(60_000);
    private long nextId = 1;

    private FakeReference add(Eye eye, Object names, Object versions) {
        FakeReference reference = new FakeReference(nextId++, 0, Seer.class, Provider.class)
                .set("vireo.bundle", names)
                .set("vireo.bundle.version", versions);
        broker.bind(reference, eye);
        return reference;
    }

    private FakeReference add(Eye eye, Origin origin) {
        return add(eye, origin.bundle(), origin.version());
    }

    private List<String> live() {
        try (Leases<Seer> all = broker.leaseAll(Seer.class)) {
            return all.services().stream().map(s -> s.info().version()).sorted().toList();
        }
    }

    private String first() {
        try (Lease<Seer> lease = broker.lease(Seer.class)) {
            return lease.service().info().version();
        }
    }

    @Test
    void whatIsHeldBackBeforeItStartsIsNeverReached() {
        add(new Eye("1.0.0"), OLD);
        broker.hold(Set.of(NEW));
        add(new Eye("2.0.0"), NEW);
        assertEquals(List.of("1.0.0"), live());
        assertEquals("1.0.0", first());
        assertEquals(1, broker.live().size());
        assertEquals("eye@1.0.0", broker.live().getFirst().provider());
        try (Leases<Seer> staged = broker.lease(Seer.class, Set.of(NEW))) {
            assertEquals(List.of("2.0.0"), staged.services().stream().map(s -> s.info().version()).toList());
            assertEquals(1, broker.providers(Set.of(NEW)).getFirst().leases());
        }
        assertFalse(broker.providers(Set.of(NEW)).getFirst().live());
        assertTrue(broker.providers(Set.of(OLD)).getFirst().live());
    }

    @Test
    void aFamilyWithOnlyStagedProvidersIsUnavailable() {
        broker.hold(Set.of(NEW));
        add(new Eye("2.0.0"), NEW);
        assertEquals(ErrorKind.UNAVAILABLE, assertThrows(VireoException.class, () -> broker.lease(Seer.class)).kind());
        assertThrows(VireoException.class, () -> broker.lease(Seer.class, "eye"));
    }

    @Test
    void whatIsMadeOfSeveralIsStagedWhileOneIs() {
        broker.hold(Set.of(NEW));
        add(new Eye("joint"), new String[] {EAR.bundle(), NEW.bundle()}, new String[] {EAR.version(), NEW.version()});
        assertEquals(List.of(), live());
        assertEquals(Set.of(EAR, NEW), broker.providers(Set.of(EAR)).getFirst().origins());
        broker.swap(Set.of(NEW), Set.of());
        assertEquals(List.of("joint"), live());
        broker.swap(Set.of(), Set.of(EAR));
        assertEquals(List.of(), live());
    }

    @Test
    void aSwapGoesThereAndBackAndKeepsLeases() {
        add(new Eye("1.0.0"), OLD);
        broker.hold(Set.of(NEW));
        add(new Eye("2.0.0"), NEW);
        try (Lease<Seer> old = broker.lease(Seer.class)) {
            broker.swap(Set.of(NEW), Set.of(OLD));
            assertEquals(List.of("2.0.0"), live());
            assertEquals("1.0.0 sees a van", old.service().see("a van"));
            assertEquals(1, broker.drain(Set.of(OLD), Duration.ofMillis(20)));
        }
        assertEquals(0, broker.drain(Set.of(OLD), Duration.ofMillis(20)));
        broker.swap(Set.of(OLD), Set.of(NEW));
        assertEquals(List.of("1.0.0"), live());
        assertEquals(Set.of(NEW), broker.held());
    }

    /** Also when another generation takes over before the second lease. */
    @Test
    void aRequestCanSayWhatItHad() {
        Eye eye = new Eye("1.0.0");
        FakeReference old = add(eye, OLD);
        broker.hold(Set.of(NEW));
        add(new Eye("2.0.0"), NEW);
        Leased first = new Leased(List.of("Seer"), "eye@1.0.0", Set.of(OLD));
        broker.request(generation -> {
            assertEquals(List.of(), broker.leased());
            assertEquals(List.of("1.0.0"), live());
            broker.swap(7, Set.of(NEW), Set.of(OLD));
            assertEquals("1.0.0", first());
            try (Leases<Seer> started = broker.leaseStarted(Seer.class)) {
                assertEquals(2, started.services().size());
            }
            assertEquals(List.of(first), broker.leased(), "once, and nothing that is staged for it");
            assertEquals(List.of(first), broker.<List<Leased>>request(_ -> broker.leased()), "a request within is part of it");
            return null;
        });
        assertEquals(List.of(), broker.leased());
        assertEquals("2.0.0", first());
        assertEquals(List.of(), broker.leased(), "nobody asked for an account");
        assertEquals(List.of(new Leased(List.of("Seer"), "eye@2.0.0", Set.of(NEW))), broker.<List<Leased>>request(generation -> {
            assertEquals(7, generation);
            first();
            return broker.leased();
        }));
        broker.unbind(old, eye);
    }

    @Test
    void oneBundleCanNotGoBothWays() {
        add(new Eye("1.0.0"), OLD);
        assertThrows(VireoException.class, () -> broker.swap(Set.of(NEW), Set.of(OLD, NEW)));
        assertEquals(List.of("1.0.0"), live());
    }

    @Test
    void nothingIsForgottenWhileItIsThere() {
        broker.hold(Set.of(NEW));
        Eye eye = new Eye("2.0.0");
        FakeReference reference = add(eye, NEW);
        assertThrows(VireoException.class, () -> broker.forget(Set.of(NEW)));
        assertEquals(List.of(), live());
        broker.unbind(reference, eye);
        broker.forget(Set.of(NEW));
        assertEquals(Set.of(), broker.held());
    }

    @Test
    void callsAreCountedTimedAndBlamedOnTheRightOne() {
        Eye eye = new Eye("1.0.0");
        add(eye, OLD);
        try (Meter meter = broker.meter(Set.of(OLD)); Lease<Seer> lease = broker.lease(Seer.class)) {
            assertEquals("1.0.0 sees a van", lease.service().see("a van"));
            assertThrows(VireoException.class, () -> lease.service().see("nothing"));
            assertEquals("blind", assertThrows(IllegalStateException.class, () -> lease.service().see("sun")).getMessage());
            lease.service().info();
            Calls calls = meter.calls().get("Seer.see");
            assertEquals(Set.of("Seer.see"), meter.calls().keySet());
            assertEquals(3, calls.count());
            assertEquals(1, calls.failures());
            assertTrue(calls.lastFailure().contains("blind"), calls.lastFailure());
            assertTrue(calls.mean() > 0);
        }
        try (Lease<Seer> lease = broker.lease(Seer.class)) {
            assertSame(eye, lease.service(), "nothing stands between any more");
        }
    }

    /** Two bundles change sides together, under load: nobody sees one of each, or none. */
    @Test
    void everySetIsWhollyOldOrWhollyNew() throws Exception {
        Origin earNew = new Origin(EAR.bundle(), "2.0.0");
        broker.hold(Set.of(NEW, earNew));
        add(new Eye("1.0.0"), OLD);
        add(new Eye("1.0.0"), EAR);
        add(new Eye("2.0.0"), NEW);
        add(new Eye("2.0.0"), earNew);
        try (Users users = new Users(4, _ -> () -> {
            List<String> versions = live();
            assertEquals(2, versions.size());
            assertEquals(versions.get(0), versions.get(1));
        })) {
            for (int i = 0; i < 5_000 || !users.served(); i++) {
                broker.swap(Set.of(NEW, earNew), Set.of(OLD, EAR));
                broker.swap(Set.of(OLD, EAR), Set.of(NEW, earNew));
            }
            users.end();
        }
    }
}
