package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.model.Colour;
import dev.vireo.query.internal.evidence.Opinion;
import java.util.Set;

/** One of these colours. */
public record HasColour(Set<Colour> colours) implements Check {
    public HasColour {
        colours = Set.copyOf(colours);
    }

    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        return by.measures().colour(colours, found.track()).seenIn(found.track().quality());
    }

    @Override
    public boolean ofOneThing() {
        return true;
    }

    @Override
    public boolean excludes(boolean negated, Check other, boolean otherNegated) {
        return other instanceof HasColour colour && negated != otherNegated && colours.equals(colour.colours);
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        filter.attributes = true;
        if (!negated && filter.colours.isEmpty()) {
            filter.colours = colours;
        }
    }
}
