package dev.vireo.onnx.internal.image;

import dev.vireo.api.media.Image;
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
     * @return the rectangle that the model sees, in pixels of the picture; beyond its edges where it was padded
     */
    public View write(Image image, FloatBuffer target, int at) {
        if (spec.resize() == ImageSpec.Resize.PAD) {
            return padded(image, target, at);
        }
        View view = view(image);
        byte[] rgb = resized(image, view, spec.width(), spec.height());
        put(rgb, spec.width(), spec.height(), spec.width(), target, at);
        return view;
    }

    private byte[] resized(Image image, View view, int width, int height) {
        Resampler resampler = new Resampler(
                (int) view.width(), (int) view.height(), width, height, spec.interpolation(), spec.antialias());
        return resampler.resize(image, (int) view.left(), (int) view.top());
    }

    private View padded(Image image, FloatBuffer target, int at) {
        double scale = Math.min(spec.width() / (double) image.width(), spec.height() / (double) image.height());
        int width = Math.clamp(Math.round(image.width() * scale), 1, spec.width());
        int height = Math.clamp(Math.round(image.height() * scale), 1, spec.height());
        int left = (spec.width() - width) / 2;
        int top = (spec.height() - height) / 2;
        byte[] inside = resized(image, new View(0, 0, image.width(), image.height()), width, height);
        byte[] rgb = new byte[3 * spec.width() * spec.height()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.round(spec.pad().get(i % 3));
        }
        for (int y = 0; y < height; y++) {
            System.arraycopy(inside, y * width * 3, rgb, ((top + y) * spec.width() + left) * 3, width * 3);
        }
        put(rgb, spec.width(), spec.height(), spec.width(), target, at);
        double x = image.width() / (double) width;
        double y = image.height() / (double) height;
        return new View(-left * x, -top * y, spec.width() * x, spec.height() * y);
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

    /** A rectangle in pixels of the picture. */
    public record View(double left, double top, double width, double height) {}
}
