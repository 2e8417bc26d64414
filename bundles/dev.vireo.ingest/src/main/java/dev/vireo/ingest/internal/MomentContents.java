package dev.vireo.ingest.internal;

import dev.vireo.api.catalog.NewMoment;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.SeenText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the stages of one moment found, put together. */
final class MomentContents {
    private final long startMs;
    private final long endMs;
    private final long keyMs;
    private final List<NewTrack> tracks = new ArrayList<>();
    private final List<SeenText> texts = new ArrayList<>();

    /** Components as in {@link dev.vireo.api.catalog.Moment}. */
    MomentContents(long startMs, long endMs, long keyMs) {
        this.startMs = startMs;
        this.endMs = endMs;
        this.keyMs = keyMs;
    }

    long startMs() {
        return startMs;
    }

    /** When most is seen in it [ms]. */
    long keyMs() {
        return keyMs;
    }

    void add(NewTrack track) {
        tracks.add(track);
    }

    void add(SeenText text) {
        texts.add(text);
    }

    /** The whole frame first, then objects in order of time. */
    NewMoment moment() {
        List<NewTrack> ordered = new ArrayList<>(tracks);
        ordered.sort(Comparator.comparing(NewTrack::wholeFrame)
                .reversed()
                .thenComparingLong(NewTrack::startMs)
                .thenComparingLong(NewTrack::endMs));
        return new NewMoment(startMs, endMs, keyMs, ordered, List.copyOf(texts));
    }
}
