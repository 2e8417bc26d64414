/** Pictures as the input of a model: size, order and scale of its numbers. */
package dev.vireo.onnx.internal.image;
