package dev.vireo.ingest.internal.live;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Addresses with user name and password, each in a file that only the user who runs Vireo can read, apart from the catalogue,
 * so that neither a copy of that nor an answer of the API holds them.
 */
final class StreamSecrets {
    private final Path folder;

    StreamSecrets(Path folder) {
        this.folder = folder;
    }

    /** Keeps an address. @return the name of its file; on disk when this returns */
    String keep(String address) {
        String name = UUID.randomUUID().toString();
        Path file = folder.resolve(name);
        Path aside = folder.resolve(name + ".part");
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (FileChannel out = FileChannel.open(aside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                out.write(ByteBuffer.wrap(address.getBytes(StandardCharsets.UTF_8)));
                out.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel synced = FileChannel.open(folder, StandardOpenOption.READ)) {
                synced.force(true);
            }
            return name;
        } catch (IOException e) {
            throw new VireoException(ErrorKind.RESOURCES, "cannot keep the address of the stream in " + folder + ": " + e.getMessage(), e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new VireoException(ErrorKind.USER_INPUT, "the file " + folder.resolve(name)
                    + " with user name and password of the stream cannot be read; delete the stream and add it anew", e);
        }
    }

    void remove(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot remove " + folder.resolve(name) + ": " + e.getMessage(), e);
        }
    }

    /** Removes files that no stream names: a crash came between file and row. */
    void sweep(Set<String> used) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString()).filter(name -> !used.contains(name)).forEach(this::remove);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot look through " + folder + ": " + e.getMessage(), e);
        }
    }
}
