package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.broker.Stage.Calls;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.Shadowing;
import dev.vireo.api.deploy.TrialReport;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The trial of a staged generation beside the one that serves, from its begin to what becomes of it. At most one is on. */
final class Trials {
    private static final Logger LOG = System.getLogger(Trials.class.getName());
    private static final long TICK_MS = 1_000;
    /** Between two times that what was found is written down. */
    private static final long NOTE_NS = TimeUnit.SECONDS.toNanos(5);

    private final Parts parts;
    private final ScheduledExecutorService executor;
    private final Supplier<Optional<Shadowing>> shadowing;
    private final InstantSource clock;
    /** Null while none is on. Guarded by this, as is the rest. */
    private RunningTrial running;
    private Future<?> ticks;
    private TrialReport noted;
    private long notedNanos;

    /** @param shadowing what asks again, if it is there */
    Trials(Parts parts, ScheduledExecutorService executor, Supplier<Optional<Shadowing>> shadowing, InstantSource clock) {
        this.parts = parts;
        this.executor = executor;
        this.shadowing = shadowing;
        this.clock = clock;
    }

    /** @throws VireoException USER_INPUT for a share that no trial can have, UNAVAILABLE when nothing could ask again */
    void check(int percent) {
        if (percent < 0 || percent > 99) {
            throw new VireoException(ErrorKind.USER_INPUT, "percent is " + percent + "; it needs 1 to 99, and without a trial all "
                    + "requests get it");
        }
        if (percent == 0) {
            shadow();
        }
    }

    private Shadowing shadow() {
        return shadowing.get().orElseThrow(() -> new VireoException(ErrorKind.UNAVAILABLE,
                "nothing here asks questions again: dev.vireo.spaces has not started; see `vireo bundles`"));
    }

    synchronized boolean isOn() {
        return running != null;
    }

    synchronized void refuseWhileOn() {
        if (running != null) {
            throw new VireoException(ErrorKind.USER_INPUT, "generation " + running.generation() + " is on trial beside generation "
                    + running.beside() + "; decide on it first: vireo promote, or vireo discard");
        }
    }

    /** Lets requests reach what is staged. Its bundles are gone again when this throws. @param failed is told why it has to end */
    synchronized void begin(Generation next, Generation active, int percent, Consumer<String> failed) {
        Set<Origin> in = Lineup.origins(parts.lineup().added(active, next));
        Set<Origin> out = Lineup.origins(parts.lineup().added(next, active));
        try {
            parts.rows().mark(next.number(), State.TRIAL, told(percent));
            Stage.Trial sides = parts.stage().trial(next.number(), in, out, percent);
            running = new RunningTrial(next.number(), active.number(), percent, clock.instant(), sides, shadow(sides, percent));
            note(running.report());
        } catch (RuntimeException e) {
            if (running != null) {
                running.close();
                running = null;
            }
            parts.rows().mark(next.number(), State.FAILED, String.valueOf(e.getMessage()));
            parts.stop(next);
            throw e;
        }
        ticks = executor.scheduleWithFixedDelay(() -> tick(failed), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        CrashPoint.ON_TRIAL.pass();
    }

    private Optional<Shadowing.Shadow> shadow(Stage.Trial sides, int percent) {
        try {
            return percent == 0 ? Optional.of(shadow().begin(sides)) : Optional.empty();
        } catch (RuntimeException e) {
            sides.close();
            throw e;
        }
    }

    static String told(int percent) {
        return percent == 0 ? "is asked again what people ask, whose answers are compared" : "answers " + percent + " % of the requests";
    }

    private void note(TrialReport report) {
        parts.rows().note(report);
        noted = report;
        notedNanos = System.nanoTime();
    }

    private void tick(Consumer<String> failed) {
        try {
            verdict().ifPresent(failed);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the trial could not be looked at", e);
        }
    }

    private synchronized Optional<String> verdict() {
        if (running == null) {
            return Optional.empty();
        }
        Optional<String> verdict = running.verdict();
        TrialReport report = running.report();
        if (!report.equals(noted) && System.nanoTime() - notedNanos >= NOTE_NS) {
            note(report);
        }
        return verdict;
    }

    /** The generation on trial. @throws VireoException USER_INPUT when none is, or another than the one meant */
    synchronized long on(OptionalLong number) {
        if (running == null) {
            throw new VireoException(ErrorKind.USER_INPUT, "no generation is on trial; begin one with vireo deploy FILE --percent N, or "
                    + "--shadow, and see vireo generations for what became of earlier ones");
        }
        if (number.isPresent() && number.getAsLong() != running.generation()) {
            throw new VireoException(ErrorKind.USER_INPUT, "generation " + number.getAsLong() + " is not on trial; generation "
                    + running.generation() + " is");
        }
        return running.generation();
    }

    /** What the new one is measured by after it took over. */
    synchronized Map<String, Calls> servingCalls() {
        return running == null ? Map.of() : running.servingCalls();
    }

    /** What the trial of a generation found; empty when it never was on trial. */
    Optional<TrialReport> report(long number) {
        synchronized (this) {
            if (running != null && running.generation() == number) {
                return Optional.of(running.report());
            }
        }
        return parts.rows().trial(number);
    }

    /** What was on trial serves everybody: its row says so already. */
    void promoted() {
        end(TrialReport.State.PROMOTED, "promoted");
    }

    /**
     * No request that begins from now on reaches it, and its row says why; {@link #remove} follows.
     *
     * @return the generation that was on trial; empty when none was
     */
    Optional<Generation> withdraw(TrialReport.State as, String reason) {
        Optional<Generation> generation;
        synchronized (this) {
            if (running == null) {
                return Optional.empty();
            }
            running.close();
            generation = Optional.of(parts.generation(running.generation()));
            parts.rows().mark(running.generation(), State.WITHDRAWN, reason);
        }
        end(as, reason);
        CrashPoint.WITHDRAWN.pass();
        return generation;
    }

    private synchronized void end(TrialReport.State as, String reason) {
        if (running == null) {
            return;
        }
        ticks.cancel(false);
        running.close();
        try {
            parts.rows().note(running.report().ended(as, clock.instant(), reason));
        } finally {
            running = null;
        }
    }

    /** Waits for what still holds a generation that was withdrawn, then stops it and removes what is left of it. */
    void remove(Generation withdrawn, Set<Origin> origins) {
        int left = parts.stage().drain(origins, Duration.ofSeconds(parts.settings().drainSeconds()));
        if (left > 0) {
            LOG.log(Level.WARNING, "generation {0} is still held {1} times after {2} s", withdrawn.number(), left,
                    parts.settings().drainSeconds());
        }
        parts.stop(withdrawn);
        parts.sweep();
    }

    /** The runtime stops: what was found until now is kept, and the next start ends the trial. */
    synchronized void stop() {
        if (running == null) {
            return;
        }
        ticks.cancel(false);
        running.close();
        try {
            parts.rows().note(running.report());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "what the trial of generation " + running.generation() + " found last is lost", e);
        }
        running = null;
    }
}
