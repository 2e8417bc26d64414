package dev.vireo.query.internal.evidence;

/**
 * A stretch of an asset.
 *
 * @param fromMs first instant [ms]
 * @param toMs end [ms]; equal to {@code fromMs} for an image
 */
public record Span(long fromMs, long toMs) {
    public long length() {
        return toMs - fromMs;
    }
}
