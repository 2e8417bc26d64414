package dev.vireo.ingest.internal;

import dev.vireo.api.text.TextRegion;

/**
 * A line that was read.
 *
 * @param model the reader's {@code id@version}
 */
record TextReading(TextRegion region, String model) {}
