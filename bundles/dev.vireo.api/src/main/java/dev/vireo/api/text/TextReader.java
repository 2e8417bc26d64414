package dev.vireo.api.text;

import dev.vireo.api.media.Image;
import dev.vireo.api.model.Provider;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads text in pictures, in two steps: finding is paid for each picture, reading for each line, so that who watches a film
 * reads a line that stays only once.
 */
@ConsumerType
public interface TextReader extends Provider {
    /** Lines of text in a picture, from top to bottom, then from left to right; corners may lie outside by a little. */
    List<TextPlace> find(Image image);

    /** What stands at these places of the picture, one for each, in the same order. */
    List<TextRegion> read(Image image, List<TextPlace> places);

    /** Both steps: every line that could be read. */
    default List<TextRegion> read(Image image) {
        return read(image, find(image)).stream().filter(region -> !region.text().isEmpty()).toList();
    }
}
