package dev.vireo.ingest.internal.analysis;

import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Frame;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Where the frames to look at come from, in order of time. Used by one thread, the analysis'. */
interface FrameFeed extends AutoCloseable {
    /** What comes out. */
    sealed interface Item {
        /**
         * A frame to look at.
         *
         * @param cut whether a shot begins with it
         * @param changed false when it shows what the last changed frame showed
         */
        record Look(Frame frame, boolean cut, boolean changed) implements Item {}

        /**
         * Frames were passed over because they show what the last frame showed.
         *
         * @param untilMs position of the last of them [ms]
         */
        record Still(long untilMs) implements Item {}

        /**
         * There is nothing more.
         *
         * @param lastMs position of the last frame decoded [ms]; −1 when there was none
         * @param trouble why decoding ended early; empty otherwise
         */
        record End(long lastMs, Optional<VireoException> trouble) implements Item {}
    }

    /**
     * The next item, waiting for it. The first is a {@link Item.Look} or the end.
     *
     * @param stopped asked while it waits, for a source may be silent for long
     * @return empty when {@code stopped} said so
     */
    Optional<Item> next(BooleanSupplier stopped) throws InterruptedException;

    /** Hashes of the frames that were decoded before a position, as far as they are there by now; each is given once. */
    default List<FrameHash> hashes(long beforeMs) {
        return List.of();
    }

    @Override
    void close();
}
