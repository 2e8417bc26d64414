package dev.vireo.api.catalog;

/** Where a space stands. New footage gets vectors in every space that the catalogue knows. */
public enum SpaceState {
    /** Stored footage is being encoded in it; no question reads it. */
    BUILDING,
    /** Every track that can be decoded has a vector in it; no question reads it yet. */
    READY,
    /** Questions of at least one domain read it. */
    SERVING,
    /** It served, or was found in the catalogue of an earlier version. No question reads it; it can be returned to at once. */
    RETAINED
}
