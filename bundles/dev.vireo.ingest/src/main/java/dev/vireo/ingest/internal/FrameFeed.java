package dev.vireo.ingest.internal;

import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Frame;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Where the frames to look at come from, in order of time. Used by one thread, the analysis'. */
interface FrameFeed extends AutoCloseable {
    /**
     * What comes out.
     *
     * @param frame a frame to look at; empty at the end
     * @param cut whether a shot begins with it
     * @param lastMs time of the last frame decoded so far [ms]; −1 when there was none
     * @param trouble why decoding ended early; empty otherwise
     */
    record Item(Optional<Frame> frame, boolean cut, long lastMs, Optional<VireoException> trouble) {}

    /**
     * The next item, waiting for it. After an item without a frame there is nothing more.
     *
     * @param stopped asked while it waits, for a source may be silent for long
     * @return empty when {@code stopped} said so
     */
    Optional<Item> next(BooleanSupplier stopped) throws InterruptedException;

    @Override
    void close();
}
