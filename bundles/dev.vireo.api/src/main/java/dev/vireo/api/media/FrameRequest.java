package dev.vireo.api.media;

/**
 * Which frames of a file to decode.
 *
 * @param fromMs first moment wanted [ms]
 * @param toMs end, exclusive [ms]; {@link Long#MAX_VALUE} for the whole file
 * @param intervalMs distance between frames [ms], at least 1; ignored for an image
 * @param maxSide frames are scaled down so that the longer side is at most this [px]; never scaled up
 */
public record FrameRequest(long fromMs, long toMs, long intervalMs, int maxSide) {
    public FrameRequest {
        if (fromMs < 0 || toMs <= fromMs || intervalMs < 1 || maxSide < 16) {
            throw new IllegalArgumentException("frame request out of range: from " + fromMs + " to " + toMs + " every "
                    + intervalMs + " ms, longest side " + maxSide);
        }
    }

    /** The whole file, one frame every {@code intervalMs}. */
    public static FrameRequest every(long intervalMs, int maxSide) {
        return new FrameRequest(0, Long.MAX_VALUE, intervalMs, maxSide);
    }
}
