package dev.vireo.api.catalog;

import dev.vireo.api.media.ClockSource;
import java.time.Instant;
import java.util.Optional;

/**
 * When an asset was captured and how that is known.
 *
 * @param source where the time came from
 * @param confidence 0 (unknown) to 1 (told by a person)
 * @param start instant of the asset's first frame; empty when unknown
 */
public record Clock(ClockSource source, double confidence, Optional<Instant> start) {
    public static final Clock UNKNOWN = new Clock(ClockSource.UNKNOWN, 0, Optional.empty());
}
