/** Lines of text in a picture: found, straightened, read. */
package dev.vireo.onnx.internal.reading;
