package dev.vireo.api.classify;

import dev.vireo.api.media.Image;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.Vocabulary;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Distributes probability over a fixed vocabulary for a whole picture or a region of one. */
@ConsumerType
public interface Classifier extends Provider {
    Vocabulary vocabulary();

    /** @return shape [images.size()][vocabulary().labels().size()], float32, each row sums to 1 */
    float[][] classify(List<Image> images);
}
