package dev.vireo.query.internal;

import dev.vireo.api.catalog.FoundTrack;

/** How a condition is checked: one class a kind. What it needs to know it gets from {@link Instruments}. */
interface Check {
    /** What is found for one candidate; negation is not applied. */
    Opinion of(Term term, FoundTrack found, Instruments by);

    /** Whether it is said of one thing alone, so that it can be asked of every noun of a question. */
    default boolean ofOneThing() {
        return false;
    }

    /** Narrows the search for candidates as far as the catalogue can filter. Called for conditions on the subject. */
    default void narrow(CandidateFilter filter, boolean negated) {}
}
