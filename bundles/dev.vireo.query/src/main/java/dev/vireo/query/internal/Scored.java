package dev.vireo.query.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.TimeRange;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.media.Box;
import dev.vireo.api.query.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A candidate with what was measured for it.
 *
 * @param startMs start of what is shown [ms]
 * @param endMs its end [ms]
 * @param frameMs the frame that shows it best [ms]
 * @param region the object at {@code frameMs} [px]; empty for a whole frame
 * @param opinions one for each term
 * @param probability that all of them hold
 * @param order tells apart what has the same probability
 * @param hit whether it answers; otherwise it only comes near
 */
record Scored(
        Asset asset, Moment moment, Track track, long startMs, long endMs, long frameMs, Optional<Box> region,
        List<Opinion> opinions, double probability, double order, boolean hit) {
    /** Boxes of one thing that has not moved overlap by this at least. */
    private static final double SAME_PLACE_IOU = 0.5;

    Scored {
        opinions = List.copyOf(opinions);
    }

    /** Cuts the interval down to when everything else that was asked for is there too. */
    static Scored placed(
            Inspection inspection, FoundTrack found, List<Opinion> opinions, Map<Integer, Company> company, double probability,
            double order, boolean hit) {
        Track track = found.track();
        long from = track.startMs();
        long to = track.endMs();
        for (Company with : company.values()) {
            Optional<Track> other = with.believed();
            if (other.isPresent() && Math.max(from, other.get().startMs()) <= Math.min(to, other.get().endMs())) {
                from = Math.max(from, other.get().startMs());
                to = Math.min(to, other.get().endMs());
            }
        }
        List<Term> terms = inspection.terms();
        for (int i = 0; i < terms.size(); i++) {
            if (terms.get(i).check() instanceof SeenAt at && !terms.get(i).negated()
                    && opinions.get(i).verdict() == Verdict.MET) {
                Instant start = found.asset().clock().start().orElseThrow();
                TimeRange seen = Measures.captured(found.asset(), from, to);
                List<TimeRange> inside = at.time().ranges(seen.from(), seen.to(), inspection.by().zone());
                if (!inside.isEmpty()) {
                    long first = inside.get(0).from().toEpochMilli() - start.toEpochMilli();
                    long last = inside.get(inside.size() - 1).to().toEpochMilli() - start.toEpochMilli();
                    from = Math.max(from, first);
                    to = Math.min(to, Math.max(first, last));
                }
            }
        }
        Observation shown = seen(track, from, to);
        Optional<Box> region = track.wholeFrame() ? Optional.empty() : Optional.of(shown.box());
        return new Scored(found.asset(), found.moment(), track, from, Math.max(from, to), shown.timeMs(), region, opinions,
                Math.clamp(probability, 0, 1), order, hit);
    }

    /** The key observation, or the one nearest to it inside an interval; a whole frame is seen at any time of it. */
    private static Observation seen(Track track, long from, long to) {
        Observation key = track.key();
        if (track.wholeFrame()) {
            return new Observation(Math.clamp(key.timeMs(), from, Math.max(from, to - 1)), key.box(), key.score());
        }
        if (key.timeMs() >= from && key.timeMs() <= to) {
            return key;
        }
        return track.path().stream()
                .filter(o -> o.timeMs() >= from && o.timeMs() <= to)
                .min(Comparator.comparingLong(o -> Math.abs(o.timeMs() - key.timeMs())))
                .orElseGet(() -> between(track, Math.clamp(key.timeMs(), from, Math.max(from, to))));
    }

    /** Where a thing that stays is at a time between two observations; where it was seen nearest to it otherwise. */
    private static Observation between(Track track, long timeMs) {
        Observation near = track.at(timeMs);
        boolean after = near.timeMs() >= timeMs;
        return track.path().stream()
                .filter(o -> after ? o.timeMs() < timeMs : o.timeMs() > timeMs)
                .min(Comparator.comparingLong(o -> Math.abs(o.timeMs() - timeMs)))
                .filter(other -> other.box().iou(near.box()) >= SAME_PLACE_IOU)
                .map(_ -> new Observation(timeMs, near.box(), near.score()))
                .orElse(near);
    }
}
