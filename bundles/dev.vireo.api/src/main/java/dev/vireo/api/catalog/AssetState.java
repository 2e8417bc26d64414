package dev.vireo.api.catalog;

/** How far an asset is. */
public enum AssetState {
    /** Parts are still being added; those committed are searchable. */
    INGESTING,
    /** A stream writes to it; what is committed is searchable. */
    RECORDING,
    READY
}
