package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.query.internal.evidence.Opinion;
import java.util.Optional;

/** How a thing moves. */
public record Moves(MotionState state) implements Check {
    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        return by.measures().state(state, found.track());
    }

    @Override
    public boolean ofOneThing() {
        return true;
    }

    @Override
    public boolean excludes(boolean negated, Check other, boolean otherNegated) {
        if (!(other instanceof Moves moves)) {
            return false;
        }
        return state != moves.state && state != MotionState.UNKNOWN && negated == otherNegated
                || state == moves.state && negated != otherNegated;
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        filter.attributes = true;
        if (!negated) {
            filter.state = Optional.of(state);
        }
    }
}
