package dev.vireo.pack.internal;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.PackageManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/** What a jar file is, for whoever packs it. */
public record JarFacts(String symbolicName, PackageVersion version, String sha256, long size, long crc32) {
    /** @throws VireoException USER_INPUT when it is no bundle */
    public static JarFacts of(Path file) {
        String title = Names.shown(String.valueOf(file.getFileName()));
        if (!Files.isRegularFile(file)) {
            throw new VireoException(ErrorKind.USER_INPUT, "there is no file " + Names.shown(file.toString()));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > PackageManifest.MOST_BYTES) {
                throw new VireoException(ErrorKind.USER_INPUT, title + ": has " + size + " bytes; " + PackageManifest.MOST_BYTES + " are the most");
            }
            Slice slice = new Slice(channel, 0, size);
            BundleHeaders headers = BundleHeaders.read(Jar.read(title, slice, StrictZip.Form.JAR));
            MessageDigest digest = Hash.digest();
            CRC32 crc = new CRC32();
            try (InputStream in = slice.stream()) {
                byte[] block = new byte[1 << 16];
                for (int n = in.read(block); n >= 0; n = in.read(block)) {
                    digest.update(block, 0, n);
                    crc.update(block, 0, n);
                }
            }
            return new JarFacts(headers.symbolicName(), headers.version(), Hash.hex(digest.digest()), size, crc.getValue());
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, title + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
