package dev.vireo.ingest.internal.moment;

import dev.vireo.api.catalog.NewMoment;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.SeenText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the stages of one moment found, put together. */
public final class MomentContents {
    private final long startMs;
    private final long endMs;
    private final long keyMs;
    private final List<SeenText> texts = new ArrayList<>();
    private final List<Known> tracks = new ArrayList<>();
    private final List<Object> dropped = new ArrayList<>();

    /**
     * A track and what it is of.
     *
     * @param identity the same object whenever a live moment tells of the same thing; compared by reference
     */
    public record Known(NewTrack track, Object identity) {}

    /** Components as in {@link dev.vireo.api.catalog.Moment}. */
    public MomentContents(long startMs, long endMs, long keyMs) {
        this.startMs = startMs;
        this.endMs = endMs;
        this.keyMs = keyMs;
    }

    public long startMs() {
        return startMs;
    }

    /** When most is seen in it [ms]. */
    long keyMs() {
        return keyMs;
    }

    /** @param identity see {@link Known} */
    public void add(NewTrack track, Object identity) {
        tracks.add(new Known(track, identity));
    }

    /** What was told of this identity before turned out to be part of another, or nothing. */
    void drop(Object identity) {
        dropped.add(identity);
    }

    public List<Object> dropped() {
        return dropped;
    }

    public void add(SeenText text) {
        texts.add(text);
    }

    /** The whole frame first, then objects in order of time. */
    public List<Known> tracks() {
        List<Known> ordered = new ArrayList<>(tracks);
        ordered.sort(Comparator.comparing((Known known) -> known.track().wholeFrame())
                .reversed()
                .thenComparingLong(known -> known.track().startMs())
                .thenComparingLong(known -> known.track().endMs()));
        return ordered;
    }

    /** The moment with its tracks in order of {@link #tracks}. */
    public NewMoment moment() {
        return new NewMoment(startMs, endMs, keyMs, tracks().stream().map(Known::track).toList(), List.copyOf(texts));
    }
}
