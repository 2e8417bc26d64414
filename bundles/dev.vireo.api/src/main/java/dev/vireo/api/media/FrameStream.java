package dev.vireo.api.media;

import java.util.Optional;

/** Frames in order of time, decoded as they are asked for. Used by one thread. Closing ends the decoder. */
public interface FrameStream extends AutoCloseable {
    /**
     * The next frame, or empty at the end of the file.
     *
     * @throws dev.vireo.api.error.VireoException when the file is broken (what was decoded before stays good) or a limit
     *     of time or memory was reached
     */
    Optional<Frame> next();

    @Override
    void close();
}
