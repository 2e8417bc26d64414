/** Text as the input of a model. */
package dev.vireo.onnx.internal.text;
