package dev.vireo.api.index;

/**
 * A published piece of an index: the row that makes a finished file part of the truth.
 *
 * @param space id of the space
 * @param file path inside the space's index folder; begins with what names the index that made it
 * @param generation ascending number of the publication
 * @param count vectors inside
 * @param firstId smallest vector id inside
 * @param lastId largest vector id inside
 * @param idsSha256 hash over the ordinal-to-id map, hex
 * @param fileSha256 hash over the file, hex
 */
public record Segment(
        String space, String file, long generation, long count, long firstId, long lastId, String idsSha256,
        String fileSha256) {}
