package dev.vireo.media.ffmpeg.internal;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Relates the times in a stream to this machine's clock, and to the camera's.
 *
 * <p>A frame comes late by what network and buffers held it back, never early; so the smallest distance seen between arrival
 * and time in the stream is the best one (the idea of the clock filter of RFC 5905, section 10). The distance is taken over
 * the frames of one segment at a time and kept while later ones agree, so that footage does not jump.
 *
 * <p>A source that sends RTCP sender reports (RFC 3550, section 6.4.1) says when each frame was captured by its own clock.
 * The muxer puts its own arrival time in that place when there was no report; a report keeps a constant distance to the
 * times in the stream, arrivals do not.
 */
final class SourceClock {
    /** Beyond this the source's times have jumped, or its clock has drifted away [ms]. */
    static final long JUMP_MS = 1_000;

    /** How constant the distance of the camera's clock has to be [ms]; it is rounded to whole milliseconds. */
    private static final long STEADY_MS = 2;

    private static final int LEAST_FRAMES = 10;

    private boolean known;
    private long base;
    private long best = Long.MAX_VALUE;
    private long late = Long.MIN_VALUE;
    private long least = Long.MAX_VALUE;
    private long most = Long.MIN_VALUE;
    private int produced;
    private Optional<Long> offset = Optional.empty();

    /**
     * A frame came.
     *
     * @param streamMs its time in the stream [ms]
     * @param arrivedMs when it came [ms since 1970]
     * @param producedMs when its source says it was captured [ms since 1970]
     */
    void came(long streamMs, long arrivedMs, OptionalLong producedMs) {
        best = Math.min(best, arrivedMs - streamMs);
        late = Math.max(late, arrivedMs - streamMs);
        producedMs.ifPresent(ms -> {
            least = Math.min(least, ms - streamMs);
            most = Math.max(most, ms - streamMs);
            produced++;
        });
    }

    /** A segment is over: settles what its frames say, and begins anew. */
    void settle() {
        if (best == Long.MAX_VALUE) {
            return;
        }
        if (!known || Math.abs(best - base) > JUMP_MS) {
            base = best;
            known = true;
        }
        boolean reported = produced >= LEAST_FRAMES && most - least <= STEADY_MS && late - best > most - least;
        if (reported) {
            offset = Optional.of((most + least) / 2 - base);
        } else if (produced >= LEAST_FRAMES) {
            offset = Optional.empty();
        }
        best = Long.MAX_VALUE;
        late = Long.MIN_VALUE;
        least = Long.MAX_VALUE;
        most = Long.MIN_VALUE;
        produced = 0;
    }

    /** When a frame of this time in the stream came, had nothing held it back [ms since 1970]; after {@link #settle}. */
    long siteMs(long streamMs) {
        return base + streamMs;
    }

    /** The camera's clock less this machine's [ms]. */
    Optional<Long> cameraOffsetMs() {
        return offset;
    }
}
