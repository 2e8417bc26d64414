/** What a model bundle says of its model, read and checked. */
package dev.vireo.onnx.internal.manifest;
