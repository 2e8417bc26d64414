package dev.vireo.api.catalog;

import dev.vireo.api.model.Colour;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which tracks to read. All parts hold together; an empty part holds always.
 *
 * @param domain the domain searched
 * @param assets only tracks of these assets
 * @param captured the track overlaps one of these ranges; tracks of assets without a clock are left out when set
 * @param groups every group holds
 * @param colours at least {@code minFraction} of the object is of one of these
 * @param minFraction see {@code colours}, 0 to 1
 * @param state the track's motion state
 * @param wholeFrame true: only whole frames, false: only objects
 */
public record TrackFilter(
        String domain,
        Set<Long> assets,
        List<TimeRange> captured,
        List<LabelGroup> groups,
        Set<Colour> colours,
        double minFraction,
        Optional<MotionState> state,
        Optional<Boolean> wholeFrame) {
    /** Everything of a domain. */
    public static TrackFilter of(String domain) {
        return new TrackFilter(
                domain, Set.of(), List.of(), List.of(), Set.of(), 0, Optional.empty(), Optional.empty());
    }
}
