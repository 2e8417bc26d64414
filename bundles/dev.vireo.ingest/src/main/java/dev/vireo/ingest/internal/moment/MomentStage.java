package dev.vireo.ingest.internal.moment;

import dev.vireo.api.media.MediaInfo;
import dev.vireo.ingest.internal.model.Models;

/**
 * One thing that is made of the frames of a moment: its objects, what is read in it, … A stage lives as long as its moment
 * and is used by one thread. A new kind of finding is a new stage in the list of the analysis.
 */
public interface MomentStage {
    /** Begins a stage for each moment. */
    @FunctionalInterface
    interface Maker {
        /**
         * @param startMs start of the moment from the beginning of the asset [ms]
         * @param models those to ask
         */
        MomentStage begin(long startMs, MediaInfo info, Models models);
    }

    /** A frame that is looked at; frames come in order of time. */
    void look(Scene scene);

    /**
     * Frames after the last one that was looked at were passed over because they show the same.
     *
     * @param untilMs position of the last of them [ms]
     */
    default void still(long untilMs) {}

    /**
     * The moment is over: adds what was found to it.
     *
     * @param endMs its end, exclusive [ms]
     */
    void finish(long endMs, MomentContents contents);

    /**
     * The moment goes on, and what is known of it by now is made findable: adds the tracks that are new or changed since the
     * last time, under the same identity, and everything else anew. Only called for live sources, between frames; {@link
     * #finish} then adds what changed since. A stage that does not do this tells what it found at the end only.
     *
     * @param endMs how far it was looked at, exclusive [ms]
     */
    default void soFar(long endMs, MomentContents contents) {
        // nothing before the end
    }
}
