package dev.vireo.ingest.internal.picture;

import dev.vireo.api.media.Frame;
import dev.vireo.api.media.Image;

/**
 * A frame that is looked at.
 *
 * @param timeMs position of the frame [ms]
 * @param image its pixels, in the size of the analysis
 * @param exposure see {@link ColourNames#exposure}
 */
public record View(long timeMs, Image image, double exposure) {
    public static View of(Frame frame) {
        return new View(frame.timeMs(), frame.image(), ColourNames.exposure(luma99(frame.image())));
    }

    private static int luma99(Image image) {
        int[] histogram = new int[256];
        int n = 0;
        byte[] rgb = image.rgb();
        for (int y = 0; y < image.height(); y += 4) {
            for (int x = 0; x < image.width(); x += 4) {
                histogram[Pixels.luma(rgb, (y * image.width() + x) * 3)]++;
                n++;
            }
        }
        int left = n / 100;
        int luma = 255;
        while (luma > 0 && (left -= histogram[luma]) >= 0) {
            luma--;
        }
        return luma;
    }
}
