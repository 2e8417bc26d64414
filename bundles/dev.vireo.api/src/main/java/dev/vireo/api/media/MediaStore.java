package dev.vireo.api.media;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/** Media files under the hash of their bytes. A file is there whole, synced to disk, or not at all. */
@ProviderType
public interface MediaStore {
    /**
     * A file in the store.
     *
     * @param sha256 lower-case hex
     * @param bytes size
     * @param file where it lies; read only
     */
    record Stored(String sha256, long bytes, Path file) {}

    /** Hash of a file's bytes, lower-case hex, without storing it. */
    String hash(Path file);

    /**
     * Copies a file into the store; nothing happens when its bytes are there already.
     *
     * @throws dev.vireo.api.error.VireoException USER_INPUT when it cannot be read, RESOURCES when the disk is full
     */
    Stored put(Path file);

    /** Where the bytes of this hash lie. @throws dev.vireo.api.error.VireoException NOT_FOUND */
    Path file(String sha256);

    /**
     * Removes files that were there when this runtime started and that nobody refers to: what a crash left between bytes and
     * row.
     *
     * @param used the hashes that are referred to, by their first two digits
     * @return how many were removed
     */
    int sweep(Function<String, Set<String>> used);

    /** Removes the bytes; nothing happens when they are gone already. */
    void remove(String sha256);
}
