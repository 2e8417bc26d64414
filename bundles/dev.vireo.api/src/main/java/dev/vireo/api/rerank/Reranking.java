package dev.vireo.api.rerank;

import java.util.Map;

/**
 * What a reranker says.
 *
 * @param scores by candidate id, 0 to 1, larger is better; comparable within one answer only
 * @param complete whether every candidate was scored; false when the time did not suffice
 */
public record Reranking(Map<Long, Double> scores, boolean complete) {
    public Reranking {
        scores = Map.copyOf(scores);
    }
}
