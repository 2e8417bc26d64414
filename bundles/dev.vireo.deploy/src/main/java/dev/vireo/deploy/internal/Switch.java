package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Calls;
import dev.vireo.api.broker.Stage.Meter;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.deploy.DeployedPackage;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.PackageSpace;
import dev.vireo.api.deploy.TrialReport;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.deploy.internal.BroughtSpaces.Difference;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Takes one generation out of service and another in: forwards, backwards, and backwards by itself. One at a time. */
final class Switch {
    private static final Logger LOG = System.getLogger(Switch.class.getName());
    private static final long TICK_MS = 1_000;

    private final Parts parts;
    private final Preparation preparation;
    private final Steps steps;
    private final BroughtSpaces brought;
    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<Generation> committed;
    private final Trials trials;
    /** Whether a deploy or roll-back runs. */
    private final AtomicBoolean busy = new AtomicBoolean();
    /** Ends the watch that runs, when another generation takes over. Guarded by this. */
    private Watching watching;

    /** @param committed is told of every generation that begins to serve by a deploy */
    Switch(
            Parts parts, Preparation preparation, Trials trials, Steps steps, ScheduledThreadPoolExecutor executor,
            Consumer<Generation> committed) {
        this.parts = parts;
        this.preparation = preparation;
        this.trials = trials;
        this.steps = steps;
        this.brought = parts.brought();
        this.executor = executor;
        this.committed = committed;
    }

    /**
     * @param whenReady whether one that brings another space takes over by itself
     * @param percent of a trial, 0 for a shadow; empty to take over
     */
    Generation deploy(Candidate candidate, boolean whenReady, OptionalInt percent) {
        begin();
        try {
            trials.refuseWhileOn();
            Generation active = parts.active();
            List<DeployedPackage> packages = new ArrayList<>(active.packages());
            packages.removeIf(p -> p.name().equals(candidate.content().name()));
            new DeployRules(parts).check(candidate.content(), packages, active);
            packages.add(candidate.content());
            Generation next = parts.rows().add(active.number(), packages);
            CrashPoint.ROW_ADDED.pass();
            steps.step(next.number(), "verified", candidate.content().name() + " " + candidate.content().version()
                    + ", signed by " + candidate.content().signer());
            String name = candidate.content().name();
            executor.execute(() -> run(next, percent.isEmpty()
                    ? () -> prepareAndCommit(next, active, Optional.of(candidate), State.WARM, "",
                            move -> stageBeside(next, active, name, move, whenReady))
                    : () -> prepareAndTry(next, active, candidate, percent.getAsInt())));
            return next;
        } catch (RuntimeException e) {
            busy.set(false);
            throw e;
        }
    }

    Generation rollback(OptionalLong number) {
        begin();
        try {
            trials.refuseWhileOn();
            Generation active = parts.active();
            Generation target = number.isPresent() ? parts.generation(number.getAsLong()) : previous(active);
            if (target.number() == active.number()) {
                throw new VireoException(ErrorKind.USER_INPUT, "generation " + target.number() + " serves already");
            }
            if (target.state() != State.WARM && target.state() != State.RETIRED && target.state() != State.QUARANTINED) {
                throw new VireoException(ErrorKind.USER_INPUT, "generation " + target.number() + " never served: it "
                        + target.reason());
            }
            List<Difference> differences = brought.differences(target, active);
            Optional<Difference> gone = differences.stream()
                    .filter(d -> !brought.complete(d.space()))
                    .findFirst();
            if (gone.isPresent()) {
                return buildAgain(target, active, gone.get().packageName());
            }
            steps.step(target.number(), "going back", "from generation " + active.number());
            goBack(active, target, State.WARM, "rolled back to generation " + target.number());
            return parts.generation(target.number());
        } catch (RuntimeException e) {
            busy.set(false);
            throw e;
        }
    }

