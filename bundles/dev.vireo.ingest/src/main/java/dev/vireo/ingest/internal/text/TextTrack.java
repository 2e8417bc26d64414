package dev.vireo.ingest.internal.text;

import dev.vireo.api.media.Box;
import dev.vireo.api.text.TextPlace;
import dev.vireo.ingest.internal.model.TextReading;

/** One line of text while it stands in the picture. */
final class TextTrack {
    /** A line that keeps changing is read after 1, 2, 4 … s, and in the end this often [ms]. */
    private static final long LONGEST_PAUSE_MS = 20_000;

    private final TextPlace place;
    private final long startMs;
    private TextReading best;
    private TextPatch patch;
    private long lastMs;
    private long nextReadMs;
    private long pauseMs;
    private long hiddenMs = -1;

    /** @param pauseMs how long after {@code timeMs} it may be read again [ms] */
    TextTrack(TextReading reading, TextPatch patch, long timeMs, long pauseMs) {
        this.place = reading.region().place();
        this.best = reading;
        this.patch = patch;
        this.startMs = timeMs;
        this.lastMs = timeMs;
        this.pauseMs = pauseMs;
        this.nextReadMs = timeMs + pauseMs;
    }

    TextPlace place() {
        return place;
    }

    Box box() {
        return place.box();
    }

    TextPatch patch() {
        return patch;
    }

    /** The surest of its readings. */
    TextReading best() {
        return best;
    }

    long startMs() {
        return startMs;
    }

    /** When it was last seen [ms]. */
    long lastMs() {
        return lastMs;
    }

    /** Pause after the next reading that differs from this one [ms]. */
    long longerPauseMs() {
        return Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }

    boolean due(long timeMs) {
        return timeMs >= nextReadMs;
    }

    /** It stands there still. */
    void seen(long timeMs) {
        lastMs = timeMs;
        hiddenMs = -1;
    }

    /** It was read again, the same. */
    void seen(long timeMs, TextReading reading, TextPatch now) {
        seen(timeMs);
        patch = now;
        pause(timeMs);
        if (reading.region().probability() > best.region().probability()) {
            best = reading;
        }
    }

    /** Something else is seen in its place, and no text. */
    void hidden(long timeMs) {
        hiddenMs = hiddenMs < 0 ? timeMs : hiddenMs;
        pause(timeMs);
    }

    private void pause(long timeMs) {
        pauseMs = longerPauseMs();
        nextReadMs = timeMs + pauseMs;
    }

    /** Since when it is not seen [ms]; −1 when it is. */
    long hiddenMs() {
        return hiddenMs;
    }
}
