package dev.vireo.onnx.internal.head;

import java.util.Map;

/**
 * An object in pixels of the model's input, not of the picture.
 *
 * @param scores label index to the model's own score, 0 to 1, before calibration
 */
public record RawDetection(double left, double top, double right, double bottom, Map<Integer, Double> scores) {
    public RawDetection {
        scores = Map.copyOf(scores);
    }
}
