package dev.vireo.query.internal.grammar;

import java.util.Optional;

/**
 * One kind of condition in the grammar. A new kind is a rule here, a
 * {@link dev.vireo.query.internal.condition.Check} that it makes, and one line in {@link Planner}.
 */
interface ConditionRule {
    /**
     * What this kind reads at a token. It wins when it is at least as long as the noun and the word of the grammar that begin
     * there; of two rules the longer piece wins, then the earlier rule.
     */
    default Optional<Piece> piece(Reading reading, int token) {
        return Optional.empty();
    }

    /** Settles what pieces mean that could be several things, before negations and nouns are read. */
    default void prepare(Reading reading) {}

    /** Makes the conditions of this kind, or asks back. Called when nouns and negations are known. */
    void conditions(Reading reading);
}
