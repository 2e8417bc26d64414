package dev.vireo.api.catalog;

/**
 * An interval of an asset without a cut; an image is one moment.
 *
 * @param id positive, never used again
 * @param asset the asset it is part of
 * @param startMs start from the beginning of the asset [ms]
 * @param endMs end, exclusive [ms]; equal to {@code startMs} for an image
 * @param keyMs position of the key frame [ms]
 */
public record Moment(long id, long asset, long startMs, long endMs, long keyMs) {}
