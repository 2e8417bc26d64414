package dev.vireo.query.internal.evidence;

import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a track's observations say about stretches of time: each holds until the next one, the last until the track ends. */
public final class Paths {
    private Paths() {}

    /** When the observations pass. */
    public static Spans when(Track track, Predicate<Observation> passes) {
        List<Observation> path = track.path();
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            if (passes.test(path.get(i))) {
                long from = path.get(i).timeMs();
                long to = i + 1 < path.size() ? path.get(i + 1).timeMs() : Math.max(from, track.endMs());
                spans.add(new Span(from, to));
            }
        }
        return new Spans(spans).closed(0);
    }

    /** Distance of its observations: the smallest between two of them [ms]; {@code otherwise} when there is one. */
    public static long step(Track track, long otherwise) {
        long step = Long.MAX_VALUE;
        List<Observation> path = track.path();
        for (int i = 1; i < path.size(); i++) {
            step = Math.min(step, Math.max(1, path.get(i).timeMs() - path.get(i - 1).timeMs()));
        }
        return step == Long.MAX_VALUE ? otherwise : step;
    }

    /** The part of a track that lies in a stretch. */
    public static Track cut(Track track, Span span) {
        List<Observation> path = track.path().stream()
                .filter(o -> o.timeMs() >= span.fromMs() && o.timeMs() <= span.toMs())
                .toList();
        List<Observation> kept = path.isEmpty() ? List.of(track.at(span.fromMs())) : path;
        return new Track(track.id(), track.moment(), track.wholeFrame(), Math.max(track.startMs(), span.fromMs()),
                Math.min(track.endMs(), span.toMs()), track.keyMs(), track.motion(), track.labels(), track.colours(),
                track.quality(), kept);
    }
}
