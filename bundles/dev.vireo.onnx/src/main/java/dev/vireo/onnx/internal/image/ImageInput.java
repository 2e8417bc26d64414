package dev.vireo.onnx.internal.image;

import dev.vireo.api.media.Image;
import dev.vireo.onnx.internal.manifest.ImageSpec;
import java.nio.FloatBuffer;

/**
 * Turns a picture into a model's input: cut, resize, order of channels, normalisation. Immutable, usable from many
 * threads.
 */
public final class ImageInput {
    private final ImageSpec spec;
    /** Normalised value of each byte, by source channel R, G, B. */
    private final float[][] normalised = new float[3][256];

    public ImageInput(ImageSpec spec) {
        this.spec = spec;
        for (int channel = 0; channel < 3; channel++) {
            int place = place(channel);
            for (int value = 0; value < 256; value++) {
                normalised[channel][value] = (float) ((value - spec.mean().get(place)) / spec.std().get(place));
            }
        }
    }

    /** Where a source channel (0 red, 1 green, 2 blue) goes in the model's order. */
    private int place(int channel) {
        return spec.order() == ImageSpec.Order.RGB ? channel : 2 - channel;
    }

    /** Numbers that one picture takes. */
    public int size() {
        return 3 * spec.width() * spec.height();
    }

    /**
     * Writes one picture, shape [3][height][width], at the buffer's index {@code at}.
     *
     * @return the part of the picture that the model sees, in pixels of the picture
     */
    public View write(Image image, FloatBuffer target, int at) {
        View view = view(image);
        Resampler resampler = new Resampler(
                view.width(), view.height(), spec.width(), spec.height(), spec.interpolation(), spec.antialias());
        put(resampler.resize(image, view.left(), view.top()), spec.width(), spec.height(), spec.width(), target, at);
        return view;
    }

    /**
     * Writes one whole picture scaled to a size of the caller's, for models that take many sizes.
     *
     * @param columns columns of the input, at least {@code width}; those to the right of the picture are left as they are
     */
    public void write(Image image, int width, int height, int columns, FloatBuffer target, int at) {
        Resampler resampler = new Resampler(
                image.width(), image.height(), width, height, spec.interpolation(), spec.antialias());
        put(resampler.resize(image, 0, 0), width, height, columns, target, at);
    }

    private void put(byte[] rgb, int width, int height, int columns, FloatBuffer target, int at) {
        float[] row = new float[width];
        for (int channel = 0; channel < 3; channel++) {
            float[] values = normalised[channel];
            int start = at + place(channel) * columns * height;
            for (int y = 0, p = channel; y < height; y++) {
                for (int x = 0; x < width; x++, p += 3) {
                    row[x] = values[rgb[p] & 0xff];
                }
                target.put(start + y * columns, row);
            }
        }
    }

    private View view(Image image) {
        if (spec.resize() != ImageSpec.Resize.CROP) {
            return new View(0, 0, image.width(), image.height());
        }
        // The evaluation crop of EfficientNet: side · r / (r + pad), rounded down, the odd pixel at the start.
        int shortest = Math.min(image.width(), image.height());
        int side = Math.max(1, (int) ((double) shortest * spec.width() / (spec.width() + spec.cropPad())));
        return new View((image.width() - side + 1) / 2, (image.height() - side + 1) / 2, side, side);
    }

    /** A rectangle of whole pixels. */
    public record View(int left, int top, int width, int height) {}
}
