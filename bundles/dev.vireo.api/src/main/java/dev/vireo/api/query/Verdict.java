package dev.vireo.api.query;

/** What evidence says of a condition. A negated condition is MET when the thing is absent. */
public enum Verdict {
    MET,
    NOT_MET,
    UNSURE
}
