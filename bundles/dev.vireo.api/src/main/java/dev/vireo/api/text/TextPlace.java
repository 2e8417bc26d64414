package dev.vireo.api.text;

import dev.vireo.api.media.Box;
import java.util.List;

/**
 * Where a line of text stands, read or not yet.
 *
 * @param corners four, clockwise as one looks at the picture, from the top left one of the line; a line may be tilted
 * @param probability that there is text, 0 to 1
 */
public record TextPlace(List<Corner> corners, double probability) {
    public TextPlace {
        corners = List.copyOf(corners);
        if (corners.size() != 4) {
            throw new IllegalArgumentException("a place has 4 corners, got " + corners.size());
        }
    }

    /** The smallest upright rectangle around it. */
    public Box box() {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Corner corner : corners) {
            left = Math.min(left, corner.x());
            top = Math.min(top, corner.y());
            right = Math.max(right, corner.x());
            bottom = Math.max(bottom, corner.y());
        }
        return new Box(left, top, right - left, bottom - top);
    }

    /** The same place in a picture of which this one's is a part that starts at (x, y) and was scaled by {@code 1 / scale}. */
    public TextPlace moved(double scale, double x, double y) {
        return new TextPlace(
                corners.stream().map(c -> new Corner(c.x() * scale + x, c.y() * scale + y)).toList(), probability);
    }
}
