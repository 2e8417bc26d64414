package dev.vireo.api.catalog;

import java.util.List;
import java.util.Optional;

/**
 * What one transaction adds to a recording: pieces of footage, and what is known of its moments by then. A moment that goes on
 * is given again, as far as it changed; it and its tracks keep their ids.
 *
 * @param toMs everything before this position of the asset is committed with it [ms]
 * @param pieces new pieces, in order of time, behind those that are there
 * @param moments new moments, and those that go on
 * @param hashes perceptual hashes of the new frames in order of time
 * @param makers the models that made it
 */
public record Growth(long toMs, List<Piece> pieces, List<GrownMoment> moments, List<FrameHash> hashes, Makers makers) {
    /** A growth of which nobody knows who made it. */
    public Growth(long toMs, List<Piece> pieces, List<GrownMoment> moments, List<FrameHash> hashes) {
        this(toMs, pieces, moments, hashes, Makers.NONE);
    }

    /**
     * A moment as it is now.
     *
     * @param id its id; empty when it begins
     * @param moment its interval, its texts, and those of its tracks that are new or changed
     * @param tracks for each of those tracks its id; empty when it is new
     * @param dropped tracks that turned out to be part of another, or nothing
     */
    public record GrownMoment(Optional<Long> id, NewMoment moment, List<Optional<Long>> tracks, List<Long> dropped) {
        /** A moment that is over when it is first told of. */
        public static GrownMoment whole(NewMoment moment) {
            return new GrownMoment(
                    Optional.empty(), moment, moment.tracks().stream().map(_ -> Optional.<Long>empty()).toList(), List.of());
        }
    }

    /**
     * Ids of a moment and of those of its tracks that were given, in the same order.
     */
    public record Ids(long moment, List<Long> tracks) {}
}