    /** A space that was dropped has to be built again before it can serve: as a deploy of what brought it. */
    private Generation buildAgain(Generation target, Generation active, String name) {
        Generation next = parts.rows().add(active.number(), BroughtSpaces.swapped(active, target, name).packages());
        steps.step(next.number(), "going back", "to what generation " + target.number() + " has of " + name
                + ", whose space is not there any more: it is built again");
        executor.execute(() -> run(next, () -> prepareAndCommit(next, active, Optional.empty(), State.WARM, "",
                move -> stageBeside(next, active, name, move, false))));
        return next;
    }

    /** The one that served before: what is warm, the newest of it; else what the active one was made from. */
    private Generation previous(Generation active) {
        return parts.rows().list().stream()
                .filter(g -> g.state() == State.WARM)
                .max(Comparator.comparing(Generation::changed).thenComparing(Generation::number))
                .or(() -> active.number() == 0 ? Optional.empty() : Optional.of(parts.generation(active.parent())))
                .orElseThrow(() -> new VireoException(ErrorKind.USER_INPUT,
                        "nothing to go back to: what the distribution brings serves, and nothing was replaced since the start"));
    }

    private void prepareAndTry(Generation next, Generation active, Candidate candidate, int percent) throws InterruptedException {
        Optional<SpaceMove> move = prepare(next, active, Optional.of(candidate)).move();
        if (move.isPresent()) {
            String reason = "refused: it brings space " + move.get().to().id() + " in the place of " + move.get().from().id()
                    + ", in which nothing can be found before it is built; deploy it without a trial, it is built beside what serves and "
                    + "compared then";
            parts.rows().mark(next.number(), State.FAILED, reason);
            parts.stop(next);
            throw new VireoException(ErrorKind.USER_INPUT, reason);
        }
        parts.rows().mark(next.number(), State.STAGED, "");
        trials.begin(next, active, percent, reason -> withdrawByItself(next, active, reason));
        steps.ended(next.number(), "on trial", "");
    }

    /** What is on trial takes over. */
    Generation promote(OptionalLong number) {
        return decide(number, "promoting", (next, active) -> {
            Map<String, Calls> before = trials.servingCalls();
            noteSame(next, active);
            commit(active, next, State.WARM, "replaced by generation " + next.number());
            trials.promoted();
            afterCommit(active, next, State.WARM, before);
        });
    }

    /** What is on trial goes. */
    Generation discard(OptionalLong number) {
        return decide(number, "withdrawing", (next, active) -> {
            withdraw(next, active, TrialReport.State.DISCARDED, "discarded");
            steps.ended(next.number(), "withdrawn", "");
        });
    }

    private interface Decision {
        void run(Generation next, Generation active) throws InterruptedException;
    }

    private Generation decide(OptionalLong number, String step, Decision decision) {
        begin();
        try {
            Generation next = parts.generation(trials.on(number));
            Generation active = parts.active();
            steps.step(next.number(), step, "");
            executor.execute(() -> run(next, () -> decision.run(next, active)));
            return next;
        } catch (RuntimeException e) {
            busy.set(false);
            throw e;
        }
    }

    private void withdraw(Generation next, Generation active, TrialReport.State as, String reason) {
        Set<Origin> origins = Lineup.origins(parts.lineup().added(active, next));
        trials.withdraw(as, reason).ifPresent(g -> trials.remove(g, origins));
    }

    private void withdrawByItself(Generation next, Generation active, String reason) {
        if (!busy.compareAndSet(false, true)) {
            return; // somebody is deciding on it
        }
        LOG.log(Level.ERROR, "generation {0} is withdrawn by itself: {1}", next.number(), reason);
        executor.execute(() -> run(next, () -> {
            withdraw(next, active, TrialReport.State.FAILED, "withdrawn by itself: " + reason);
            steps.failed(next.number(), "withdrawn by itself: " + reason);
        }));
    }

    /** Busy is set; it is cleared when the way back has ended. A warm target serves when this returns. */
    private void goBack(Generation active, Generation target, State leaving, String reason) {
        if (target.state() == State.WARM && isStarted(target, active)) {
            // What was added meanwhile is in no index that nobody refreshed.
            preparation.warm(Lineup.origins(parts.lineup().added(active, target)), Set.of());
            commit(active, target, leaving, reason);
            executor.execute(() -> run(target, () -> afterCommit(active, target, leaving, Map.of())));
        } else {
            executor.execute(() -> run(target, () -> prepareAndCommit(target, active, Optional.empty(), leaving, reason,
                    move -> refuseMove(target, move))));
        }
    }

