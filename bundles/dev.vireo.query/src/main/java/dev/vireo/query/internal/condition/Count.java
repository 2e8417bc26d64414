package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.query.internal.evidence.Opinion;

/** Between {@code least} and {@code most} of them at once: judged by moment, not by track. */
public record Count(int least, int most) implements Check {
    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        throw new IllegalStateException("counts are judged by moment");
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        filter.counting = true;
    }
}
