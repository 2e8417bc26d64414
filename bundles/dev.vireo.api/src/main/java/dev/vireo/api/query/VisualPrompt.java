package dev.vireo.api.query;

import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A question that is pointed at instead of spoken: a picture, and the place in it that is meant.
 *
 * @param source where the picture comes from
 * @param mark the place that is meant; the whole picture when empty
 */
public record VisualPrompt(Source source, Optional<Mark> mark) {
    public VisualPrompt {
        Objects.requireNonNull(source);
        Objects.requireNonNull(mark);
    }

    /** Where the picture comes from. */
    public sealed interface Source {}

    /** A picture of the asker's own. */
    public record Picture(Image image) implements Source {
        public Picture {
            Objects.requireNonNull(image);
        }
    }

    /**
     * A frame of what was added.
     *
     * @param moment id of the moment
     * @param atMs position in its asset [ms]; its key frame when empty
     */
    public record StoredFrame(long moment, OptionalLong atMs) implements Source {
        public StoredFrame {
            Objects.requireNonNull(atMs);
        }
    }

    /** A place, in pixels of the picture as it is displayed, origin top left. */
    public sealed interface Mark {}

    /** What the box holds. */
    public record Area(Box box) implements Mark {
        public Area {
            Objects.requireNonNull(box);
        }
    }

    /** The smallest object that the point lies on. */
    public record Point(double x, double y) implements Mark {}

    /** Every object that the line crosses. */
    public record Line(double x1, double y1, double x2, double y2) implements Mark {}
}
