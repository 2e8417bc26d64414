package dev.vireo.api.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a question.
 *
 * @param question as asked
 * @param status see the enum
 * @param clarification present exactly when the status is NEEDS_CLARIFICATION
 * @param plan the conditions; empty when none could be made
 * @param text the answer in words; cites moments as {@code [m12]}
 * @param hits all conditions hold, best first
 * @param nearMisses close but at least one condition fails or is unsure, best first
 * @param timingsMs milliseconds by step: {@code plan}, {@code candidates}, {@code evidence} (of it {@code rerank}, where a
 *     reranker was asked), {@code answer}, {@code total}
 * @param notices what a reader should know of how the answer was made, one sentence each; mostly none
 */
public record Answer(
        String question,
        AnswerStatus status,
        Optional<Clarification> clarification,
        Plan plan,
        String text,
        List<Hit> hits,
        List<Hit> nearMisses,
        Map<String, Long> timingsMs,
        List<String> notices) {}