    /** Of a generation that is kept for its space no more than that needs may be started. */
    private boolean isStarted(Generation target, Generation active) {
        return parts.readiness().missing(Lineup.origins(parts.lineup().added(active, target))).isEmpty();
    }

    private void begin() {
        if (!busy.compareAndSet(false, true)) {
            throw new VireoException(ErrorKind.UNAVAILABLE, "another deploy or roll-back runs; try again when it has ended");
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void run(Generation generation, Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(generation, "interrupted: the runtime stops");
        } catch (VireoException e) {
            failed(generation, e.getMessage());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.log(Level.ERROR, "generation " + generation.number() + " failed", e);
            failed(generation, e.toString());
        } finally {
            busy.set(false);
        }
    }

    private void failed(Generation generation, String reason) {
        try {
            Generation now = parts.generation(generation.number());
            if (now.state() == State.PREPARING || now.state() == State.STAGED) {
                parts.rows().mark(now.number(), State.FAILED, reason);
            }
        } catch (VireoException e) {
            LOG.log(Level.ERROR, "cannot note that generation " + generation.number() + " failed", e);
        }
        steps.failed(generation.number(), reason);
    }

    private boolean refuseMove(Generation target, SpaceMove move) {
        if (brought.complete(move.to())) {
            return false; // the commit lets questions read it
        }
        throw new VireoException(ErrorKind.USER_INPUT, "refused: generation " + target.number() + " brings space " + move.to().id()
                + " in the place of " + move.from().id() + ", and how was not noted; deploy its encoder again, as a newer version");
    }

    /** What happens to a generation that brings another space. */
    private interface Moving {
        /** @return whether it stays beside what serves; else it takes over */
        boolean beside(SpaceMove move);
    }

    private boolean stageBeside(Generation next, Generation active, String name, SpaceMove move, boolean whenReady) {
        String message = "space " + move.to().id() + " is built beside " + move.from().id();
        parts.rows().stageBeside(next.number(), new PackageSpace(name, BroughtSpaces.content(next, name), move.to()), move.encoder(),
                new PackageSpace(name, BroughtSpaces.content(active, name), move.from()), whenReady, message);
        CrashPoint.STAGED_BESIDE.pass();
        steps.step(next.number(), "building", message);
        return true;
    }

    /** The same space goes on under the new content of a package whose space is noted. */
    private void noteSame(Generation next, Generation active) {
        brought.noted(active).forEach((name, space) -> {
            String content = BroughtSpaces.content(next, name);
            if (!content.equals(BroughtSpaces.content(active, name)) && brought.stored(space).isPresent()) {
                parts.rows().note(new PackageSpace(name, content, space));
            }
        });
    }

    private void prepareAndCommit(
            Generation next, Generation active, Optional<Candidate> content, State leaving, String reason, Moving moving)
            throws InterruptedException {
        Prepared prepared = prepare(next, active, content);
        if (prepared.move().isPresent() && moving.beside(prepared.move().get())) {
            return;
        } else if (prepared.move().isEmpty()) {
            noteSame(next, active);
        }
        if (next.state() == State.PREPARING) {
            parts.rows().mark(next.number(), State.STAGED, "");
        }
        commit(active, next, leaving, reason.isEmpty() ? "replaced by generation " + next.number() : reason);
        afterCommit(active, next, leaving, prepared.before());
    }

    /**
     * A generation that is started and proven.
     *
     * @param move the change of space that it brings; empty for most
     * @param before calls of what it would replace, while it was prepared
     */
    private record Prepared(Optional<SpaceMove> move, Map<String, Calls> before) {}

    private Prepared prepare(Generation next, Generation active, Optional<Candidate> content) throws InterruptedException {
        Map<String, Calls> before;
        Optional<SpaceMove> move;
        try (Meter meter = parts.stage().meter(Lineup.origins(parts.lineup().added(next, active)))) {
            move = preparation.run(next, active, content, new Preparation.Progress() {
                @Override
                public void step(String step, String message) {
                    steps.step(next.number(), step, message);
                }

                @Override
                public boolean giveUpWarm() {
                    return retireAllBut(OptionalLong.empty());
                }
            });
            before = meter.calls();
        }
        return new Prepared(move, before);
    }

    private void commit(Generation active, Generation next, State leaving, String reason) {
        Set<Origin> in = Lineup.origins(parts.lineup().added(active, next));
        Set<Origin> out = Lineup.origins(parts.lineup().added(next, active));
        steps.step(next.number(), "committing", "");
        brought.serveAgain(next, active);
        CrashPoint.BEFORE_COMMIT.pass();
        parts.rows().commit(next.number(), leaving, reason);
        CrashPoint.COMMITTED.pass();
        parts.stage().swap(next.number(), in, out);
        endWatch(); // not before: a way back that failed here is tried again by the watch
        CrashPoint.SWAPPED.pass();
        try {
            committed.accept(next);
        } catch (VireoException e) {
            LOG.log(Level.ERROR, "generation " + next.number() + " serves, what follows from that is done at the next start", e);
        }
    }

    private void afterCommit(Generation old, Generation active, State leaving, Map<String, Calls> before) {
        watch(active, Lineup.origins(parts.lineup().added(old, active)), before, old);
        steps.step(active.number(), "draining", "generation " + old.number());
        int left = parts.stage().drain(Lineup.origins(parts.lineup().added(active, old)), Duration.ofSeconds(parts.settings().drainSeconds()));
        if (left > 0) {
            LOG.log(Level.WARNING, "generation {0} still holds {1} lease(s) after {2} s", old.number(), left, parts.settings().drainSeconds());
        }
        CrashPoint.DRAINED.pass();
        // What was warm before is older than what became warm now.
        retireAllBut(OptionalLong.of(old.number()));
        if (leaving == State.WARM && parts.settings().warmSeconds() > 0) {
            executor.schedule(() -> retire(old.number()), parts.settings().warmSeconds(), TimeUnit.SECONDS);
        } else if (leaving == State.WARM) {
            retire(old.number());
        } else {
            parts.stop(parts.generation(old.number()));
        }
        CrashPoint.RETIRED.pass();
        steps.ended(active.number(), stays(parts.generation(old.number()), active));
    }

    private String stays(Generation old, Generation active) {
        if (old.state() != State.WARM) {
            return "";
        }
        return "generation " + old.number() + (brought.keeps(old, active)
                ? " stays started for as long as its space is kept"
                : " stays warm for " + parts.settings().warmSeconds() + " s");
    }

    /**
     * Questions read the space of {@code from} and no longer that of the active generation: its package takes the place of the active
     * one's. Everything else stays as it was deployed meanwhile.
     */
    void takeOver(Generation from, String packageName) {
        follow(from, () -> {
            Generation active = parts.active();
            Generation swapped = BroughtSpaces.swapped(active, from, packageName);
            Generation target = Set.copyOf(swapped.packages()).equals(Set.copyOf(from.packages()))
                    ? from : parts.rows().add(active.number(), swapped.packages());
            CrashPoint.BEFORE_TAKE_OVER.pass();
            commit(active, target, State.WARM, "replaced by generation " + target.number());
            if (from.number() != target.number() && from.state() == State.STAGED) {
                parts.rows().mark(from.number(), State.RETIRED, "serves as part of generation " + target.number());
                steps.ended(from.number(), "as part of generation " + target.number());
            }
            afterCommit(active, target, State.WARM, Map.of());
        });
    }

    /** The space of a generation was dropped: it is not needed any more. */
    void letGo(Generation generation) {
        follow(generation, () -> {
            if (generation.state() == State.STAGED) {
                parts.rows().mark(generation.number(), State.FAILED, "its space was dropped before it served");
                parts.stop(generation);
                steps.failed(generation.number(), "its space was dropped before it served");
            } else {
                retire(generation.number());
            }
        });
    }

    /** What follows from rows. While another change runs, while a trial is on, and when it fails, the rows still say so at the next look. */
    private void follow(Generation generation, Runnable work) {
        if (trials.isOn() || !busy.compareAndSet(false, true)) {
            return;
        }
        try {
            // Another change may have ended since somebody looked.
            Generation now = parts.generation(generation.number());
            if (now.state() == generation.state() && !brought.differences(now, parts.active()).isEmpty()) {
                work.run();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "generation " + generation.number() + " does not follow its space yet", e);
        } finally {
            busy.set(false);
        }
    }

    /** Stops what is kept warm. @return whether there was any */
    private boolean retireAllBut(OptionalLong number) {
        Generation active = parts.active();
        List<Generation> warm = parts.rows().list().stream()
                .filter(g -> g.state() == State.WARM && (number.isEmpty() || g.number() != number.getAsLong()))
                // Those that a space keeps come last: what they share with the others is then needed by them alone.
                .sorted(Comparator.comparing(g -> brought.keeps(g, active)))
                .toList();
        warm.forEach(g -> retire(g.number()));
        return !warm.isEmpty();
    }

    /** Stops a generation that is kept warm, unless it serves again; what a kept space needs of it goes on. */
    private synchronized void retire(long number) {
        try {
            Generation generation = parts.generation(number);
            Generation active = parts.active();
            if (generation.state() == State.WARM && brought.keeps(generation, active)) {
                List<Generation> needed = new ArrayList<>(parts.startedBut(number));
                brought.differences(generation, active)
                        .forEach(d -> needed.add(BroughtSpaces.swapped(active, generation, d.packageName())));
                parts.bundles().remove(parts.lineup().removed(generation, needed));
            } else if (generation.state() == State.WARM) {
                parts.rows().mark(number, State.RETIRED, generation.reason());
                parts.stop(generation);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "generation " + number + " could not be stopped", e);
        }
    }

    /** A generation that this start brought up and that was never proven. */
    void watchStarted(Generation active) {
        watch(active, Lineup.origins(parts.lineup().own(active)), Map.of(), parts.generation(parts.rows().intent().lastGood()));
    }

    private record Watching(Meter meter, Future<?> ticks) {}

    private synchronized void watch(Generation active, Set<Origin> origins, Map<String, Calls> before, Generation back) {
        endWatch();
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
                if (busy.get() || !retry.due(System.nanoTime())) {
                    return;
                }
                rollBackByItself(active, back, verdict.get());
            } else if (System.nanoTime() >= end) {
                endWatch();
                CrashPoint.BEFORE_PROVEN.pass();
                parts.rows().proven(active.number());
                LOG.log(Level.INFO, "generation {0} served {1} s without a fault", active.number(), parts.settings().watchSeconds());
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the watch over generation " + active.number() + " failed", e);
        }
    }

