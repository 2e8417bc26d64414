package dev.vireo.ingest.internal.twin;

import dev.vireo.api.media.Image;
import dev.vireo.ingest.internal.picture.Pixels;
import java.util.Arrays;

/**
 * The DCT hash of C. Zauner, "Implementation and benchmarking of perceptual image hash functions" (2010), section 3.2.1: of
 * a picture of 32 × 32 grey values the 8 × 8 lowest frequencies of its cosine transform, without the constant ones, each
 * one bit: above their median or not. Scaling, compression and changes of brightness and contrast turn few bits; two
 * unrelated pictures differ in 32 of 64 on average.
 *
 * <p>The 16 lowest frequencies, which change least, are the leading 16 bits.
 */
public final class PerceptualHash {
    /** Side of the picture that is hashed [px]. */
    static final int SIDE = 32;

    private static final int FREQUENCIES = 8;
    private static final double[][] COSINES = cosines();
    private static final int[] ORDER = order();

    private PerceptualHash() {}

    private static double[][] cosines() {
        double[][] table = new double[FREQUENCIES][SIDE];
        for (int u = 0; u < FREQUENCIES; u++) {
            for (int x = 0; x < SIDE; x++) {
                table[u][x] = Math.cos(Math.PI * (2 * x + 1) * (u + 1) / (2.0 * SIDE));
            }
        }
        return table;
    }

    /** Bit of each coefficient (v, u), from the lowest frequency, which is bit 63. */
    private static int[] order() {
        Integer[] cells = new Integer[FREQUENCIES * FREQUENCIES];
        Arrays.setAll(cells, i -> i);
        Arrays.sort(cells, (a, b) -> {
            int frequencyA = Math.max(a / FREQUENCIES, a % FREQUENCIES);
            int frequencyB = Math.max(b / FREQUENCIES, b % FREQUENCIES);
            return frequencyA != frequencyB ? frequencyA - frequencyB : a - b;
        });
        int[] bits = new int[cells.length];
        for (int i = 0; i < cells.length; i++) {
            bits[cells[i]] = 63 - i;
        }
        return bits;
    }

    /** @param grey row-major, {@link #SIDE} × {@link #SIDE} */
    public static long of(float[] grey) {
        double[][] rows = new double[SIDE][FREQUENCIES];
        for (int y = 0; y < SIDE; y++) {
            for (int u = 0; u < FREQUENCIES; u++) {
                double sum = 0;
                for (int x = 0; x < SIDE; x++) {
                    sum += grey[y * SIDE + x] * COSINES[u][x];
                }
                rows[y][u] = sum;
            }
        }
        double[] coefficients = new double[FREQUENCIES * FREQUENCIES];
        for (int v = 0; v < FREQUENCIES; v++) {
            for (int u = 0; u < FREQUENCIES; u++) {
                double sum = 0;
                for (int y = 0; y < SIDE; y++) {
                    sum += rows[y][u] * COSINES[v][y];
                }
                coefficients[v * FREQUENCIES + u] = sum;
            }
        }
        double[] sorted = coefficients.clone();
        Arrays.sort(sorted);
        double median = (sorted[31] + sorted[32]) / 2;
        long hash = 0;
        for (int i = 0; i < coefficients.length; i++) {
            if (coefficients[i] > median) {
                hash |= 1L << ORDER[i];
            }
        }
        return hash;
    }

    /** A picture's luma averaged over {@link #SIDE} × {@link #SIDE} fields, whatever its shape. */
    public static float[] grey(Image image) {
        int width = image.width();
        int height = image.height();
        byte[] rgb = image.rgb();
        float[] grey = new float[SIDE * SIDE];
        for (int fieldY = 0; fieldY < SIDE; fieldY++) {
            int top = fieldY * height / SIDE;
            int bottom = Math.max(top + 1, (fieldY + 1) * height / SIDE);
            int stepY = Math.max(1, (bottom - top) / 6);
            for (int fieldX = 0; fieldX < SIDE; fieldX++) {
                int left = fieldX * width / SIDE;
                int right = Math.max(left + 1, (fieldX + 1) * width / SIDE);
                int stepX = Math.max(1, (right - left) / 6);
                long sum = 0;
                int n = 0;
                for (int y = top; y < bottom; y += stepY) {
                    for (int x = left; x < right; x += stepX) {
                        sum += Pixels.luma(rgb, (y * width + x) * 3);
                        n++;
                    }
                }
                grey[fieldY * SIDE + fieldX] = sum / (float) n;
            }
        }
        return grey;
    }

    /** Standard deviation of grey values: how much there is to see. */
    public static double contrast(float[] grey) {
        double mean = 0;
        for (float g : grey) {
            mean += g;
        }
        mean /= grey.length;
        double squares = 0;
        for (float g : grey) {
            squares += (g - mean) * (g - mean);
        }
        return Math.sqrt(squares / grey.length);
    }
}
