package dev.vireo.itests.shape;

import dev.vireo.api.encode.Encoding;
import dev.vireo.api.media.Image;
import java.util.List;

/** Pictures by their shape alone. */
public final class Shapes {
    private Shapes() {}

    /** Two numbers a picture, of length 1: from (1, 0) for the highest to (0, 1) for the widest. */
    public static List<Encoding> of(List<Image> images) {
        return images.stream().map(image -> {
            double angle = Math.PI / 2 * image.width() / (image.width() + image.height());
            return new Encoding(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)}, true);
        }).toList();
    }
}
