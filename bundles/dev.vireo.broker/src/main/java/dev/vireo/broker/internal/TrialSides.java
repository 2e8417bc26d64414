package dev.vireo.broker.internal;

import dev.vireo.api.broker.Stage.Origin;
import java.util.Set;

/** Both sides of a trial, and the draw between them. The broker's lock guards it, but for the meters. */
final class TrialSides {
    private final View candidate;
    private final Set<Origin> in;
    private final Set<Origin> out;
    private final Share share;
    private final boolean ofPeople;
    private final TrialMeter servingMeter;
    private final TrialMeter candidateMeter;

    TrialSides(View serving, long generation, Set<Origin> in, Set<Origin> out, int percent) {
        this.candidate = serving.with(generation, in, out);
        this.in = Set.copyOf(in);
        this.out = Set.copyOf(out);
        this.share = new Share(percent);
        this.ofPeople = percent > 0;
        this.servingMeter = new TrialMeter(this.out);
        this.candidateMeter = new TrialMeter(this.in);
    }

    View candidate() {
        return candidate;
    }

    boolean drawn() {
        return share.next();
    }

    TrialMeter servingMeter() {
        return servingMeter;
    }

    TrialMeter candidateMeter() {
        return candidateMeter;
    }

    /** What counts a request of people; null where only what is asked beside them is counted. */
    TrialMeter meterOfPeople(View view) {
        return ofPeople ? meter(view) : null;
    }

    @SuppressWarnings("ReferenceEquality") // the very view
    TrialMeter meter(View view) {
        return view == candidate ? candidateMeter : servingMeter;
    }

    @SuppressWarnings("ReferenceEquality")
    Set<Origin> otherThan(View view) {
        return view == candidate ? out : in;
    }
}
