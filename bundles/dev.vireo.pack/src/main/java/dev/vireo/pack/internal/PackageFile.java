package dev.vireo.pack.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.PackageManifest;
import dev.vireo.pack.PackageReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/** An open package whose form as an archive was checked: manifest, signature if it has one, and jars, in this order. */
public final class PackageFile implements AutoCloseable {
    public static final String MANIFEST = "manifest.json";
    public static final String SIGNATURE = "signature.json";
    private static final int MOST_MANIFEST = 256 << 10;
    private static final int MOST_SIGNATURE = 64 << 10;

    private final Path path;
    private final String title;
    private final FileChannel channel;
    private final Slice slice;
    private final List<ZipEntryHeader> jars;
    private final byte[] manifest;
    private final Optional<byte[]> signature;

    private PackageFile(Path path, String title, FileChannel channel, long size) {
        this.path = path;
        this.title = title;
        this.channel = channel;
        this.slice = new Slice(channel, 0, size);
        List<ZipEntryHeader> entries = StrictZip.entries(title, slice, StrictZip.Form.PACKAGE);
        if (!entries.getFirst().name().equals(MANIFEST)) {
            throw new VireoException(ErrorKind.USER_INPUT, title + ": begins with \"" + Names.shown(entries.getFirst().name())
                    + "\" and not with " + MANIFEST + "; it is no package of vireo pack");
        }
        this.manifest = bytes(entries.getFirst(), MOST_MANIFEST);
        boolean signed = entries.size() > 1 && entries.get(1).name().equals(SIGNATURE);
        this.signature = signed ? Optional.of(bytes(entries.get(1), MOST_SIGNATURE)) : Optional.empty();
        this.jars = entries.subList(signed ? 2 : 1, entries.size());
    }

    public static PackageFile open(Path path) {
        String title = Names.shown(String.valueOf(path.getFileName()));
        FileChannel channel = null;
        try {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(path)) {
                throw new VireoException(ErrorKind.NOT_FOUND, "there is no file " + Names.shown(path.toString()));
            }
            channel = FileChannel.open(path, StandardOpenOption.READ);
            long size = channel.size();
            if (size > PackageReader.MOST_BYTES) {
                throw new VireoException(ErrorKind.USER_INPUT, title + ": has " + size + " bytes; " + PackageReader.MOST_BYTES + " are the most");
            }
            PackageFile file = new PackageFile(path, title, channel, size);
            channel = null;
            return file;
        } catch (NoSuchFileException e) {
            throw new VireoException(ErrorKind.NOT_FOUND, "there is no file " + Names.shown(path.toString()), e);
        } catch (IOException e) {
            throw unreadable(title, e);
        } finally {
            close(title, channel);
        }
    }

    private static VireoException unreadable(String title, IOException e) {
        return new VireoException(ErrorKind.EXTERNAL, title + ": cannot be read: " + e.getMessage(), e);
    }

    private byte[] bytes(ZipEntryHeader entry, int most) {
        if (entry.size() > most) {
            throw new VireoException(ErrorKind.USER_INPUT, title + ": " + entry.name() + " has " + entry.size() + " bytes; " + most + " are the most");
        }
        byte[] bytes = slice.bytes(entry.data(), (int) entry.size()).array();
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != entry.crc()) {
            throw new VireoException(ErrorKind.USER_INPUT, title + ": " + entry.name() + " is damaged: its check sum is wrong");
        }
        return bytes;
    }

    /** The file's name as it may be shown. */
    public String title() {
        return title;
    }

    /** As it lies in the file. */
    public byte[] manifest() {
        return manifest.clone();
    }

    public Optional<byte[]> signature() {
        return signature;
    }

    FileChannel channel() {
        return channel;
    }

    /** The jars that the manifest names, all of them and no more, in its order. Their content is not looked at. */
    public Map<PackageManifest.BundleSpec, StoredJar> jars(PackageManifest names) {
        Map<PackageManifest.BundleSpec, StoredJar> found = new LinkedHashMap<>();
        for (int i = 0; i < Math.max(jars.size(), names.bundles().size()); i++) {
            if (i >= names.bundles().size()) {
                throw new VireoException(ErrorKind.USER_INPUT, title + ": holds \"" + Names.shown(jars.get(i).name())
                        + "\", which the manifest does not name");
            }
            PackageManifest.BundleSpec spec = names.bundles().get(i);
            if (i >= jars.size() || !jars.get(i).name().equals(spec.path())) {
                throw new VireoException(ErrorKind.USER_INPUT, title + ": " + (i < jars.size()
                        ? "holds \"" + Names.shown(jars.get(i).name()) + "\" where the manifest names " + spec.path()
                        : "lacks " + spec.path() + ", which the manifest names"));
            }
            ZipEntryHeader entry = jars.get(i);
            if (entry.size() != spec.size()) {
                throw new VireoException(ErrorKind.USER_INPUT, title + ": " + spec.path() + " has " + entry.size()
                        + " bytes, the manifest says " + spec.size() + ": it was changed, or is of another release");
            }
            found.put(spec, new StoredJar(path, title + ": " + spec.path(), entry.data(), entry.size(), entry.crc(), spec.sha256()));
        }
        return found;
    }

    @Override
    public void close() {
        close(title, channel);
    }

    private static void close(String title, FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw unreadable(title, e);
        }
    }
}
