package dev.vireo.query.internal;

import dev.vireo.api.catalog.FoundTrack;

/** When it was seen. */
record SeenAt(TimeSpec time) implements Check {
    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        return by.measures().time(time, found.asset(), found.track());
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        if (!negated) {
            filter.seen(time);
        }
    }
}
