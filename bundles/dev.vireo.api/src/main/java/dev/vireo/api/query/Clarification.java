package dev.vireo.api.query;

import java.util.List;

/**
 * One question back.
 *
 * @param question short, in the language of the question asked
 * @param choices what could be meant; each is a whole question that can be asked as it stands
 */
public record Clarification(String question, List<String> choices) {}
