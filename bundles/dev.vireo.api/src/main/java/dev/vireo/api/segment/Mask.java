package dev.vireo.api.segment;

import dev.vireo.api.media.Box;
import java.util.Optional;

/**
 * Which pixels belong to a thing: axes (H, W), row-major, unsigned 8 bit, 0 (surely not) to 255 (surely), 128 and more
 * counting as inside. Immutable by convention: nobody writes to {@link #values()} after construction.
 */
public final class Mask {
    /** Values from here on count as inside. */
    public static final int INSIDE = 128;

    private final int width;
    private final int height;
    private final byte[] values;
    private final double confidence;

    /**
     * @param values width × height bytes; owned by the mask from now on
     * @param confidence how sure the segmenter is that this is the thing that was meant, 0 to 1
     */
    public Mask(int width, int height, byte[] values, double confidence) {
        if (width <= 0 || height <= 0 || values.length != Math.multiplyExact(width, height)) {
            throw new IllegalArgumentException(
                    "mask of " + width + " x " + height + " needs width*height bytes, got " + values.length);
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence is " + confidence + "; it needs 0 to 1");
        }
        this.width = width;
        this.height = height;
        this.values = values;
        this.confidence = confidence;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The values themselves, not a copy: read only. That of pixel (x, y) is at {@code y * width + x}. */
    public byte[] values() {
        return values;
    }

    public double confidence() {
        return confidence;
    }

    /** Whether pixel (x, y) counts as inside. */
    public boolean inside(int x, int y) {
        return (values[y * width + x] & 255) >= INSIDE;
    }

    /** The smallest box around what counts as inside; empty when nothing does. */
    public Optional<Box> bounds() {
        int left = width;
        int top = height;
        int right = -1;
        int bottom = -1;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (inside(x, y)) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        return right < 0 ? Optional.empty() : Optional.of(new Box(left, top, right - left + 1.0, bottom - top + 1.0));
    }
}
