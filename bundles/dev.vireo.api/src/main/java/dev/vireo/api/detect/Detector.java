package dev.vireo.api.detect;

import dev.vireo.api.media.Image;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.Vocabulary;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Finds objects of a fixed vocabulary. */
@ConsumerType
public interface Detector extends Provider {
    Vocabulary vocabulary();

    /**
     * Objects in each picture, best first, overlaps of the same label already removed. Low scores are kept down to the
     * model's own threshold, so that a tracker can use them.
     *
     * @return one list for each picture, in the same order
     */
    List<List<Detection>> detect(List<Image> images);
}
