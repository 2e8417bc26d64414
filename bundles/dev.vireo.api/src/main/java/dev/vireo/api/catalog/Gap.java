package dev.vireo.api.catalog;

import dev.vireo.api.media.Box;

/**
 * A track without a vector in a space.
 *
 * @param domain of its asset
 * @param startMs see {@link Track}
 * @param endMs see {@link Track}
 * @param keyMs when it is seen best [ms]
 * @param box where it is then, in pixels of the asset's frames
 */
public record Gap(
        long track, String domain, long asset, long moment, boolean wholeFrame, long startMs, long endMs, long keyMs, Box box) {}
