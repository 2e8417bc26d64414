package dev.vireo.deploy.internal;

import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What served before and stays started for a while, so that going back is instant. */
final class WarmGenerations {
    private static final Logger LOG = System.getLogger(WarmGenerations.class.getName());

    private final Parts parts;
    private final BroughtSpaces brought;
    private final ScheduledExecutorService executor;

    WarmGenerations(Parts parts, ScheduledExecutorService executor) {
        this.parts = parts;
        this.brought = parts.brought();
        this.executor = executor;
    }

    /** Keeps a generation that was just replaced for as long as the settings say. */
    void keep(long number) {
        if (parts.settings().warmSeconds() > 0) {
            executor.schedule(() -> retire(number), parts.settings().warmSeconds(), TimeUnit.SECONDS);
        } else {
            retire(number);
        }
    }

    /** Stops what is kept warm. @return whether there was any */
    boolean retireAllBut(OptionalLong number) {
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
    synchronized void retire(long number) {
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
}
