package dev.vireo.api.query;

/** What a condition is about. */
public enum ConditionKind {
    CLASS,
    COLOUR,
    STATE,
    TIME,
    PLACE,
    TEXT,
    COUNT,
    SEQUENCE,
    FREE
}
