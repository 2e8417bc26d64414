/**
 * Model bundles become services: found, checked, loaded, tested against their golden outputs, registered. The packages below
 * know nothing of it.
 */
package dev.vireo.onnx.internal;
