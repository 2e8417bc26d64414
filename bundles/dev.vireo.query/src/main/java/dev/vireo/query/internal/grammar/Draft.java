package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.Clarification;
import dev.vireo.api.query.Plan;
import dev.vireo.query.internal.condition.Term;
import java.util.List;
import java.util.Optional;

/**
 * What the grammar made of a question.
 *
 * @param terms in the order of the question
 * @param steps what must hold of each step, in order of time; one for a question that is about no order. A term may be of
 *     several steps
 * @param sequence what must hold between the steps
 * @param language {@code en} or {@code zh}
 * @param clarification set when the question must be asked again
 */
public record Draft(
        List<Term> terms, List<List<Term>> steps, Optional<Term> sequence, String language, Optional<Clarification> clarification) {
    public Draft {
        steps = List.copyOf(steps);
        terms = List.copyOf(terms);
    }

    public Plan plan() {
        return new Plan(terms.stream().map(Term::condition).toList(), language);
    }
}
