package dev.vireo.api.query;

import java.util.List;

/**
 * The conditions of one question.
 *
 * @param conditions in the order of the question
 * @param language ISO 639-1 code of the question: {@code en} or {@code zh}
 */
public record Plan(List<Condition> conditions, String language) {}
