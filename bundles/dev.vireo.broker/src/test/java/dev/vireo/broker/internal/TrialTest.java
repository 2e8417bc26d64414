package dev.vireo.broker.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.broker.Lease;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.broker.Stage.Calls;
import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.broker.Stage.Meter;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.broker.Stage.Trial;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.broker.internal.StageTest.Eye;
import dev.vireo.broker.internal.StageTest.Seer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrialTest {
    private static final Origin OLD = new Origin("dev.example.eye", "1.0.0");
    private static final Origin NEW = new Origin("dev.example.eye", "2.0.0");
    private static final Origin OLD_EAR = new Origin("dev.example.ear", "1.0.0");
    private static final Origin NEW_EAR = new Origin("dev.example.ear", "2.0.0");
    private static final Set<Origin> IN = Set.of(NEW, NEW_EAR);
    private static final Set<Origin> OUT = Set.of(OLD, OLD_EAR);

    private final LeaseBroker broker = new LeaseBroker(60_000);
    private long nextId = 1;

    @BeforeEach
    void startBoth() {
        broker.swap(4, Set.of(), Set.of());
        add("1.0.0", OLD);
        add("1.0.0", OLD_EAR);
        broker.hold(IN);
        add("2.0.0", NEW);
        add("2.0.0", NEW_EAR);
    }

    private void add(String version, Origin origin) {
        broker.bind(
                new FakeReference(nextId++, 0, Seer.class)
                        .set("vireo.bundle", origin.bundle())
                        .set("vireo.bundle.version", origin.version()),
                new Eye(version));
    }

    /** The version of all that is live now; fails when there is more than one, or not all. */
    private String version() {
        try (Leases<Seer> all = broker.leaseAll(Seer.class); Lease<Seer> one = broker.lease(Seer.class)) {
            assertEquals(2, all.services().size());
            String version = one.service().info().version();
            all.services().forEach(s -> assertEquals(version, s.info().version()));
            return version;
        }
    }

    private String started() {
        try (Leases<Seer> all = broker.leaseStarted(Seer.class)) {
            return String.join(" ", all.services().stream().map(s -> s.info().version()).toList());
        }
    }

    @Test
    void aShareOfTheRequestsReachesWhatIsOnTrialAndIsToldSo() {
        try (Trial trial = broker.trial(5, IN, OUT, 30)) {
            int fresh = 0;
            for (int i = 0; i < 1_000; i++) {
                String seen = broker.request(generation -> generation + " " + version());
                assertTrue(Set.of("4 1.0.0", "5 2.0.0").contains(seen), seen);
                fresh += seen.startsWith("5") ? 1 : 0;
                assertEquals("1.0.0", version(), "outside of a request what serves is reached");
            }
            assertEquals(300, fresh, 3);
            assertEquals(fresh, trial.candidateFigures().get(Trial.REQUEST).count());
            assertEquals(1_000 - fresh, trial.servingFigures().get(Trial.REQUEST).count());
        }
        for (int i = 0; i < 100; i++) {
            assertEquals("4 1.0.0", broker.request(generation -> generation + " " + version()));
        }
    }

    @Test
    void aRequestWithinARequestIsPartOfIt() {
        try (Trial trial = broker.trial(5, IN, OUT, 50)) {
            for (int i = 0; i < 200; i++) {
                boolean same = broker.request(outer -> {
                    String version = version();
                    return broker.request(inner -> inner == outer && version().equals(version));
                });
                assertTrue(same);
            }
            assertEquals(200, trial.candidateFigures().get(Trial.REQUEST).count() + trial.servingFigures().get(Trial.REQUEST).count());
        }
    }

    /** Holds a request of the generation open on a thread of its own, looking again at the end. */
    private final class Open implements AutoCloseable {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Future<String> seen;

        Open(long wanted) throws InterruptedException {
            seen = thread.submit(() -> {
                String found = "";
                while (found.isEmpty()) {
                    found = broker.request(generation -> generation == wanted ? hold(generation) : "");
                }
                return found;
            });
            begun.await();
        }

        private String hold(long generation) {
            String before = version();
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return generation + " " + before + " " + version();
        }

        String end() throws Exception {
            go.countDown();
            return seen.get(30, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            go.countDown();
            thread.shutdownNow();
        }
    }

    @Test
    void whatIsUnderWayWhenATrialEndsKeepsItsSideAndIsWaitedFor() throws Exception {
        Trial trial = broker.trial(5, IN, OUT, 50);
        try (Open fresh = new Open(5)) {
            trial.close();
            assertEquals(1, broker.drain(IN, Duration.ofMillis(20)), "it holds no lease now, and may take one");
            assertEquals("4 1.0.0", broker.request(generation -> generation + " " + version()));
            assertEquals("5 2.0.0 2.0.0", fresh.end());
        }
        assertEquals(0, broker.drain(IN, Duration.ofSeconds(10)));
        assertEquals(0, broker.drain(OUT, Duration.ofSeconds(10)));
    }

    @Test
    void whatIsUnderWayWhenTheNewOneTakesOverKeepsItsSide() throws Exception {
        try (Trial trial = broker.trial(5, IN, OUT, 50); Open old = new Open(4); Open fresh = new Open(5)) {
            broker.swap(5, IN, OUT);
            assertEquals(1, broker.drain(OUT, Duration.ofMillis(20)));
            Origin later = new Origin("dev.example.eye", "3.0.0");
            broker.hold(Set.of(later));
            add("3.0.0", later); // being prepared: also those that began before it was held back do not reach it
            assertEquals("5 2.0.0", broker.request(generation -> generation + " " + version()), "the trial has ended");
            assertEquals("4 1.0.0 1.0.0", old.end());
            assertEquals("5 2.0.0 2.0.0", fresh.end());
            assertThrows(VireoException.class, () -> trial.candidate(this::version));
        }
        assertEquals(0, broker.drain(OUT, Duration.ofSeconds(10)));
    }

    @Test
    void eachSideHasFiguresOfItsOwn() {
        try (Trial trial = broker.trial(5, IN, OUT, 50)) {
            for (int i = 0; i < 100; i++) {
                try {
                    broker.request(generation -> {
                        try (Lease<Seer> lease = broker.lease(Seer.class)) {
                            return lease.service().see(generation == 5 ? "sun" : "a van");
                        }
                    });
                } catch (IllegalStateException e) {
                    assertEquals("blind", e.getMessage());
                }
            }
            for (Map.Entry<String, Figures> one : trial.servingFigures().entrySet()) {
                assertEquals(50, one.getValue().count(), 2, one.getKey());
                assertEquals(0, one.getValue().failures());
                assertTrue(one.getValue().mean() > 0 && one.getValue().p95() > 0);
            }
            Map<String, Figures> fresh = trial.candidateFigures();
            assertEquals(Set.of(Trial.REQUEST, "Seer.see"), fresh.keySet());
            fresh.values().forEach(f -> assertEquals(f.count(), f.failures()));
            assertTrue(fresh.get(Trial.REQUEST).lastFailure().contains("blind"));
        }
    }

    /** With a share of nobody only what is asked beside people reaches it, and only that is counted, of both sides. */
    @Test
    void withoutAShareNobodyReachesIt() {
        try (Trial trial = broker.trial(5, IN, OUT, 0)) {
            for (int i = 0; i < 500; i++) {
                assertEquals("4 1.0.0", broker.request(generation -> generation + " " + version()));
            }
            assertEquals(Map.of(), trial.servingFigures());
            assertEquals("2.0.0", trial.candidate(this::version));
            assertEquals("1.0.0", trial.serving(this::version));
            assertEquals("2.0.0 2.0.0", trial.candidate(this::started));
            assertEquals("1.0.0 1.0.0", trial.serving(this::started));
            assertEquals("1.0.0 1.0.0 2.0.0 2.0.0", started(), "what serves first");
            assertEquals(2, trial.candidateFigures().get(Trial.REQUEST).count());
            assertEquals(2, trial.servingFigures().get(Trial.REQUEST).count());
        }
    }

    @Test
    void thereIsOneTrialAtATimeAndItsShareIsLessThanAll() {
        assertThrows(VireoException.class, () -> broker.trial(5, IN, OUT, 100));
        assertThrows(VireoException.class, () -> broker.trial(5, IN, IN, 10));
        try (Trial _ = broker.trial(5, IN, OUT, 10)) {
            assertEquals(ErrorKind.INTERNAL, assertThrows(VireoException.class, () -> broker.trial(6, IN, OUT, 10)).kind());
        }
        broker.trial(5, IN, OUT, 10).close();
    }

    @Test
    void aMeterThatAnotherStoodBeforeCountsAgain() {
        try (Meter outer = broker.meter(Set.of(OLD))) {
            broker.meter(Set.of(OLD)).close();
            try (Lease<Seer> lease = broker.lease(Seer.class)) {
                assertEquals("1.0.0", lease.service().info().version());
            }
            try (Leases<Seer> all = broker.lease(Seer.class, Set.of(OLD))) {
                all.services().getFirst().see("a van");
            }
            Calls calls = outer.calls().get("Seer.see");
            assertEquals(1, calls.count());
        }
    }

    /** Trials begin, end and take over under load: every request sees one side, from its first lease to its last. */
    @Test
    void noRequestSeesBothSides() throws Exception {
        try (Users users = new Users(4, _ -> () -> broker.request(generation -> {
            String expected = generation == 4 ? "1.0.0" : "2.0.0";
            for (int i = 0; i < 3; i++) {
                assertEquals(expected, version());
                Thread.yield();
            }
            return expected;
        }))) {
            for (int i = 0; i < 1_000 || !users.served(); i++) {
                Trial trial = broker.trial(5, IN, OUT, 50);
                if (i % 3 == 0) {
                    trial.close();
                } else {
                    broker.swap(5, IN, OUT);
                    broker.swap(4, OUT, IN);
                }
            }
            users.end();
        }
        assertEquals(0, broker.drain(IN, Duration.ofSeconds(10)));
    }
}
