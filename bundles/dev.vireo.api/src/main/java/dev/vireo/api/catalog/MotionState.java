package dev.vireo.api.catalog;

/** What a track did. */
public enum MotionState {
    /** Stayed within a fraction of its own size for at least the set time. */
    PARKED,
    MOVING,
    /** Seen too briefly, or only once, to tell. */
    UNKNOWN
}
