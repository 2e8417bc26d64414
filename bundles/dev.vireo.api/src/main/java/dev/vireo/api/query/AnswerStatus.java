package dev.vireo.api.query;

/** How a question ended. */
public enum AnswerStatus {
    ANSWERED,
    NOTHING_FOUND,
    NEEDS_CLARIFICATION
}
