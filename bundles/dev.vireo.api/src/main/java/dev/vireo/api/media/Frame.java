package dev.vireo.api.media;

/**
 * One decoded frame.
 *
 * @param timeMs presentation time from the start of the file [ms]; 0 for an image
 * @param image the pixels, in the size that was asked for
 */
public record Frame(long timeMs, Image image) {}
