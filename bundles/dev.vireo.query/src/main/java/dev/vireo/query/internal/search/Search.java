package dev.vireo.query.internal.search;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.query.Question;
import dev.vireo.query.internal.condition.Instruments;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.tuning.Tuning;
import java.util.List;

/** One thing that is looked for: the whole of a plain question, or one step of an order. */
public final class Search {
    private final Candidates candidates;
    private final Judge judge;

    /** @param by instruments with the likeness of these terms */
    public Search(Catalog catalog, List<Term> terms, Question question, Tuning tuning, Instruments by) {
        this.candidates = new Candidates(catalog, by, terms, question, tuning);
        this.judge = new Judge(terms, by);
    }

    public void gather() {
        candidates.gather();
    }

    /** Everything that was gathered, judged. */
    public Chains.Step judged() {
        return new Chains.Step(judge.inspection(), judge.scored(candidates));
    }
}
