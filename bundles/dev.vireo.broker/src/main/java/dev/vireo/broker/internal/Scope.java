package dev.vireo.broker.internal;

import dev.vireo.api.broker.Broker.Leased;
import dev.vireo.api.broker.Stage.Origin;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One request.
 *
 * @param view what it reaches
 * @param meter counts it and its calls to what is on one side of a trial only; null without a trial
 * @param otherSide bundles of the other side of the trial
 * @param leased what it had so far; the broker's lock guards it
 */
record Scope(View view, TrialMeter meter, Set<Origin> otherSide, Set<Leased> leased) {
    Scope(View view, TrialMeter meter, Set<Origin> otherSide) {
        this(view, meter, otherSide, new LinkedHashSet<>());
    }
}
