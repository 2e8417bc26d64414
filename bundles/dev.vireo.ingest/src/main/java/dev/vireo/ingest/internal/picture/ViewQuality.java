package dev.vireo.ingest.internal.picture;

import dev.vireo.api.catalog.Quality;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import java.util.EnumSet;
import java.util.Set;

/**
 * How well a picture lets anything be told from it.
 *
 * <p>Sharpness is the no-reference blur metric of Crété, Dolmiere, Ladret and Nicolas ("The blur effect: perception and
 * estimation with a new no-reference perceptual blur metric", SPIE 6492, 2007): the picture is blurred along a line with a
 * mean of nine, and what neighbouring pixels lose of their differences by that tells how sharp it was. It is a ratio, so
 * unlike the variance of the Laplacian (Pech-Pacheco et al., ICPR 2000) it does not call a plain wall blurred and a lawn
 * sharp. Exposure is judged by quantiles of the luma histogram.
 */
public final class ViewQuality {
    /** Blur at which nothing is wrong yet, and from which on the picture is called blurred. */
    private static final double SHARP = 0.45;

    static final double BLURRED = 0.6;

    /** Luma of the brightest and of the middle pixels of a dark picture is below these, of 255. */
    private static final int DARK_BRIGHTEST = 56;

    private static final int DARK_MIDDLE = 24;

    /** Luma that is burnt out, of 255, and the share of pixels that may be. */
    private static final int BURNT = 250;

    private static final double BURNT_SHARE = 0.6;

    /** Less between the darkest and the brightest pixels is no structure, of 255. */
    private static final int EMPTY_RANGE = 14;

    /** Pixels at the dark and the bright end that do not count: noise, a burnt-in clock. */
    private static final double TAIL = 0.02;

    /** Longer side at which blur is measured: larger pictures are reduced, for their blur is not seen at that size [px]. */
    private static final int SIDE = 384;

    private ViewQuality() {}

    /** Of a whole picture. */
    public static Quality of(Image image) {
        return of(image, new Box(0, 0, image.width(), image.height()));
    }

    /** Of what a box shows. */
    public static Quality of(Image image, Box box) {
        Image part = Pixels.shrink(image.crop(box), SIDE);
        int[] luma = luma(part);
        int[] histogram = new int[256];
        for (int v : luma) {
            histogram[v]++;
        }
        int dark = quantile(histogram, luma.length, TAIL);
        int middle = quantile(histogram, luma.length, 0.5);
        int bright = quantile(histogram, luma.length, 1 - TAIL);
        double burnt = 0;
        for (int v = BURNT; v < 256; v++) {
            burnt += histogram[v] / (double) luma.length;
        }
        Set<Quality.Flaw> flaws = EnumSet.noneOf(Quality.Flaw.class);
        double score = 1;
        if (bright - dark < EMPTY_RANGE) {
            flaws.add(Quality.Flaw.EMPTY);
            score = 0;
        } else {
            double blur = blur(luma, part.width(), part.height());
            score *= Math.clamp((1 - blur) / (1 - SHARP), 0.05, 1);
            if (blur >= BLURRED) {
                flaws.add(Quality.Flaw.BLURRED);
            }
        }
        if (bright < DARK_BRIGHTEST && middle < DARK_MIDDLE) {
            flaws.add(Quality.Flaw.DARK);
        }
        score *= Math.clamp(bright / (2.0 * DARK_BRIGHTEST), 0, 1);
        if (burnt > BURNT_SHARE) {
            flaws.add(Quality.Flaw.OVEREXPOSED);
        }
        score *= Math.clamp(2 * (1 - burnt), 0, 1);
        return new Quality(score, flaws);
    }

    /** 0 (sharp) to 1 (nothing but blur): the larger of both directions. */
    static double blur(int[] luma, int width, int height) {
        return Math.max(blur(luma, width, height, 1, width), blur(luma, height, width, width, 1));
    }

    /**
     * Blur along lines.
     *
     * @param length of a line
     * @param lines how many there are
     * @param step from a pixel to the next of its line
     * @param stride from a line to the next
     */
    private static double blur(int[] luma, int length, int lines, int step, int stride) {
        if (length < 3) {
            return 0;
        }
        long differences = 0;
        double kept = 0;
        double[] mean = new double[length];
        for (int line = 0; line < lines; line++) {
            int start = line * stride;
            for (int i = 0; i < length; i++) {
                int from = Math.max(0, i - 4);
                int to = Math.min(length - 1, i + 4);
                int sum = 0;
                for (int k = from; k <= to; k++) {
                    sum += luma[start + k * step];
                }
                mean[i] = sum / (double) (to - from + 1);
            }
            for (int i = 1; i < length; i++) {
                int own = Math.abs(luma[start + i * step] - luma[start + (i - 1) * step]);
                differences += own;
                kept += Math.max(0, own - Math.abs(mean[i] - mean[i - 1]));
            }
        }
        return differences == 0 ? 1 : (differences - kept) / differences;
    }

    private static int[] luma(Image image) {
        byte[] rgb = image.rgb();
        int[] luma = new int[image.width() * image.height()];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = Pixels.luma(rgb, i * 3);
        }
        return luma;
    }

    private static int quantile(int[] histogram, int n, double share) {
        long left = Math.round(share * n);
        int value = 0;
        while (value < 255 && (left -= histogram[value]) >= 0) {
            value++;
        }
        return value;
    }
}
