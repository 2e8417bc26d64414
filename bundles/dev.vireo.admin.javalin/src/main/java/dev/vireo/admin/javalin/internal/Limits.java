package dev.vireo.admin.javalin.internal;

/**
 * How much one request may ask for.
 *
 * @param bodyBytes longest request body with a picture
 * @param smallBodyBytes longest other request body
 * @param clipMs longest clip [ms]
 * @param frames pictures made at once
 * @param clips clips made at once
 * @param questions questions answered at once
 * @param listeners event streams open at once
 * @param waitMs how long a request waits for its turn [ms]
 * @param heartbeatMs distance of signs of life on an event stream [ms]
 */
record Limits(
        int bodyBytes,
        int smallBodyBytes,
        long clipMs,
        int frames,
        int clips,
        int questions,
        int listeners,
        long waitMs,
        long heartbeatMs) {
    static final Limits DEFAULT = new Limits(24 << 20, 1 << 20, 300_000, 4, 2, 8, 24, 20_000, 10_000);
}
