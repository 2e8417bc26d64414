package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.query.internal.evidence.Opinion;

/**
 * Like the prompt that came with the question, by the best of the live spaces.
 *
 * <p>A space of kinds, as that of a classifier, says of two pictures of one kind only that they may be the same. When the
 * kind is known from elsewhere, the two are joined as independent witnesses:
 * {@code logit p = logit p(likeness) + logit p(kind)}.
 *
 * @param whole whether the picture as a whole is meant, so that whole frames may be like it too
 */
public record Resembles(boolean whole) implements Prompted.Part {
    @Override
    public Opinion held(Term term, FoundTrack found, Prompt.Place place, Instruments by) {
        Opinion seen = by.likeness().of(term, place.index(), found.track().id());
        if (place.kind().isEmpty()) {
            return seen;
        }
        Opinion kind = by.pool().of(place.kind().get(), found.track());
        double joined = Prompted.sigmoid(Prompted.logit(seen.probability()) + Prompted.logit(kind.probability()));
        return new Opinion(Math.clamp(joined, 0.02, 0.98), by.verdict(joined), seen.told(), seen.model(), seen.order());
    }

    @Override
    public boolean ofOneThing() {
        return !whole;
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        filter.attributes |= !whole;
    }
}
