package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.noun.Target;
import java.util.List;
import java.util.Optional;

/** What a thing is. */
public record IsA(Target target) implements Check {
    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        return by.pool().of(target, found.track()).seenIn(found.track().quality());
    }

    @Override
    public boolean ofOneThing() {
        return true;
    }

    @Override
    public List<Target> targets() {
        return List.of(target);
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        if (!negated) {
            filter.subject = Optional.of(target);
        }
    }
}
