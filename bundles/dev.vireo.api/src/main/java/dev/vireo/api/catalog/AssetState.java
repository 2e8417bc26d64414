package dev.vireo.api.catalog;

/** How far an asset is. */
public enum AssetState {
    /** Parts are still being added; those committed are searchable. */
    INGESTING,
    READY
}
