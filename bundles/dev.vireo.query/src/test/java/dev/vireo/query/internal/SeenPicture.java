package dev.vireo.query.internal;

import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Space;
import dev.vireo.api.ingest.RegionReader;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Colour;
import dev.vireo.api.model.LabelScore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A picture of 768 × 576 whose objects are told by the test; all else in it is an empty lawn. */
public final class SeenPicture implements RegionReader, dev.vireo.api.media.Footage {
    public static final Image PICTURE = new Image(768, 576, new byte[768 * 576 * 3]);

    /** Where each read picture came from [ms]. */
    public final List<Long> frames = new ArrayList<>();

    private final List<Reading> objects = new ArrayList<>();
    /** What encoders make of the lawn and of a whole picture. */
    public float[] elsewhere = {1, 0, 0};

    public SeenPicture object(Box box, String label, double probability, Colour colour, double share, float... vector) {
        objects.add(new Reading(
                box,
                List.of(new LabelScore(Footage.DETECTOR, Footage.label(Footage.DETECTOR, label), probability)),
                List.of(new ColourShare(colour, share)),
                Map.of(Footage.SPACE, new Encoding(vector, true))));
        return this;
    }

    @Override
    public List<Found> find(Image picture) {
        return objects.stream().map(o -> new Found(o.box(), o.labels())).toList();
    }

    @Override
    public Reading read(Image picture, Found place) {
        return objects.stream()
                .filter(o -> o.box().equals(place.box()))
                .findFirst()
                .orElse(new Reading(place.box(), List.of(), List.of(new ColourShare(Colour.GREEN, 0.9)),
                        Map.of(Footage.SPACE, new Encoding(elsewhere, true))));
    }

    @Override
    public List<Encoding> encode(Space space, Image picture, List<Optional<Box>> places) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Image frameAt(long asset, long timeMs) {
        frames.add(timeMs);
        return PICTURE;
    }

    @Override
    public byte[] jpeg(long asset, long timeMs, List<Box> boxes, int maxSide) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clip(long asset, long startMs, long endMs, Path target) {
        throw new UnsupportedOperationException();
    }
}
