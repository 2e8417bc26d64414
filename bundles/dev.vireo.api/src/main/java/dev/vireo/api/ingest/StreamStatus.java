package dev.vireo.api.ingest;

import dev.vireo.api.catalog.StreamSource;
import java.time.Instant;
import java.util.Optional;

/**
 * How a stream is.
 *
 * @param stream what is recorded
 * @param state see the enum
 * @param reason why it is not recorded now; empty when it is
 * @param retryAt when it is tried again; empty unless it waits
 * @param lastFrameAt when the newest frame came; empty before the first since the start of the runtime
 * @param searchableTo capture time up to which it is searchable; empty before the first segment
 * @param behind segments that are recorded and not yet searchable
 * @param delay how long footage took to become searchable; empty before the first segment since the start of the runtime
 * @param recordings recordings that are kept
 * @param bytes size of their media files
 */
public record StreamStatus(
        StreamSource stream,
        State state,
        String reason,
        Optional<Instant> retryAt,
        Optional<Instant> lastFrameAt,
        Optional<Instant> searchableTo,
        int behind,
        Optional<Delay> delay,
        int recordings,
        long bytes) {
    /**
     * From the arrival of a segment's first frame until the segment was searchable, over the newest segments.
     *
     * @param medianMs [ms]
     * @param maxMs [ms]
     * @param segments how many
     */
    public record Delay(long medianMs, long maxMs, int segments) {}

    public enum State {
        /** A connection is being made; no frame came yet. */
        CONNECTING,
        /** Frames come. */
        RECORDING,
        /** It was lost and is tried again after a while. */
        WAITING,
        /** It refuses: wrong user, path or kind. It is tried again now and then. */
        FAILED,
        /** The runtime is stopping. */
        STOPPED
    }
}
