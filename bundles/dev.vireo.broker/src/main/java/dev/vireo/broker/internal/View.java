package dev.vireo.broker.internal;

import dev.vireo.api.broker.Stage.Origin;
import java.util.HashSet;
import java.util.Set;

/** What the requests of one side reach. The broker's lock guards it. */
final class View {
    private final long generation;
    private final Set<Origin> held;
    private int underWay;

    View(long generation, Set<Origin> held) {
        this.generation = generation;
        this.held = new HashSet<>(held);
    }

    /** The same but for some bundles. */
    View with(long number, Set<Origin> in, Set<Origin> out) {
        View next = new View(number, held);
        next.held.removeAll(in);
        next.held.addAll(out);
        return next;
    }

    long generation() {
        return generation;
    }

    Set<Origin> held() {
        return Set.copyOf(held);
    }

    void hold(Set<Origin> bundles) {
        held.addAll(bundles);
    }

    void forget(Set<Origin> bundles) {
        held.removeAll(bundles);
    }

    boolean reaches(Entry entry) {
        return held.isEmpty() || !entry.madeFromOneOf(held);
    }

    boolean reachesOneOf(Set<Origin> bundles) {
        return !held.containsAll(bundles);
    }

    void begin() {
        underWay++;
    }

    void end() {
        underWay--;
    }

    /** Requests that began with it and have not ended. */
    int underWay() {
        return underWay;
    }
}
