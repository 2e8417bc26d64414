package dev.vireo.pack.internal;

/**
 * One entry of an archive, as directory and local header agree on it.
 *
 * @param header position of the local header
 * @param data position of the content
 * @param compressed bytes of the content as stored
 * @param size bytes of the content
 * @param end first position after the entry
 */
record ZipEntryHeader(String name, boolean deflated, long crc, long compressed, long size, long header, long data, long end) {
    boolean folder() {
        return name.endsWith("/");
    }
}
