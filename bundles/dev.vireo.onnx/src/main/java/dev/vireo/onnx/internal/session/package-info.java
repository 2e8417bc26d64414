/** ONNX Runtime and the models that are open in it. */
package dev.vireo.onnx.internal.session;
