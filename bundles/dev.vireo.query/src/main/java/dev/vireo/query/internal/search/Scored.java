package dev.vireo.query.internal.search;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.media.Box;
import dev.vireo.api.query.Involved;
import dev.vireo.query.internal.condition.Says;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.evidence.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A candidate with what was measured for it.
 *
 * @param startMs start of what is shown [ms]
 * @param endMs its end [ms]
 * @param frameMs the frame that shows it best [ms]
 * @param region the object at {@code frameMs} [px]; empty for a whole frame
 * @param involved the other things that it is about
 * @param opinions one for each term
 * @param probability that all of them hold
 * @param order tells apart what has the same probability
 * @param hit whether it answers; otherwise it only comes near
 */
public record Scored(
        Asset asset, Moment moment, Track track, long startMs, long endMs, long frameMs, Optional<Box> region,
        List<Involved> involved, List<Opinion> opinions, double probability, double order, boolean hit) {
    /** Boxes of one thing that has not moved overlap by this at least. */
    private static final double SAME_PLACE_IOU = 0.5;

    public Scored {
        involved = List.copyOf(involved);
        opinions = List.copyOf(opinions);
    }

    /** Whether it answers but for a small difference, such as a character of a text. */
    public boolean roughly() {
        return hit && opinions.stream().anyMatch(Opinion::roughly);
    }

    /** The tracks that it is about, its own first. */
    public LongStream tracks() {
        return LongStream.concat(LongStream.of(track.id()), involved.stream().mapToLong(Involved::track));
    }

    /** What holds during a stretch of a track. */
    static Scored during(
            Inspection inspection, FoundTrack found, Span span, List<Opinion> opinions, Collection<Company> company,
            double probability, double order, boolean hit) {
        Track track = found.track();
        // A frame has no place of its own; what is written in it has.
        Optional<SeenText> written = track.wholeFrame() ? written(inspection, found, span) : Optional.empty();
        Observation shown = written
                .map(text -> new Observation(Math.max(span.fromMs(), text.startMs()), text.box(), text.probability()))
                .orElseGet(() -> nearest(track, span, company).orElseGet(() -> seen(track, span.fromMs(), span.toMs())));
        Optional<Box> region = track.wholeFrame() && written.isEmpty() ? Optional.empty() : Optional.of(shown.box());
        List<Involved> involved = new ArrayList<>();
        for (Company with : company) {
            with.believed().filter(t -> !t.wholeFrame()).ifPresent(other -> involved.add(new Involved(
                    inspection.words(with.noun()), other.moment(), other.id(), Math.max(span.fromMs(), other.startMs()),
                    Math.min(span.toMs(), other.endMs()), shown.timeMs(), other.at(shown.timeMs()).box())));
        }
        return new Scored(found.asset(), found.moment(), track, span.fromMs(), Math.max(span.fromMs(), span.toMs()),
                shown.timeMs(), region, involved, opinions, Math.clamp(probability, 0, 1), order, hit);
    }

    /** Where the subject is when it is nearest to what it must be near to. */
    private static Optional<Observation> nearest(Track track, Span span, Collection<Company> company) {
        return company.stream()
                .flatMapToLong(c -> c.nearestMs().stream())
                .filter(ms -> ms >= span.fromMs() && ms <= span.toMs())
                .mapToObj(track::at)
                .findFirst();
    }

    private static Optional<SeenText> written(Inspection inspection, FoundTrack found, Span span) {
        return inspection.terms().stream()
                .filter(term -> term.check() instanceof Says && !term.negated())
                .flatMap(term -> ((Says) term.check()).best(found, span, inspection.by()).stream())
                .map(Says.Seen::text)
                .findFirst();
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
