/** From the numbers that a detector puts out to boxes. */
package dev.vireo.onnx.internal.head;
