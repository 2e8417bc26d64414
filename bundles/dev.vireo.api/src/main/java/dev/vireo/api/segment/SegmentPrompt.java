package dev.vireo.api.segment;

import dev.vireo.api.media.Box;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that is pointed at. Coordinates are pixels of the picture that is given along, origin top left, pixel (x, y)
 * covering x to x + 1 and y to y + 1; they lie from 0 to the picture's width and height.
 *
 * @param inside points on the thing
 * @param outside points beside it: what a correction says
 * @param box what encloses the thing, not exactly; at least one of box and {@code inside} is given
 */
public record SegmentPrompt(List<Point> inside, List<Point> outside, Optional<Box> box) {
    public SegmentPrompt {
        inside = List.copyOf(inside);
        outside = List.copyOf(outside);
        Objects.requireNonNull(box);
        if (inside.isEmpty() && box.isEmpty()) {
            throw new IllegalArgumentException("a segment prompt needs a box or at least one point inside");
        }
    }

    /** A place in the picture [px]. */
    public record Point(double x, double y) {}

    public static SegmentPrompt of(Box box) {
        return new SegmentPrompt(List.of(), List.of(), Optional.of(box));
    }

    public static SegmentPrompt of(double x, double y) {
        return new SegmentPrompt(List.of(new Point(x, y)), List.of(), Optional.empty());
    }
}
