package dev.vireo.query.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.query.Question;
import java.util.List;

/** One thing that is looked for: the whole of a plain question, or one step of an order. */
final class Search {
    private final Candidates candidates;
    private final Judge judge;

    /** @param by instruments with the likeness of these terms */
    Search(Catalog catalog, List<Term> terms, Question question, Tuning tuning, Instruments by) {
        this.candidates = new Candidates(catalog, by, terms, question, tuning);
        this.judge = new Judge(terms, by);
    }

    void gather() {
        candidates.gather();
    }

    /** Everything that was gathered, judged. */
    Chains.Step judged() {
        return new Chains.Step(judge.inspection(), judge.scored(candidates));
    }
}
