package dev.vireo.pack.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/**
 * A jar as it lies in a package.
 *
 * @param begin position in the file
 * @param crc32 what the archive says of the content
 * @param sha256 what its content must have
 */
public record StoredJar(Path file, String title, long begin, long size, long crc32, String sha256) {
    private static final int BLOCK = 1 << 16;

    /** @throws VireoException USER_INPUT when the content is another than was promised */
    void check(FileChannel channel) {
        try (InputStream in = new Slice(channel, begin, size).stream()) {
            compare(hash(in, OutputStream.nullOutputStream()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Copies the jar to a new file and synchronises it; on failure no file is left. */
    public void copy(Path target) {
        boolean whole = false;
        boolean ours = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ours = true;
            if (channel.size() < begin + size) {
                throw new VireoException(ErrorKind.USER_INPUT, title + ": the package became shorter since it was checked");
            }
            try (InputStream in = new Slice(channel, begin, size).stream()) {
                OutputStream out = Channels.newOutputStream(to);
                compare(hash(in, out));
            }
            to.force(true);
            whole = true;
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, title + ": cannot copy it to " + target + ": " + e.getMessage(), e);
        } finally {
            if (ours && !whole) {
                remove(target);
            }
        }
    }

    private static void remove(Path target) {
        try {
            Files.deleteIfExists(target);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot delete the unfinished " + target + ": " + e.getMessage(), e);
        }
    }

    private String hash(InputStream in, OutputStream copy) throws IOException {
        MessageDigest digest = Hash.digest();
        CRC32 crc = new CRC32();
        byte[] block = new byte[BLOCK];
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            digest.update(block, 0, n);
            crc.update(block, 0, n);
            copy.write(block, 0, n);
        }
        String found = Hash.hex(digest.digest());
        if (found.equals(sha256) && crc.getValue() != crc32) {
            throw new VireoException(ErrorKind.USER_INPUT, title + ": the check sum of the archive is wrong");
        }
        return found;
    }

    private void compare(String found) {
        if (!found.equals(sha256)) {
            throw new VireoException(ErrorKind.USER_INPUT, title + ": has sha256 " + found + ", the manifest says " + sha256
                    + ": it was changed, or is of another release");
        }
    }

    private VireoException unreadable(IOException e) {
        return new VireoException(ErrorKind.EXTERNAL, title + ": cannot be read: " + e.getMessage(), e);
    }
}
