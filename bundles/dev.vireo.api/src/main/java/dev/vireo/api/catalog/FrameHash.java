package dev.vireo.api.catalog;

/**
 * Perceptual hash of one frame: frames that look alike differ in few bits.
 *
 * @param timeMs position of the frame [ms]
 * @param hash 64 bits
 */
public record FrameHash(long timeMs, long hash) {}
