package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.evidence.Span;
import dev.vireo.query.internal.noun.Target;
import java.util.List;

/** How a condition is checked: one class a kind. What it needs to know it gets from {@link Instruments}. */
public interface Check {
    /** What is found for one candidate; negation is not applied. */
    Opinion of(Term term, FoundTrack found, Instruments by);

    /** The same with negation applied. A check that holds during part of a track says here when it does not. */
    default Opinion judged(Term term, FoundTrack found, Instruments by) {
        return term.turned(of(term, found, by));
    }

    /** Whether it is said of one thing alone, so that it can be asked of every noun of a question. */
    default boolean ofOneThing() {
        return false;
    }

    /** Whether it is about the stretch in which everything else holds, and judged when that is known. */
    default boolean ofStretch() {
        return false;
    }

    /** For {@link #ofStretch}: what is found for a stretch of a candidate; negation is not applied. */
    default Opinion ofStretch(FoundTrack found, Span stretch, Instruments by) {
        throw new IllegalStateException(getClass().getSimpleName() + " is not about a stretch");
    }

    /** Whether both can never hold of one thing; each may be negated. */
    default boolean excludes(boolean negated, Check other, boolean otherNegated) {
        return false;
    }

    /** The nouns of which it reads labels. */
    default List<Target> targets() {
        return List.of();
    }

    /** Narrows the search for candidates as far as the catalogue can filter. Called for conditions on the subject. */
    default void narrow(CandidateFilter filter, boolean negated) {}
}
