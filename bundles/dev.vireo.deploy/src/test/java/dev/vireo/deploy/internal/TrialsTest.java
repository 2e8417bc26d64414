package dev.vireo.deploy.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.deploy.DeployedPackage;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.deploy.Shadowing;
import dev.vireo.api.deploy.TrialReport;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

@Timeout(60)
class TrialsTest {
    private static final Origin NEW = new Origin("dev.example.eye", "2.0.0");
    private static final Origin OLD = new Origin("dev.example.eye", "1.0.0");
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    /** The broker's part: what was asked of it, and figures that the test sets. */
    private final class Sides implements Stage.Trial {
        private Map<String, Figures> serving = Map.of();
        private Map<String, Figures> candidate = Map.of();
        private boolean closed;

        @Override
        public synchronized Map<String, Figures> servingFigures() {
            return serving;
        }

        @Override
        public synchronized Map<String, Figures> candidateFigures() {
            return candidate;
        }

        synchronized void found(Figures old, Figures fresh) {
            serving = Map.of(REQUEST, old);
            candidate = Map.of(REQUEST, fresh);
        }

        @Override
        public <T> T serving(Supplier<T> request) {
            return request.get();
        }

        @Override
        public <T> T candidate(Supplier<T> request) {
            return request.get();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final MemoryGenerations rows = new MemoryGenerations();
    private final Sides sides = new Sides();
    private final List<String> stage = new ArrayList<>();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
    private final AtomicReference<Shadowing> shadowing = new AtomicReference<>();
    private Trials trials;
    private Generation next;
    private Path jar;

    @BeforeEach
    void stageOne(@TempDir Path home) throws Exception {
        Stage broker = (Stage) Proxy.newProxyInstance(Stage.class.getClassLoader(), new Class<?>[] {Stage.class}, (_, method, arguments) -> {
            stage.add(method.getName() + (arguments.length > 1 ? " " + arguments[0] : ""));
            return switch (method.getName()) {
                case "trial" -> {
                    assertEquals(List.of(Set.of(NEW), Set.of(OLD)), List.of(arguments[1], arguments[2]));
                    yield sides;
                }
                case "drain" -> 0;
                default -> null;
            };
        });
        BundleContext context = (BundleContext) Proxy.newProxyInstance(BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class}, (_, method, _) -> method.getName().equals("getBundles") ? new Bundle[0] : null);
        BundleStore store = new BundleStore(home);
        Bundles bundles = new Bundles(context, broker);
        Parts parts = new Parts(rows, null, store, broker, bundles, new Lineup(Map.of(OLD.bundle(), new Slot(OLD, "file:old", 30)), store), null, null,
                new Settings(600, 60, 1, 60, 1_024, 0, 60, 50, 200));
        trials = new Trials(parts, executor, () -> Optional.ofNullable(shadowing.get()), () -> NOW);
        next = rows.add(0, List.of(new DeployedPackage("eye", "2.0.0", "ab".repeat(32), "key", List.of(
                new DeployedBundle(NEW.bundle(), NEW.version(), "cd".repeat(32), 3)))));
        rows.mark(next.number(), State.STAGED, "");
        jar = store.file("cd".repeat(32));
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "jar");
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private static Figures figures(long count, long failures, double meanMs) {
        return new Figures(count, failures, failures == 0 ? "" : "worn out", meanMs * 1e6, meanMs * 2e6);
    }

    private void begin(int percent) {
        trials.begin(next, rows.get(0).orElseThrow(), percent, _ -> { });
    }

    private State state() {
        return rows.get(next.number()).orElseThrow().state();
    }

    @Test
    void isOnUntilSomebodyDecides() {
        assertTrue(assertThrows(VireoException.class, () -> trials.on(OptionalLong.empty())).getMessage().contains("no generation is on trial"));
        trials.refuseWhileOn();
        begin(30);
        assertEquals(State.TRIAL, state());
        assertEquals(1, trials.on(OptionalLong.empty()));
        assertEquals(1, trials.on(OptionalLong.of(1)));
        assertThrows(VireoException.class, () -> trials.on(OptionalLong.of(2)));
        VireoException refused = assertThrows(VireoException.class, trials::refuseWhileOn);
        assertEquals(ErrorKind.USER_INPUT, refused.kind());
        assertTrue(refused.getMessage().contains("vireo promote, or vireo discard"), refused.getMessage());
        sides.found(figures(70, 0, 10), figures(30, 1, 11));
        TrialReport report = trials.report(1).orElseThrow();
        assertEquals(new TrialReport(1, 0, 30, NOW, TrialReport.State.ON, Optional.empty(), "",
                Map.of("request", figures(70, 0, 10)), Map.of("request", figures(30, 1, 11)), Optional.empty()), report);
    }

