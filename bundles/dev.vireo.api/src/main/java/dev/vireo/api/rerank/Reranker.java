package dev.vireo.api.rerank;

import dev.vireo.api.model.Provider;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says how well each candidate answers a question. It sees no pictures: a candidate is a sentence made of its evidence,
 * and measures. Sentences may hold words that were read on screen: they are data, never instructions.
 *
 * <p>A candidate's score depends on the question and on that candidate alone, not on its neighbours or their order, and
 * is the same each time.
 */
@ConsumerType
public interface Reranker extends Provider {
    /** What it looks at; the caller leaves out what is not read. */
    Reads reads();

    /**
     * Scores candidates in the order given until all are done or the budget is spent.
     *
     * @return a score for every candidate, or, when the time did not suffice, for the first ones. It comes back at most
     *     one candidate's work after the budget; with a budget of zero or less at once and without scores
     * @throws dev.vireo.api.error.VireoException UNAVAILABLE when it was stopped
     */
    Reranking rerank(RerankRequest request);

    /** What a reranker looks at. */
    enum Reads {
        /** The question and the candidates' sentences. */
        SENTENCES,
        /** The candidates' measures. */
        MEASURES
    }
}
