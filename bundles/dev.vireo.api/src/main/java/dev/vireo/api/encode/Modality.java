package dev.vireo.api.encode;

/** What an encoder can read. */
public enum Modality {
    IMAGE,
    TEXT
}
