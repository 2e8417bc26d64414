package dev.vireo.api.catalog;

/**
 * Another clock of an asset than the one that is used.
 *
 * @param clock what it tells; its start is present
 * @param told how it is known, for people
 */
public record OfferedClock(Clock clock, String told) {
    public OfferedClock {
        if (clock.start().isEmpty()) {
            throw new IllegalArgumentException("a clock that knows no time cannot be offered");
        }
    }
}
