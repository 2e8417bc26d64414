package dev.vireo.api.encode;

import dev.vireo.api.media.Image;
import dev.vireo.api.model.Provider;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Puts pictures, texts or both into one space, where cosine is the likeness. An encoder with both modalities makes
 * pictures searchable by words.
 */
@ConsumerType
public interface Encoder extends Provider {
    Space space();

    Set<Modality> modalities();

    /**
     * @return one encoding for each picture, in order
     * @throws UnsupportedOperationException when {@link Modality#IMAGE} is not among {@link #modalities()}
     */
    List<Encoding> encodeImages(List<Image> images);

    /**
     * @return one encoding for each text, in order
     * @throws UnsupportedOperationException when {@link Modality#TEXT} is not among {@link #modalities()}
     */
    List<Encoding> encodeTexts(List<String> texts);

    /**
     * How probable it is that a picture shows what a text of this cosine says: the space's own calibration.
     *
     * @param cosine −1 to 1
     * @return 0 to 1
     * @throws UnsupportedOperationException when the encoder lacks one of the two modalities
     */
    double textMatchProbability(double cosine);

    /**
     * The same for two pictures of this cosine showing the same kind of thing.
     *
     * @throws UnsupportedOperationException when {@link Modality#IMAGE} is not among {@link #modalities()}
     */
    double imageMatchProbability(double cosine);
}
