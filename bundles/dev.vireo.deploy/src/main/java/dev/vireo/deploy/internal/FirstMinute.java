package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Calls;
import dev.vireo.api.broker.Stage.Meter;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.deploy.Generation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a generation from its take-over on: if its calls fail or get slow it has to go back, else it is the last good one after a
 * while. One is watched at a time: the one that serves.
 */
final class FirstMinute {
    private static final Logger LOG = System.getLogger(FirstMinute.class.getName());
    private static final long TICK_MS = 1_000;

    private final Parts parts;
    private final OneAtATime turn;
    private final ScheduledExecutorService executor;
    private final WayBack wayBack;
    /** Guarded by this; null while nothing is watched. */
    private Watching watching;

    private record Watching(Meter meter, Future<?> ticks) {}

    /** Takes what failed out of service. Called again, more and more seldom, while it still serves. */
    interface WayBack {
        void go(Generation active, Generation back, String reason);
    }

    FirstMinute(Parts parts, OneAtATime turn, ScheduledExecutorService executor, WayBack wayBack) {
        this.parts = parts;
        this.turn = turn;
        this.executor = executor;
        this.wayBack = wayBack;
    }

    /**
     * @param origins bundles whose calls count
     * @param before calls of what was replaced
     * @param back where to go if it fails
     */
    synchronized void watch(Generation active, Set<Origin> origins, Map<String, Calls> before, Generation back) {
        end();
        Meter meter = parts.stage().meter(origins);
        Watch judge = new Watch(before);
        Retry retry = new Retry();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(parts.settings().watchSeconds());
        Future<?> ticks = executor.scheduleWithFixedDelay(() -> tick(active, back, meter, judge, retry, end),
                Math.min(TICK_MS, parts.settings().watchSeconds() * TICK_MS), TICK_MS, TimeUnit.MILLISECONDS);
        watching = new Watching(meter, ticks);
    }

    private void tick(Generation active, Generation back, Meter meter, Watch judge, Retry retry, long end) {
        try {
            Optional<String> verdict = judge.verdict(meter.calls());
            if (verdict.isPresent()) {
                if (turn.isTaken() || !retry.due(System.nanoTime())) {
                    return;
                }
                wayBack.go(active, back, verdict.get());
            } else if (System.nanoTime() >= end) {
                end();
                CrashPoint.BEFORE_PROVEN.pass();
                parts.rows().proven(active.number());
                LOG.log(Level.INFO, "generation {0} served {1} s without a fault", active.number(), parts.settings().watchSeconds());
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the watch over generation " + active.number() + " failed", e);
        }
    }

    /** Another generation serves. */
    synchronized void end() {
        if (watching != null) {
            watching.ticks().cancel(false);
            watching.meter().close();
            watching = null;
        }
    }
}
