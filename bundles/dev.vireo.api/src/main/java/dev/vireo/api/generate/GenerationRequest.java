package dev.vireo.api.generate;

import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.Plan;
import java.time.ZoneId;
import java.util.List;

/**
 * What to put into words.
 *
 * @param question as asked
 * @param status ANSWERED or NOTHING_FOUND
 * @param plan conditions and language
 * @param hits best first
 * @param nearMisses best first
 * @param zone zone for clock times
 */
public record GenerationRequest(
        String question, AnswerStatus status, Plan plan, List<Hit> hits, List<Hit> nearMisses, ZoneId zone) {}
