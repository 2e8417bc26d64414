package dev.vireo.api.rerank;

import dev.vireo.api.query.Plan;
import java.time.Duration;
import java.util.List;

/**
 * What to score.
 *
 * @param question as asked
 * @param plan its conditions and its language
 * @param candidates best first, ids unique
 * @param budget longest time that scoring may take
 */
public record RerankRequest(String question, Plan plan, List<RerankCandidate> candidates, Duration budget) {
    public RerankRequest {
        candidates = List.copyOf(candidates);
    }
}
