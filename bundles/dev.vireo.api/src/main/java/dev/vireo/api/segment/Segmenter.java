package dev.vireo.api.segment;

import dev.vireo.api.media.Image;
import dev.vireo.api.model.Provider;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Tells which pixels belong to the thing that is pointed at. */
@ConsumerType
public interface Segmenter extends Provider {
    /**
     * One mask for each prompt, each for itself: prompts do not share out the picture among them.
     *
     * @param prompts things that are pointed at; empty gives an empty list
     * @return masks of the picture's own size, in the order of the prompts
     * @throws dev.vireo.api.error.VireoException USER_INPUT when a point or box lies outside of the picture; the message
     *     names it and the picture's size
     */
    List<Mask> segment(Image picture, List<SegmentPrompt> prompts);
}
