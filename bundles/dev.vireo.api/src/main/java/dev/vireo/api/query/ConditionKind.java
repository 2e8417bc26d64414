package dev.vireo.api.query;

/** What a condition is about. */
public enum ConditionKind {
    CLASS,
    COLOUR,
    STATE,
    TIME,
    /** Where: a source, a part of the frame, or a zone. */
    PLACE,
    TEXT,
    COUNT,
    /** In which order things are seen. */
    SEQUENCE,
    /** How near one thing is to another. */
    NEARNESS,
    /** Coming in or going out, at the border of the frame or of a zone. */
    PASSAGE,
    /** How long it lasts. */
    DURATION,
    FREE
}
