package dev.vireo.ingest.internal.track;

import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.ingest.internal.picture.Pixels;

/**
 * A place of the picture in 16 × 16 luma samples, to tell whether it still looks the same: a thing that the detector
 * missed is still there, and cannot have moved on to look like its neighbour.
 */
final class Patch {
    private static final int SIDE = 16;

    /** Mean change of luma, of 255, that noise and compression make. */
    private static final double SAME = 7;

    private final Box box;
    private final int[] luma;

    private Patch(Box box, int[] luma) {
        this.box = box;
        this.luma = luma;
    }

    static Patch of(Image image, Box box) {
        return new Patch(box, sample(image, box));
    }

    /** Whether the place looks in this picture as it did, light that changed as a whole taken out. */
    boolean unchanged(Image image) {
        int[] now = sample(image, box);
        double shift = 0;
        for (int i = 0; i < now.length; i++) {
            shift += now[i] - luma[i];
        }
        shift /= now.length;
        if (Math.abs(shift) > 3 * SAME) {
            return false;
        }
        double sum = 0;
        for (int i = 0; i < now.length; i++) {
            sum += Math.abs(now[i] - luma[i] - shift);
        }
        return sum / now.length < SAME;
    }

    private static int[] sample(Image image, Box box) {
        int[] result = new int[SIDE * SIDE];
        byte[] rgb = image.rgb();
        for (int j = 0; j < SIDE; j++) {
            int y = clamp(box.y() + box.h() * (j + 0.5) / SIDE, image.height());
            for (int i = 0; i < SIDE; i++) {
                int x = clamp(box.x() + box.w() * (i + 0.5) / SIDE, image.width());
                result[j * SIDE + i] = Pixels.luma(rgb, (y * image.width() + x) * 3);
            }
        }
        return result;
    }

    private static int clamp(double v, int size) {
        return Math.max(0, Math.min(size - 1, (int) v));
    }
}
