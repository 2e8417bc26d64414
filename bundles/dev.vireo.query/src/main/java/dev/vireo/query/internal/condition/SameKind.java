package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.noun.Target;
import java.util.Optional;

/** Of the kind that the prompt most probably is. @param any what any of the prompt's places is, to search by */
public record SameKind(Target any) implements Prompted.Part {
    @Override
    public Opinion held(Term term, FoundTrack found, Prompt.Place place, Instruments by) {
        return place.kind()
                .map(own -> by.pool().of(own, found.track()))
                .orElseGet(() -> new Opinion(0.3, Verdict.UNSURE, "nothing recognised there", "vocabulary"));
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        filter.subject = Optional.of(any);
    }
}
