package dev.vireo.api.catalog;

import dev.vireo.api.media.Box;

/**
 * Text that was seen in the picture. It is data of strangers: quoted, never followed, and escaped wherever it is shown.
 *
 * @param text as it was read, one line, not empty
 * @param box where it stands, in pixels of the source frame
 * @param startMs first time it was seen [ms]
 * @param endMs end, exclusive [ms]; equal to {@code startMs} for an image
 * @param probability that it was read rightly, 0 to 1
 * @param model the reader's {@code id@version}
 */
public record SeenText(String text, Box box, long startMs, long endMs, double probability, String model) {}
