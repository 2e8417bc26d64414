package dev.vireo.api.generate;

import java.time.ZoneId;
import java.util.List;

import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.Plan;

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
