package dev.vireo.api.media;

/**
 * A decoded picture: unsigned 8-bit RGB, row-major, interleaved (H, W, 3). Immutable by convention: nobody writes to
 * {@link #rgb()} after construction.
 */
public final class Image {
    private final int width;
    private final int height;
    private final byte[] rgb;

    /** @param rgb width × height × 3 bytes; owned by the image from now on */
    public Image(int width, int height, byte[] rgb) {
        if (width <= 0 || height <= 0 || rgb.length != Math.multiplyExact(Math.multiplyExact(width, height), 3)) {
            throw new IllegalArgumentException(
                    "image of " + width + " x " + height + " needs width*height*3 bytes, got " + rgb.length);
        }
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The pixels themselves, not a copy: read only. Pixel (x, y) starts at {@code (y * width + x) * 3}. */
    public byte[] rgb() {
        return rgb;
    }

    /** A copy of the pixels below {@code box}, cut to the picture; at least 1 × 1. */
    public Image crop(Box box) {
        int left = clamp((int) Math.floor(box.x()), width - 1);
        int top = clamp((int) Math.floor(box.y()), height - 1);
        int right = Math.max(left + 1, Math.min(width, (int) Math.ceil(box.x() + box.w())));
        int bottom = Math.max(top + 1, Math.min(height, (int) Math.ceil(box.y() + box.h())));
        int w = right - left;
        int h = bottom - top;
        byte[] part = new byte[w * h * 3];
        for (int row = 0; row < h; row++) {
            System.arraycopy(rgb, ((top + row) * width + left) * 3, part, row * w * 3, w * 3);
        }
        return new Image(w, h, part);
    }

    private static int clamp(int value, int max) {
        return Math.max(0, Math.min(max, value));
    }
}
