package dev.vireo.query.internal.condition;

import dev.vireo.api.query.Condition;
import dev.vireo.query.internal.evidence.Opinion;

/**
 * A condition with what it takes to check it.
 *
 * @param condition as shown
 * @param check how it is checked
 * @param noun which noun of the question it is about: 0 is the subject, what hits are made of; others are things that
 *     must be seen (or, negated, must not be seen) at the same time
 */
public record Term(Condition condition, Check check, int noun) {
    public boolean negated() {
        return condition.negated();
    }

    /** Negation applied. */
    public Opinion turned(Opinion opinion) {
        return negated() ? opinion.not() : opinion;
    }
}
