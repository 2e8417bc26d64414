package dev.vireo.ingest.internal.picture;

import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;

/** Plain pixel arithmetic. */
public final class Pixels {
    private Pixels() {}

    /** The picture scaled down by area averaging so that its longer side is at most {@code maxSide}; itself when it fits. */
    public static Image shrink(Image image, int maxSide) {
        int longer = Math.max(image.width(), image.height());
        if (longer <= maxSide) {
            return image;
        }
        double scale = longer / (double) maxSide;
        int width = Math.max(1, (int) Math.round(image.width() / scale));
        int height = Math.max(1, (int) Math.round(image.height() / scale));
        byte[] in = image.rgb();
        byte[] out = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            int top = (int) ((long) y * image.height() / height);
            int bottom = Math.max(top + 1, (int) ((long) (y + 1) * image.height() / height));
            for (int x = 0; x < width; x++) {
                int left = (int) ((long) x * image.width() / width);
                int right = Math.max(left + 1, (int) ((long) (x + 1) * image.width() / width));
                int r = 0;
                int g = 0;
                int b = 0;
                for (int sy = top; sy < bottom; sy++) {
                    int p = (sy * image.width() + left) * 3;
                    for (int sx = left; sx < right; sx++, p += 3) {
                        r += in[p] & 255;
                        g += in[p + 1] & 255;
                        b += in[p + 2] & 255;
                    }
                }
                int n = (bottom - top) * (right - left);
                int q = (y * width + x) * 3;
                out[q] = (byte) ((r + n / 2) / n);
                out[q + 1] = (byte) ((g + n / 2) / n);
                out[q + 2] = (byte) ((b + n / 2) / n);
            }
        }
        return new Image(width, height, out);
    }

    /** Luma of ITU-R BT.601, 0 to 255. */
    public static int luma(byte[] rgb, int p) {
        return (77 * (rgb[p] & 255) + 150 * (rgb[p + 1] & 255) + 29 * (rgb[p + 2] & 255)) >> 8;
    }

    /** Mean absolute Laplacian of luma inside a box, on at most some 4,000 places. */
    static double sharpness(Image image, Box box) {
        int left = (int) Math.max(1, box.x());
        int top = (int) Math.max(1, box.y());
        int right = (int) Math.min(image.width() - 1, box.x() + box.w());
        int bottom = (int) Math.min(image.height() - 1, box.y() + box.h());
        if (right <= left || bottom <= top) {
            return 0;
        }
        int step = Math.max(1, (int) Math.sqrt((right - left) * (double) (bottom - top) / 4000));
        byte[] rgb = image.rgb();
        int row = image.width() * 3;
        long sum = 0;
        int n = 0;
        for (int y = top; y < bottom; y += step) {
            for (int x = left; x < right; x += step) {
                int p = y * row + x * 3;
                sum += Math.abs(4 * luma(rgb, p)
                        - luma(rgb, p - 3)
                        - luma(rgb, p + 3)
                        - luma(rgb, p - row)
                        - luma(rgb, p + row));
                n++;
            }
        }
        return sum / (double) n / 4;
    }
}
