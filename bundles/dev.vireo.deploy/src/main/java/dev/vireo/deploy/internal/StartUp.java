package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.Intent;
import dev.vireo.api.deploy.TrialReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Installs the generation that the intent names, before any model is loaded. What failed three starts, or lies damaged in the
 * store, is quarantined, and the last good one is taken.
 */
final class StartUp {
    private static final Logger LOG = System.getLogger(StartUp.class.getName());
    private static final int MOST_FAILED_STARTS = 3;
    private static final Set<State> STARTED_BESIDE = Set.of(State.STAGED, State.WARM);
    private static final String INTERRUPTED = "interrupted by a restart";

    private final Parts parts;
    private final InstantSource clock;

    StartUp(Parts parts, InstantSource clock) {
        this.parts = parts;
        this.clock = clock;
    }

    /** @return the generation that this start installed */
    Generation run() {
        Generation chosen = choose();
        tidy(chosen);
        Generation original = parts.generation(0);
        Set<Slot> beside = beside(chosen);
        parts.bundles().startBeside(beside);
        Set<Slot> replaced = parts.lineup().added(chosen, original);
        replaced.removeAll(beside);
        parts.bundles().takeOver(parts.lineup().added(original, chosen), replaced);
        CrashPoint.START_INSTALLED.pass();
        return chosen;
    }

    /** What a crash interrupted, and what was kept warm, is not started any more, but for the sake of a space. */
    private void tidy(Generation chosen) {
        for (Generation generation : parts.rows().list()) {
            if (STARTED_BESIDE.contains(generation.state()) && parts.brought().keeps(generation, chosen)) {
                continue;
            }
            switch (generation.state()) {
                case PREPARING, STAGED -> parts.rows().mark(generation.number(), State.FAILED, INTERRUPTED);
                case TRIAL -> parts.rows().mark(generation.number(), State.WITHDRAWN, INTERRUPTED);
                case WARM -> parts.rows().mark(generation.number(), State.RETIRED, generation.reason());
                case ACTIVE, RETIRED, FAILED, WITHDRAWN, QUARANTINED -> { }
            }
        }
        parts.rows().list().forEach(g -> endTrial(g.number()));
        parts.sweep();
    }

    /** A trial is no intent. What it found stays; whether its generation took over the rows tell. */
    private void endTrial(long number) {
        parts.rows().trial(number).filter(t -> t.state() == TrialReport.State.ON).ifPresent(trial -> {
            boolean interrupted = parts.generation(number).state() == State.WITHDRAWN;
            parts.rows().note(trial.ended(interrupted ? TrialReport.State.INTERRUPTED : TrialReport.State.PROMOTED, clock.instant(),
                    interrupted ? INTERRUPTED : "promoted"));
        });
    }

    /** Bundles whose space is kept and that the generation to start does not bring. They give way before it does. */
    private Set<Slot> beside(Generation chosen) {
        Set<Slot> slots = new HashSet<>();
        for (Generation generation : parts.rows().list()) {
            if (!STARTED_BESIDE.contains(generation.state())) {
                continue;
            }
            String fault = fault(generation, MOST_FAILED_STARTS - 1);
            if (!fault.isEmpty()) {
                LOG.log(Level.ERROR, "generation {0} is not started beside generation {1}: {2}", generation.number(), chosen.number(), fault);
                parts.rows().mark(generation.number(), generation.number() == 0 ? State.RETIRED : State.QUARANTINED, fault);
                continue;
            }
            parts.brought().differences(generation, chosen).forEach(d ->
                    slots.addAll(parts.lineup().added(chosen, BroughtSpaces.swapped(chosen, generation, d.packageName()))));
        }
        return slots;
    }

    private Generation choose() {
        while (true) {
            Intent intent = parts.rows().intent();
            Generation desired = parts.generation(intent.desired());
            if (desired.number() == 0) {
                return desired;
            }
            String fault = fault(desired, MOST_FAILED_STARTS);
            if (fault.isEmpty()) {
                return desired;
            }
            long instead = intent.lastGood() == desired.number() ? 0 : intent.lastGood();
            LOG.log(Level.ERROR, "generation {0} is quarantined, generation {1} serves instead: {2}", desired.number(), instead, fault);
            parts.brought().serveAgain(parts.generation(instead), desired);
            parts.rows().commit(instead, State.QUARANTINED, fault);
        }
    }

    /** Why a generation can not be started; counts the start when it can. */
    private String fault(Generation generation, int most) {
        List<String> damaged = generation.bundles().stream()
                .filter(b -> !parts.store().isWhole(b))
                .map(b -> b.symbolicName() + " " + b.version())
                .toList();
        if (!damaged.isEmpty()) {
            return "damaged or gone in the store: " + String.join(", ", damaged);
        }
        if (generation.failedStarts() >= most) {
            return generation.failedStarts() + " starts in a row failed";
        }
        parts.rows().starting(generation.number());
        CrashPoint.START_COUNTED.pass();
        return "";
    }

    /** What a generation brings beside the distribution. */
    Set<Origin> brought(Generation generation) {
        return parts.lineup().own(generation).stream().map(Slot::origin).collect(Collectors.toSet());
    }
}