    @Test
    void whatIsWithdrawnLeavesItsFiguresAndNothingElse() {
        begin(30);
        sides.found(figures(70, 0, 10), figures(30, 1, 11));
        Generation withdrawn = trials.withdraw(TrialReport.State.DISCARDED, "discarded").orElseThrow();
        assertTrue(sides.closed);
        assertEquals(State.WITHDRAWN, state());
        assertTrue(Files.exists(jar), "requests may be under way");
        trials.remove(withdrawn, Set.of(NEW));
        assertEquals(List.of("trial 1", "drain [" + NEW + "]", "forget"), stage);
        assertFalse(Files.exists(jar));
        TrialReport kept = trials.report(1).orElseThrow();
        assertEquals(TrialReport.State.DISCARDED, kept.state());
        assertEquals(Optional.of(NOW), kept.ended());
        assertEquals(30, kept.candidate().get("request").count());
        assertEquals(Optional.empty(), trials.withdraw(TrialReport.State.DISCARDED, "again"));
        trials.refuseWhileOn();
    }

    @Test
    void whatTookOverIsTold() {
        begin(30);
        sides.found(figures(70, 2, 10), figures(30, 0, 11));
        assertEquals(70, trials.servingCalls().get("request").count());
        rows.commit(1, State.WARM, "replaced");
        trials.promoted();
        assertEquals(TrialReport.State.PROMOTED, trials.report(1).orElseThrow().state());
        assertEquals(State.ACTIVE, state());
        assertTrue(trials.servingCalls().isEmpty());
    }

    @Test
    void failuresAndSlownessOfTheNewSideAreToldAndThoseOfTheOldBorne() throws Exception {
        LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        trials.begin(next, rows.get(0).orElseThrow(), 30, told::add);
        sides.found(figures(70, 9, 10), figures(30, 4, 10));
        assertEquals(null, told.poll(1_500, TimeUnit.MILLISECONDS), "the old failed as often");
        sides.found(figures(70, 0, 10), figures(30, 4, 10));
        assertEquals("4 of 30 calls of request failed, last with: worn out", told.poll(20, TimeUnit.SECONDS));
        sides.found(figures(70, 0, 10), figures(30, 0, 31));
        for (String one = ""; !one.contains("takes 31.0 ms"); ) {
            one = told.poll(20, TimeUnit.SECONDS);
            assertTrue(one != null, "its slowness is not told");
        }
    }

    @Test
    void aShadowIsComparedAndNobodyIsJudged() throws Exception {
        assertEquals(ErrorKind.UNAVAILABLE, assertThrows(VireoException.class, () -> trials.check(0)).kind());
        assertEquals(ErrorKind.USER_INPUT, assertThrows(VireoException.class, () -> trials.check(100)).kind());
        ShadowReport report = new ShadowReport(5, 2, 0.5, 0.1, 0.6, new SpaceReport.Times(1, 2), new SpaceReport.Times(3, 4), List.of());
        List<String> closed = new ArrayList<>();
        shadowing.set(_ -> new Shadowing.Shadow() {
            @Override
            public ShadowReport report() {
                return report;
            }

            @Override
            public void close() {
                closed.add("closed");
            }
        });
        trials.check(0);
        LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        trials.begin(next, rows.get(0).orElseThrow(), 0, told::add);
        sides.found(figures(30, 0, 10), figures(30, 30, 900));
        assertEquals(null, told.poll(1_500, TimeUnit.MILLISECONDS));
        assertEquals(Optional.of(report), trials.report(1).orElseThrow().shadow());
        trials.stop();
        assertFalse(closed.isEmpty());
        assertEquals(30, rows.trial(1).orElseThrow().candidate().get("request").failures());
        assertEquals(TrialReport.State.ON, rows.trial(1).orElseThrow().state(), "the next start ends it");
    }

    @Test
    void whatCanNotBeginIsGone() {
        shadowing.set(_ -> {
            throw new VireoException(ErrorKind.UNAVAILABLE, "the search has not started");
        });
        assertThrows(VireoException.class, () -> begin(0));
        assertTrue(sides.closed);
        assertEquals(State.FAILED, state());
        assertTrue(stage.contains("forget"), stage.toString());
        trials.refuseWhileOn();
    }
}
