package dev.vireo.onnx.internal.session;

/**
 * Numbers that a model put out.
 *
 * @param values row-major; owned by the reader
 * @param shape axes as the model's
 */
public record Tensor(float[] values, long[] shape) {}
