package dev.vireo.broker.internal;

import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.broker.Stage.Trial;
import java.util.Map;
import java.util.Set;

/** Counts and times the requests of one side of a trial, and their calls to what that side alone has. Thread-safe. */
final class TrialMeter {
    private final Set<Origin> bundles;
    private final CallMeter meter = new CallMeter();

    TrialMeter(Set<Origin> bundles) {
        this.bundles = bundles;
    }

    void request(long tookNanos, Throwable failure) {
        meter.add(Trial.REQUEST, tookNanos, failure);
    }

    /** The service, with this before it where it counts. */
    <S> S watch(Class<S> family, Entry entry, S service) {
        return entry.madeFromOneOf(bundles) ? meter.watch(family, entry, service) : service;
    }

    Map<String, Figures> figures() {
        return meter.figures();
    }
}
