package dev.vireo.api.media;

/** Where an asset's capture time came from, from most to least trusted. */
public enum ClockSource {
    /** Given by a person when the asset was added. */
    ADMIN,
    EXIF,
    /** When the frames of a live source came, by this machine's clock. */
    ARRIVAL,
    CONTAINER,
    /** A clock that runs in the picture. */
    ON_SCREEN,
    FILE_NAME,
    UNKNOWN
}
