package dev.vireo.media.ffmpeg.internal;

/**
 * What one file and one decoder may cost.
 *
 * @param maxPixels most pixels of a frame, from the header
 * @param maxSide longest side of a frame [px]
 * @param maxHours longest video
 * @param probeMs longest time for reading a header
 * @param frameMs longest time from one frame to the next
 * @param clipMs longest time for writing a clip
 * @param queueMs longest wait for a free decoder
 * @param decoders children at once
 * @param threads threads of one decoder
 * @param memoryMib address space of a child
 * @param writtenMib largest file that a child may write
 */
record Limits(
        long maxPixels,
        int maxSide,
        int maxHours,
        long probeMs,
        long frameMs,
        long clipMs,
        long queueMs,
        int decoders,
        int threads,
        long memoryMib,
        long writtenMib) {
    /** 8192 × 8192: the largest frame of H.264 level 6.2, and four times an 8K UHD frame's half. */
    static final long MAX_PIXELS = 8192L * 8192L;
    static final int MAX_SIDE = 32_768;
}
