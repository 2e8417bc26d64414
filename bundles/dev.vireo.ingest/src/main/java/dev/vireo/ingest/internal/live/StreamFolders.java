package dev.vireo.ingest.internal.live;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Folders in which segments wait. */
final class StreamFolders {
    private StreamFolders() {}

    /** Removes a folder with its files; nothing happens when it is gone. */
    static void delete(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }
}
