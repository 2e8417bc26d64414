package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Calls;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.error.VireoException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** The instant from which on another generation serves, and what becomes then of the one before. The caller has the turn. */
final class Handover {
    private static final Logger LOG = System.getLogger(Handover.class.getName());

    private final Parts parts;
    private final BroughtSpaces brought;
    private final Steps steps;
    private final WarmGenerations warm;
    private final FirstMinute firstMinute;
    private final Consumer<Generation> committed;

    /** @param committed is told of every generation that begins to serve */
    Handover(Parts parts, Steps steps, WarmGenerations warm, FirstMinute firstMinute, Consumer<Generation> committed) {
        this.parts = parts;
        this.brought = parts.brought();
        this.steps = steps;
        this.warm = warm;
        this.firstMinute = firstMinute;
        this.committed = committed;
    }

    /** @param leaving what the one that served is from now on, and {@code reason} why */
    void commit(Generation active, Generation next, State leaving, String reason) {
        Set<Origin> in = Lineup.origins(parts.lineup().added(active, next));
        Set<Origin> out = Lineup.origins(parts.lineup().added(next, active));
        steps.step(next.number(), "committing", "");
        brought.serveAgain(next, active);
        CrashPoint.BEFORE_COMMIT.pass();
        parts.rows().commit(next.number(), leaving, reason);
        CrashPoint.COMMITTED.pass();
        parts.stage().swap(next.number(), in, out);
        firstMinute.end(); // not before: a way back that failed here is tried again by the watch
        CrashPoint.SWAPPED.pass();
        try {
            committed.accept(next);
        } catch (VireoException e) {
            LOG.log(Level.ERROR, "generation " + next.number() + " serves, what follows from that is done at the next start", e);
        }
    }

    /** Watches what serves now, and lets go of what served before when its requests have ended. @param before calls of that */
    void finish(Generation old, Generation active, State leaving, Map<String, Calls> before) {
        firstMinute.watch(active, Lineup.origins(parts.lineup().added(old, active)), before, old);
        steps.step(active.number(), "draining", "generation " + old.number());
        int left = parts.stage().drain(Lineup.origins(parts.lineup().added(active, old)), Duration.ofSeconds(parts.settings().drainSeconds()));
        if (left > 0) {
            LOG.log(Level.WARNING, "generation {0} still holds {1} lease(s) after {2} s", old.number(), left, parts.settings().drainSeconds());
        }
        CrashPoint.DRAINED.pass();
        // What was warm before is older than what became warm now.
        warm.retireAllBut(OptionalLong.of(old.number()));
        if (leaving == State.WARM) {
            warm.keep(old.number());
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
}
