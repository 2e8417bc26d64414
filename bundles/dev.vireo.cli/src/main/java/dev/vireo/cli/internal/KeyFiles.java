package dev.vireo.cli.internal;

import dev.vireo.pack.SigningKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with keys and statements. */
final class KeyFiles {
    private static final long MOST_BYTES = 2 << 20;

    private KeyFiles() {}

    static byte[] read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new Failure(Exit.FAILURE, Screen.safe(file.toString()) + " has " + Files.size(file) + " bytes; " + MOST_BYTES + " are the most");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new Failure(Exit.USAGE, "there is no file " + Screen.safe(file.toString()), e);
        } catch (IOException e) {
            throw new Failure(Exit.FAILURE, "cannot read " + Screen.safe(file.toString()) + ": " + e.getMessage(), e);
        }
    }

    static SigningKey key(Vireo vireo, Path file, Passphrase passphrase) {
        return SigningKey.read(Screen.safe(file.toString()), read(file), passphrase.read(vireo, file.toString(), false));
    }

    /** Writes a file that only its owner may read; one that is there is never written over. */
    static void write(Path file, byte[] content) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, content, StandardOpenOption.SYNC);
        } catch (FileAlreadyExistsException e) {
            throw new Failure(Exit.FAILURE, Screen.safe(file.toString()) + " is there already; it was left as it is", e);
        } catch (IOException e) {
            throw new Failure(Exit.FAILURE, "cannot write " + Screen.safe(file.toString()) + ": " + e.getMessage(), e);
        }
    }
}