    private void rollBackByItself(Generation active, Generation back, String reason) {
        if (!busy.compareAndSet(false, true)) {
            return; // a deploy or roll-back runs: the next tick tries again, unless that replaced this generation
        }
        boolean begun = false;
        try {
            if (parts.rows().intent().active() == active.number()) {
                LOG.log(Level.ERROR, "generation {0} goes back to {1} by itself: {2}", active.number(), back.number(), reason);
                CrashPoint.BEFORE_ROLLBACK.pass();
                Optional<Generation> tried = trials.withdraw(TrialReport.State.FAILED,
                        "generation " + active.number() + ", beside which it was tried, went back by itself: " + reason);
                tried.ifPresent(g -> executor.execute(() -> {
                    trials.remove(g, Lineup.origins(parts.lineup().added(active, g)));
                    steps.failed(g.number(), parts.generation(g.number()).reason());
                }));
                goBack(active, parts.generation(back.number()), State.QUARANTINED, "went back by itself: " + reason);
                CrashPoint.ROLLED_BACK.pass();
                begun = true;
            }
        } finally {
            if (!begun) {
                busy.set(false);
            }
        }
    }

    private synchronized void endWatch() {
        if (watching != null) {
            watching.ticks().cancel(false);
            watching.meter().close();
            watching = null;
        }
    }
}
