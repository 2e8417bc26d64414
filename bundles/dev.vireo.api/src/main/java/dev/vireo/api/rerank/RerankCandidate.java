package dev.vireo.api.rerank;

import java.util.Map;

/**
 * One thing found.
 *
 * @param id unique in its request
 * @param sentence what is known of it, for people, in English; empty when the reranker does not read sentences
 * @param measures what was measured; what is absent was not
 */
public record RerankCandidate(long id, String sentence, Map<Measure, Double> measures) {
    public RerankCandidate {
        measures = Map.copyOf(measures);
    }
}
