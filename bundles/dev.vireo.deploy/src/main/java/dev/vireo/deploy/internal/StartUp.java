package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.Intent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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

    private final Parts parts;

    StartUp(Parts parts) {
        this.parts = parts;
    }

    /** @return the generation that this start installed */
    Generation run() {
        tidy();
        Generation original = parts.generation(0);
        Generation chosen = choose();
        parts.bundles().takeOver(parts.lineup().added(original, chosen), parts.lineup().added(chosen, original));
        CrashPoint.START_INSTALLED.pass();
        return chosen;
    }

    /** What a crash interrupted, and what was kept warm, is not started any more. */
    private void tidy() {
        for (Generation generation : parts.rows().list()) {
            switch (generation.state()) {
                case PREPARING, STAGED -> parts.rows().mark(generation.number(), State.FAILED, "interrupted by a restart");
                case WARM -> parts.rows().mark(generation.number(), State.RETIRED, generation.reason());
                case ACTIVE, RETIRED, FAILED, QUARANTINED -> { }
            }
        }
        Set<String> kept = new HashSet<>();
        parts.rows().list().stream()
                .filter(g -> g.state() != State.FAILED)
                .forEach(g -> g.bundles().stream().map(DeployedBundle::sha256).forEach(kept::add));
        parts.store().sweep(kept);
    }

    private Generation choose() {
        while (true) {
            Intent intent = parts.rows().intent();
            Generation desired = parts.generation(intent.desired());
            if (desired.number() == 0) {
                return desired;
            }
            String fault = fault(desired);
            if (fault.isEmpty()) {
                return desired;
            }
            long instead = intent.lastGood() == desired.number() ? 0 : intent.lastGood();
            LOG.log(Level.ERROR, "generation {0} is quarantined, generation {1} serves instead: {2}", desired.number(), instead, fault);
            parts.rows().commit(instead, State.QUARANTINED, fault);
        }
    }

    /** Why a generation can not be started; counts the start when it can. */
    private String fault(Generation generation) {
        List<String> damaged = generation.bundles().stream()
                .filter(b -> !parts.store().isWhole(b))
                .map(b -> b.symbolicName() + " " + b.version())
                .toList();
        if (!damaged.isEmpty()) {
            return "damaged or gone in the store: " + String.join(", ", damaged);
        }
        if (generation.failedStarts() >= MOST_FAILED_STARTS) {
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
