package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.media.Box;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A part of every frame, whatever it shows. Halves are halves; the middle is the half of width and height around the
 * centre; a corner is a third of both.
 *
 * @param areas in fractions of the frame; any of them counts
 */
public record FramePart(String name, List<Box> areas) implements Region {
    public FramePart {
        areas = List.copyOf(areas);
    }

    /** Whether nothing that is half in one can be half in the other. */
    boolean apart(FramePart other) {
        return areas.stream().noneMatch(a -> other.areas.stream().anyMatch(b -> a.intersection(b) > 1e-9));
    }

    /** The share of the box that lies in it. */
    @Override
    public OptionalDouble inside(Box box, Asset asset) {
        double most = 0;
        for (Box area : areas) {
            Box pixels = area.scale(asset.info().width(), asset.info().height());
            most = Math.max(most, box.intersection(pixels) / box.area());
        }
        return OptionalDouble.of(Math.min(1, most));
    }
}
