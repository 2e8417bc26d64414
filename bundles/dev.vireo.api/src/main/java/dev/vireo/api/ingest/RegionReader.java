package dev.vireo.api.ingest;

import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Space;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.LabelScore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads a place of one picture the way that ingest reads the tracks of footage: same models, same surroundings, same
 * measure of colour. So what is pointed at and what was stored can be held against each other.
 *
 * <p>Throws {@code VireoException} UNAVAILABLE when models go away faster than they come.
 */
@ProviderType
public interface RegionReader {
    /** Objects that the live detectors find, surest first; empty when there is none or no detector is live. */
    List<Found> find(Image picture);

    /**
     * @param place a find of this picture, or a box that somebody drew, cut to the picture
     * @return what the live models and the colour measure say of it
     */
    Reading read(Image picture, Found place);

    /**
     * Vectors as ingest would make them of tracks of which this frame is the best view.
     *
     * @param space any space whose encoder is there, staged or live
     * @param picture a frame in full size
     * @param places boxes in pixels of the picture; empty for the frame as a whole
     * @return in the order of the places
     * @throws dev.vireo.api.error.VireoException UNAVAILABLE when no encoder of the space is there
     */
    List<Encoding> encode(Space space, Image picture, List<Optional<Box>> places);

    /**
     * A place of a picture.
     *
     * @param box in pixels of the picture
     * @param labels what the detectors say of it, surest first; empty for a box that somebody drew
     */
    record Found(Box box, List<LabelScore> labels) {
        public Found {
            labels = List.copyOf(labels);
        }
    }

    /**
     * What is known of a place.
     *
     * @param box in pixels of the picture
     * @param labels what detectors and classifiers say; labels of negligible probability are left out
     * @param colours largest fraction first
     * @param encodings by space, one for each that the catalogue knows and whose encoder is there
     */
    record Reading(Box box, List<LabelScore> labels, List<ColourShare> colours, Map<Space, Encoding> encodings) {
        public Reading {
            labels = List.copyOf(labels);
            colours = List.copyOf(colours);
            encodings = Map.copyOf(encodings);
        }
    }
}
