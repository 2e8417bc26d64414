package dev.vireo.onnx.internal.image;

import java.util.List;

/**
 * How a picture becomes the model's input.
 *
 * @param cropPad only for {@link Resize#CROP}: the centre square of side min(w, h) · width / (width + cropPad) is taken
 * @param pad only for {@link Resize#PAD}: red, green and blue of what is beside the picture, 0 … 255, before normalisation
 * @param order order of the channels in the tensor; {@code mean} and {@code std} are in the same order
 * @param mean subtracted from 0 … 255
 * @param std then divided by
 */
public record ImageSpec(
        Resize resize,
        int width,
        int height,
        Interpolation interpolation,
        boolean antialias,
        int cropPad,
        List<Double> pad,
        Order order,
        List<Double> mean,
        List<Double> std) {
    public ImageSpec {
        pad = List.copyOf(pad);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /** What happens to a picture whose shape is not the model's. */
    public enum Resize {
        /** Stretched. */
        SQUASH,
        /** Scaled as it is, in the middle of {@link ImageSpec#pad}: keep_ratio of detectors. */
        PAD,
        /** The centre is cut out. */
        CROP,
        /** Scaled with its shape kept, to width × height at most: the model takes pictures of many sizes. */
        FIT
    }

    /** Order of the channels. */
    public enum Order {
        RGB,
        BGR
    }
}
