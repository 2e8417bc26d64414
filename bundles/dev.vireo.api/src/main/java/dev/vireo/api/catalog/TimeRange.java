package dev.vireo.api.catalog;

import java.time.Instant;

/** From (inclusive) to (exclusive). */
public record TimeRange(Instant from, Instant to) {
    public TimeRange {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a time range needs from before to, got " + from + " to " + to);
        }
    }
}
