package dev.vireo.api.query;

import dev.vireo.api.catalog.Clock;
import dev.vireo.api.media.Box;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A track that answers a question, or nearly does.
 *
 * @param moment id of the moment
 * @param track id of the track
 * @param asset id of the asset
 * @param path where the asset was added from
 * @param startMs start of what was found [ms from the start of the asset]
 * @param endMs its end, exclusive [ms]
 * @param capturedAt capture time of {@code frameMs} in the site's zone; empty when the clock is unknown
 * @param clock how the capture time is known
 * @param score what hits are ordered by, larger is better; comparable within one answer only
 * @param probability that all conditions hold, 0 to 1
 * @param region the object at {@code frameMs} [px of the source frame]; empty when the whole frame is meant
 * @param frameMs the frame that shows it best [ms]
 * @param involved the other things that it is about, in the order of the question or of time; empty when there are none
 * @param evidence one for each condition of the plan, in its order
 * @param twins the same scene in other assets that show the same footage; they are no hits of their own
 */
public record Hit(
        long moment,
        long track,
        long asset,
        String path,
        long startMs,
        long endMs,
        Optional<OffsetDateTime> capturedAt,
        Clock clock,
        double score,
        double probability,
        Optional<Box> region,
        long frameMs,
        List<Involved> involved,
        List<Evidence> evidence,
        List<HitTwin> twins) {
    public Hit {
        involved = List.copyOf(involved);
        evidence = List.copyOf(evidence);
        twins = List.copyOf(twins);
    }

    /** Without twins. */
    public Hit(
            long moment, long track, long asset, String path, long startMs, long endMs, Optional<OffsetDateTime> capturedAt,
            Clock clock, double score, double probability, Optional<Box> region, long frameMs, List<Involved> involved,
            List<Evidence> evidence) {
        this(moment, track, asset, path, startMs, endMs, capturedAt, clock, score, probability, region, frameMs, involved,
                evidence, List.of());
    }
}
