package dev.vireo.broker.internal;

import dev.vireo.api.broker.Stage.Origin;
import java.util.Set;

/**
 * One request.
 *
 * @param view what it reaches
 * @param meter counts it and its calls to what is on one side of a trial only; null without a trial
 * @param otherSide bundles of the other side of the trial
 */
record Scope(View view, TrialMeter meter, Set<Origin> otherSide) {}
