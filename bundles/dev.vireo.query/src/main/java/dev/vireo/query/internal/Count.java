package dev.vireo.query.internal;

import dev.vireo.api.catalog.FoundTrack;

/** Between {@code least} and {@code most} of them at once: judged by moment, see {@link Counts}. */
record Count(int least, int most) implements Check {
    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        throw new IllegalStateException("counts are judged by moment");
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        filter.counting = true;
    }
}
