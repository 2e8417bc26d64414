package dev.vireo.api.media;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Recording live sources into short files, bit by bit as they were sent. Each source has a child process of its own that
 * may open connections of that source's kind and neither read nor write any file.
 */
@ProviderType
public interface StreamRecorder {
    /**
     * Checks an address without connecting to it.
     *
     * @return the address without user name and password, the only form that may be shown or logged
     * @throws dev.vireo.api.error.VireoException USER_INPUT when it is no address that can be recorded; the message does
     *     not repeat a password
     */
    String check(String address);

    /**
     * Begins recording.
     *
     * @param address as {@link #check} accepts it; user name and password may stand in it
     * @param folder where segments go; nobody else may write there
     * @param segmentMs wanted length of a segment [ms]; it ends at the key frame that is nearest to it
     * @throws dev.vireo.api.error.VireoException RESOURCES when no further stream may be recorded
     */
    Recording record(String address, Path folder, long segmentMs);

    /**
     * One connection to a source. {@link #next} is called by one thread, everything else by any.
     */
    interface Recording extends AutoCloseable {
        /**
         * The next finished segment, waiting for it; it is on disk whole and synced.
         *
         * @return empty when the recording was closed, or when the source closed the connection
         * @throws dev.vireo.api.error.VireoException EXTERNAL when the source cannot be reached, answers with garbage or
         *     falls silent, USER_INPUT when it refuses the user or the path, RESOURCES when the disk is full
         */
        Optional<Segment> next();

        /** When the newest frame came; empty before the first. */
        Optional<Instant> lastFrameAt();

        /** Ends it. What was being written is finished and handed out by {@link #next}, which is empty afterwards. */
        @Override
        void close();
    }

    /**
     * A finished segment.
     *
     * @param file an MP4 in the folder; its first frame is a key frame
     * @param startedAt when its first frame came by this machine's clock
     * @param durationMs its length [ms]
     * @param cameraOffsetMs the camera's clock less this machine's [ms], the way through the network included; empty where
     *     the source tells no time of its own
     */
    record Segment(Path file, Instant startedAt, long durationMs, Optional<Long> cameraOffsetMs) {}
}
