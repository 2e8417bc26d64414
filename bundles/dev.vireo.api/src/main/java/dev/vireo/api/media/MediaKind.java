package dev.vireo.api.media;

/** What a file is. An animated GIF with more than one frame is a video. */
public enum MediaKind {
    IMAGE,
    VIDEO
}
