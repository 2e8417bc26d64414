package dev.vireo.query.internal.tuning;

/** When a kind of reranker is asked. */
public enum RerankUse {
    NEVER,
    /** When the question holds words that no label covers. */
    FREE,
    ALWAYS
}
