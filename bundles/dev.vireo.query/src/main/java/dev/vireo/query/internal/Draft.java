package dev.vireo.query.internal;

import dev.vireo.api.query.Clarification;
import dev.vireo.api.query.Plan;
import java.util.List;
import java.util.Optional;

/**
 * What the grammar made of a question.
 *
 * @param terms in the order of the question
 * @param language {@code en} or {@code zh}
 * @param clarification set when the question must be asked again
 */
record Draft(List<Term> terms, String language, Optional<Clarification> clarification) {
    Draft {
        terms = List.copyOf(terms);
    }

    Plan plan() {
        return new Plan(terms.stream().map(Term::condition).toList(), language);
    }
}
