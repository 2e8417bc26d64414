package dev.vireo.onnx.internal.reading;

import dev.vireo.api.media.Image;
import dev.vireo.api.text.Corner;
import dev.vireo.api.text.TextPlace;
import java.util.List;

/** Cuts a line of text out of a picture and lays it level. */
final class Strip {
    /** Height over width from which a line is taken to run downwards. */
    private static final double UPRIGHT = 1.5;

    private Strip() {}

    /** The line as it stands, in its own size. */
    static Image of(Image image, TextPlace place) {
        List<Corner> c = place.corners();
        int width = side(c.get(0), c.get(1), image);
        int height = side(c.get(0), c.get(3), image);
        byte[] out = new byte[width * height * 3];
        double ux = (c.get(1).x() - c.get(0).x()) / width;
        double uy = (c.get(1).y() - c.get(0).y()) / width;
        double vx = (c.get(3).x() - c.get(0).x()) / height;
        double vy = (c.get(3).y() - c.get(0).y()) / height;
        for (int y = 0, p = 0; y < height; y++) {
            for (int x = 0; x < width; x++, p += 3) {
                double sx = c.get(0).x() + (x + 0.5) * ux + (y + 0.5) * vx - 0.5;
                double sy = c.get(0).y() + (x + 0.5) * uy + (y + 0.5) * vy - 0.5;
                sample(image, sx, sy, out, p);
            }
        }
        return new Image(width, height, out);
    }

    private static int side(Corner a, Corner b, Image image) {
        int most = image.width() + image.height();
        return Math.clamp(Math.round(Math.hypot(b.x() - a.x(), b.y() - a.y())), 1, most);
    }

    /** Whether the line runs downwards rather than across. */
    static boolean upright(Image strip) {
        return strip.height() >= UPRIGHT * strip.width();
    }

    /** Turned by a quarter, clockwise or against it. */
    static Image turned(Image image, boolean clockwise) {
        int width = image.height();
        int height = image.width();
        byte[] in = image.rgb();
        byte[] out = new byte[in.length];
        for (int y = 0, p = 0; y < height; y++) {
            for (int x = 0; x < width; x++, p += 3) {
                int sx = clockwise ? y : height - 1 - y;
                int sy = clockwise ? width - 1 - x : x;
                System.arraycopy(in, (sy * image.width() + sx) * 3, out, p, 3);
            }
        }
        return new Image(width, height, out);
    }

    /** Characters that stand one below the other, put one beside the other: squares of the line's width. */
    static Image laid(Image column) {
        int side = column.width();
        int cells = Math.max(1, (int) Math.round(column.height() / (double) side));
        byte[] in = column.rgb();
        byte[] out = new byte[cells * side * side * 3];
        for (int cell = 0; cell < cells; cell++) {
            int top = (int) Math.round((column.height() - side) * (cells == 1 ? 0.5 : cell / (double) (cells - 1)));
            for (int y = 0; y < side; y++) {
                int from = Math.clamp(top + y, 0, column.height() - 1);
                System.arraycopy(in, from * side * 3, out, (y * cells * side + cell * side) * 3, side * 3);
            }
        }
        return new Image(cells * side, side, out);
    }

    private static void sample(Image image, double x, double y, byte[] out, int p) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double fx = x - left;
        double fy = y - top;
        int x0 = Math.clamp(left, 0, image.width() - 1);
        int x1 = Math.clamp(left + 1, 0, image.width() - 1);
        int y0 = Math.clamp(top, 0, image.height() - 1);
        int y1 = Math.clamp(top + 1, 0, image.height() - 1);
        byte[] in = image.rgb();
        for (int c = 0; c < 3; c++) {
            double a = (in[(y0 * image.width() + x0) * 3 + c] & 255) * (1 - fx) + (in[(y0 * image.width() + x1) * 3 + c] & 255) * fx;
            double b = (in[(y1 * image.width() + x0) * 3 + c] & 255) * (1 - fx) + (in[(y1 * image.width() + x1) * 3 + c] & 255) * fx;
            out[p + c] = (byte) Math.round(a * (1 - fy) + b * fy);
        }
    }
}
