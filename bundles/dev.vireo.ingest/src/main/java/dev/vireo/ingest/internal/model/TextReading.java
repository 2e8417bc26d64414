package dev.vireo.ingest.internal.model;

import dev.vireo.api.text.TextRegion;

/**
 * A line that was read.
 *
 * @param model the reader's {@code id@version}
 */
public record TextReading(TextRegion region, String model) {}
