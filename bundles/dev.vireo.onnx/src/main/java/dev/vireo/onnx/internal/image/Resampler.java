package dev.vireo.onnx.internal.image;

import dev.vireo.api.media.Image;
import java.util.Arrays;

/**
 * Separable resampling that gives the same bytes as Pillow's {@code Image.resize} (libImaging/Resample.c): weights are
 * rounded to 22 fractional bits, the horizontal pass runs first and is rounded to 8 bits before the vertical one. Models
 * were trained on such pixels; Java2D's bicubic differs (no antialiasing, other kernel). (Pillow 13 swaps the passes for
 * pictures that shrink mostly in height and then differs by one level here and there; training used the older order.)
 *
 * <p>Immutable; made for one source size and one target size, usable from many threads.
 */
public final class Resampler {
    private static final int PRECISION_BITS = 32 - 8 - 2;
    private static final int HALF = 1 << (PRECISION_BITS - 1);

    private final Axis horizontal;
    private final Axis vertical;

    /**
     * @param antialias widen the kernel when scaling down, as Pillow does; false keeps it at its own width, as OpenCV does
     */
    public Resampler(int width, int height, int toWidth, int toHeight, Interpolation kernel, boolean antialias) {
        this.horizontal = new Axis(width, toWidth, kernel, antialias);
        this.vertical = new Axis(height, toHeight, kernel, antialias);
    }

    /**
     * Resizes the part of {@code source} that starts at (left, top) and has this resampler's source size.
     *
     * @return interleaved RGB, shape [toHeight][toWidth][3]
     */
    public byte[] resize(Image source, int left, int top) {
        byte[] rgb = source.rgb();
        int stride = source.width() * 3;
        int firstRow = vertical.first(0);
        int lastRow = vertical.end(vertical.to - 1);
        byte[] middle = new byte[(lastRow - firstRow) * horizontal.to * 3];
        for (int y = firstRow; y < lastRow; y++) {
            row(rgb, (top + y) * stride + left * 3, middle, (y - firstRow) * horizontal.to * 3);
        }
        if (vertical.same) {
            return middle;
        }
        byte[] result = new byte[vertical.to * horizontal.to * 3];
        columns(middle, firstRow, result);
        return result;
    }

    private void row(byte[] in, int offset, byte[] out, int at) {
        if (horizontal.same) {
            System.arraycopy(in, offset, out, at, horizontal.to * 3);
            return;
        }
        int[] weights = horizontal.weights;
        for (int x = 0, o = at; x < horizontal.to; x++, o += 3) {
            int p = offset + horizontal.first[x] * 3;
            int w = x * horizontal.taps;
            int end = w + horizontal.count[x];
            int r = HALF;
            int g = HALF;
            int b = HALF;
            for (; w < end; w++, p += 3) {
                int weight = weights[w];
                r += (in[p] & 0xff) * weight;
                g += (in[p + 1] & 0xff) * weight;
                b += (in[p + 2] & 0xff) * weight;
            }
            out[o] = clip(r);
            out[o + 1] = clip(g);
            out[o + 2] = clip(b);
        }
    }

    private void columns(byte[] in, int firstRow, byte[] out) {
        int stride = horizontal.to * 3;
        int[] sums = new int[stride];
        for (int y = 0; y < vertical.to; y++) {
            Arrays.fill(sums, HALF);
            int w = y * vertical.taps;
            for (int k = 0; k < vertical.count[y]; k++) {
                int weight = vertical.weights[w + k];
                int p = (vertical.first[y] + k - firstRow) * stride;
                for (int i = 0; i < stride; i++) {
                    sums[i] += (in[p + i] & 0xff) * weight;
                }
            }
            int o = y * stride;
            for (int i = 0; i < stride; i++) {
                out[o + i] = clip(sums[i]);
            }
        }
    }

    private static byte clip(int sum) {
        int value = sum >> PRECISION_BITS;
        return (byte) (value < 0 ? 0 : Math.min(value, 255));
    }

    /** Which source pixels make each target pixel, and with what weights, along one axis. */
    private static final class Axis {
        final int to;
        final boolean same;
        final int taps;
        final int[] first;
        final int[] count;
        final int[] weights;

        Axis(int from, int to, Interpolation kernel, boolean antialias) {
            if (from < 1 || to < 1) {
                throw new IllegalArgumentException("cannot resample " + from + " pixels to " + to);
            }
            this.to = to;
            this.same = from == to;
            double scale = (double) from / to;
            double filterScale = antialias ? Math.max(scale, 1.0) : 1.0;
            double support = kernel.support * filterScale;
            this.taps = (int) Math.ceil(support) * 2 + 1;
            this.first = new int[to];
            this.count = new int[to];
            this.weights = new int[to * taps];
            double[] exact = new double[taps];
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                // The casts cut towards zero as in C; a negative bound then becomes 0, a bound beyond the end the end.
                int min = Math.max((int) (centre - support + 0.5), 0);
                int n = Math.min((int) (centre + support + 0.5), from) - min;
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    exact[k] = kernel.weight((k + min - centre + 0.5) / filterScale);
                    sum += exact[k];
                }
                first[i] = min;
                count[i] = n;
                for (int k = 0; k < n; k++) {
                    double weight = sum == 0 ? exact[k] : exact[k] / sum;
                    weights[i * taps + k] = (int) ((weight < 0 ? -0.5 : 0.5) + weight * (1 << PRECISION_BITS));
                }
            }
        }

        int first(int i) {
            return same ? i : first[i];
        }

        int end(int i) {
            return same ? i + 1 : first[i] + count[i];
        }
    }
}
