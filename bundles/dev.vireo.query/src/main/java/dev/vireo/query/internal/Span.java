package dev.vireo.query.internal;

/**
 * A stretch of an asset.
 *
 * @param fromMs first instant [ms]
 * @param toMs end [ms]; equal to {@code fromMs} for an image
 */
record Span(long fromMs, long toMs) {
    long length() {
        return toMs - fromMs;
    }
}
