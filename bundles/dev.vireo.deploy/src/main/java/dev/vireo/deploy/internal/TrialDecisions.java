package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Calls;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.TrialReport;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;

/** What becomes of a generation that is to be tried: on trial or refused, then promoted, discarded, or withdrawn by itself. */
final class TrialDecisions {
    private static final Logger LOG = System.getLogger(TrialDecisions.class.getName());

    private final Parts parts;
    private final OneAtATime turn;
    private final Staging staging;
    private final Handover handover;
    private final StagedSpaces spaces;
    private final Trials trials;
    private final Steps steps;
    private final Executor executor;

    TrialDecisions(
            Parts parts, OneAtATime turn, Staging staging, Handover handover, StagedSpaces spaces, Trials trials, Steps steps,
            Executor executor) {
        this.parts = parts;
        this.turn = turn;
        this.staging = staging;
        this.handover = handover;
        this.spaces = spaces;
        this.trials = trials;
        this.steps = steps;
        this.executor = executor;
    }

    /** The caller has the turn. @param percent share of the requests; 0 for a shadow */
    void begin(Generation next, Generation active, Candidate candidate, int percent) throws InterruptedException {
        Optional<SpaceMove> move = staging.run(next, active, Optional.of(candidate)).move();
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
            spaces.noteSame(next, active);
            handover.commit(active, next, State.WARM, "replaced by generation " + next.number());
            trials.promoted();
            handover.finish(active, next, State.WARM, before);
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
        void run(Generation next, Generation active);
    }

    private Generation decide(OptionalLong number, String step, Decision decision) {
        return turn.begin(() -> {
            Generation next = parts.generation(trials.on(number));
            Generation active = parts.active();
            steps.step(next.number(), step, "");
            turn.run(next, () -> decision.run(next, active));
            return next;
        });
    }

    private void withdraw(Generation next, Generation active, TrialReport.State as, String reason) {
        Set<Origin> origins = Lineup.origins(parts.lineup().added(active, next));
        trials.withdraw(as, reason).ifPresent(g -> trials.remove(g, origins));
    }

    /** What serves beside it goes back: the trial has nothing left to be held against. The caller has the turn, and keeps it. */
    void withdrawWith(Generation active, String reason) {
        trials.withdraw(TrialReport.State.FAILED,
                "generation " + active.number() + ", beside which it was tried, went back by itself: " + reason)
                .ifPresent(g -> executor.execute(() -> {
                    trials.remove(g, Lineup.origins(parts.lineup().added(active, g)));
                    steps.failed(g.number(), parts.generation(g.number()).reason());
                }));
    }

    private void withdrawByItself(Generation next, Generation active, String reason) {
        if (!turn.tryBegin()) {
            return; // somebody is deciding on it
        }
        LOG.log(Level.ERROR, "generation {0} is withdrawn by itself: {1}", next.number(), reason);
        turn.run(next, () -> {
            withdraw(next, active, TrialReport.State.FAILED, "withdrawn by itself: " + reason);
            steps.failed(next.number(), "withdrawn by itself: " + reason);
        });
    }
}
