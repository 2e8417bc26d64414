package dev.vireo.api.catalog;

/**
 * A run of an asset's footage that lies in one media file. An asset that came from a file is one piece; a recording is
 * many, with gaps where nothing came.
 *
 * @param startMs position of its first frame from the beginning of the asset [ms]
 * @param endMs end, exclusive [ms]; equal to {@code startMs} for an image
 * @param sha256 hash of the file's bytes, lower-case hex: its name in the media store
 * @param bytes size of the file
 */
public record Piece(long startMs, long endMs, String sha256, long bytes) {}
