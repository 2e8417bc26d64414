package dev.vireo.deploy.internal;

import dev.vireo.api.deploy.DeployedPackage;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.deploy.internal.BroughtSpaces.Difference;
import dev.vireo.deploy.internal.Staging.Prepared;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Takes one generation out of service and another in: forwards, backwards, and backwards by itself. One at a time. */
final class Switch {
    private static final Logger LOG = System.getLogger(Switch.class.getName());

    private final Parts parts;
    private final Preparation preparation;
    private final Steps steps;
    private final BroughtSpaces brought;
    private final Trials trials;
    private final OneAtATime turn;
    private final FirstMinute firstMinute;
    private final Handover handover;
    private final Staging staging;
    private final StagedSpaces spaces;
    private final TrialDecisions decisions;

    /** @param committed is told of every generation that begins to serve by a deploy */
    Switch(
            Parts parts, Preparation preparation, Trials trials, Steps steps, ScheduledExecutorService executor,
            Consumer<Generation> committed) {
        this.parts = parts;
        this.preparation = preparation;
        this.trials = trials;
        this.steps = steps;
        this.brought = parts.brought();
        this.turn = new OneAtATime(parts, steps, executor);
        WarmGenerations warm = new WarmGenerations(parts, executor);
        this.firstMinute = new FirstMinute(parts, turn, executor, this::rollBackByItself);
        this.handover = new Handover(parts, steps, warm, firstMinute, committed);
        this.staging = new Staging(parts, preparation, steps, warm);
        this.spaces = new StagedSpaces(parts, turn, handover, warm, trials, steps);
        this.decisions = new TrialDecisions(parts, turn, staging, handover, spaces, trials, steps, executor);
    }

    /** What becomes of trials. */
    TrialDecisions decisions() {
        return decisions;
    }

    /** What becomes of generations that bring another space. */
    StagedSpaces spaces() {
        return spaces;
    }

    /** A generation that this start brought up and that was never proven. */
    void watchStarted(Generation active) {
        firstMinute.watch(active, Lineup.origins(parts.lineup().own(active)), Map.of(), parts.generation(parts.rows().intent().lastGood()));
    }

    /**
     * @param whenReady whether one that brings another space takes over by itself
     * @param percent of a trial, 0 for a shadow; empty to take over
     */
    Generation deploy(Candidate candidate, boolean whenReady, OptionalInt percent) {
        return turn.begin(() -> {
            trials.refuseWhileOn();
            Generation active = parts.active();
            List<DeployedPackage> packages = new ArrayList<>(active.packages());
            packages.removeIf(p -> p.name().equals(candidate.content().name()));
            new DeployRules(parts).check(candidate.content(), packages, active);
            packages.add(candidate.content());
            Generation next = parts.rows().add(active.number(), packages);
            CrashPoint.ROW_ADDED.pass();
            String name = candidate.content().name();
            steps.step(next.number(), "verified", name + " " + candidate.content().version() + ", signed by " + candidate.content().signer());
            turn.run(next, percent.isEmpty()
                    ? () -> prepareAndCommit(next, active, Optional.of(candidate), State.WARM, "",
                            move -> stageBeside(next, active, name, move, whenReady))
                    : () -> decisions.begin(next, active, candidate, percent.getAsInt()));
            return next;
        });
    }

    Generation rollback(OptionalLong number) {
        return turn.begin(() -> {
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
            Optional<Difference> gone = brought.differences(target, active).stream()
                    .filter(d -> !brought.complete(d.space()))
                    .findFirst();
            if (gone.isPresent()) {
                return buildAgain(target, active, gone.get().packageName());
            }
            steps.step(target.number(), "going back", "from generation " + active.number());
            goBack(active, target, State.WARM, "rolled back to generation " + target.number());
            return parts.generation(target.number());
        });
    }

    /** A space that was dropped has to be built again before it can serve: as a deploy of what brought it. */
    private Generation buildAgain(Generation target, Generation active, String name) {
        Generation next = parts.rows().add(active.number(), BroughtSpaces.swapped(active, target, name).packages());
        steps.step(next.number(), "going back", "to what generation " + target.number() + " has of " + name
                + ", whose space is not there any more: it is built again");
        turn.run(next, () -> prepareAndCommit(next, active, Optional.empty(), State.WARM, "",
                move -> stageBeside(next, active, name, move, false)));
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

    /** The turn is taken; it is given back when the way back has ended. A warm target serves when this returns. */
    private void goBack(Generation active, Generation target, State leaving, String reason) {
        if (target.state() == State.WARM && isStarted(target, active)) {
            // What was added meanwhile is in no index that nobody refreshed.
            preparation.warm(Lineup.origins(parts.lineup().added(active, target)), Set.of());
            handover.commit(active, target, leaving, reason);
            turn.run(target, () -> handover.finish(active, target, leaving, Map.of()));
        } else {
            turn.run(target, () -> prepareAndCommit(target, active, Optional.empty(), leaving, reason, move -> refuseMove(target, move)));
        }
    }

    /** Of a generation that is kept for its space no more than that needs may be started. */
    private boolean isStarted(Generation target, Generation active) {
        return parts.readiness().missing(Lineup.origins(parts.lineup().added(active, target))).isEmpty();
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
        spaces.stage(next, active, name, move, whenReady);
        return true;
    }

    private void prepareAndCommit(
            Generation next, Generation active, Optional<Candidate> content, State leaving, String reason, Moving moving)
            throws InterruptedException {
        Prepared prepared = staging.run(next, active, content);
        if (prepared.move().isPresent() && moving.beside(prepared.move().get())) {
            return;
        } else if (prepared.move().isEmpty()) {
            spaces.noteSame(next, active);
        }
        if (next.state() == State.PREPARING) {
            parts.rows().mark(next.number(), State.STAGED, "");
        }
        handover.commit(active, next, leaving, reason.isEmpty() ? "replaced by generation " + next.number() : reason);
        handover.finish(active, next, leaving, prepared.before());
    }

    private void rollBackByItself(Generation active, Generation back, String reason) {
        if (!turn.tryBegin()) {
            return; // a deploy or roll-back runs: the next tick tries again, unless that replaced this generation
        }
        boolean begun = false;
        try {
            if (parts.rows().intent().active() == active.number()) {
                LOG.log(Level.ERROR, "generation {0} goes back to {1} by itself: {2}", active.number(), back.number(), reason);
                CrashPoint.BEFORE_ROLLBACK.pass();
                decisions.withdrawWith(active, reason);
                goBack(active, parts.generation(back.number()), State.QUARANTINED, "went back by itself: " + reason);
                CrashPoint.ROLLED_BACK.pass();
                begun = true;
            }
        } finally {
            if (!begun) {
                turn.end();
            }
        }
    }
}
