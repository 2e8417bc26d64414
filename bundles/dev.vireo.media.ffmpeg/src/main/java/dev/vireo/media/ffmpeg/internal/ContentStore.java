package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.MediaStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Media files as {@code media/<first two digits>/<sha256>}. The name has no extension: what a file is, its bytes tell,
 * and one hash then has one name. Files come in through {@code media/incoming}, are synced, and appear by a rename.
 */
@Component
public final class ContentStore implements MediaStore {
    private static final System.Logger LOG = System.getLogger(ContentStore.class.getName());
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int CHUNK = 1 << 20;
    /**
     * Share of the disk that is left free for the catalogue and the index, which have to be able to write when media no
     * longer can, and the limits of that room [bytes].
     */
    private static final double RESERVED_SHARE = 0.05;

    private static final long LEAST_RESERVE = 64L << 20;
    private static final long LARGEST_RESERVE = 2L << 30;

    private final Path root;
    private final Path incoming;
    /** Hashes that were put since the start, whose rows may not be there yet; null once the store was swept. */
    private Set<String> coming = new HashSet<>();

    @Activate
    public ContentStore(BundleContext context) {
        this(Path.of(context.getProperty("vireo.home")));
    }

    ContentStore(Path home) {
        this.root = home.resolve("media");
        this.incoming = root.resolve("incoming");
        try {
            Files.createDirectories(incoming);
            try (DirectoryStream<Path> left = Files.newDirectoryStream(incoming)) {
                for (Path path : left) { // a crash in the middle of a copy; nobody knows these names
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot use the media folder " + root + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String hash(Path file) {
        MessageDigest digest = Programs.sha256();
        copy(file, digest, OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public Stored put(Path file) {
        long size = sizeOf(file);
        Path aside = incoming.resolve(UUID.randomUUID().toString());
        try {
            checkRoom(file, size);
            MessageDigest digest = Programs.sha256();
            long bytes;
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new ChannelStream(channel)) {
                bytes = copy(file, digest, out);
                if (bytes != size || bytes != sizeOf(file)) {
                    throw changed(file);
                }
                channel.force(true);
            }
            String sha256 = HexFormat.of().formatHex(digest.digest());
            Path target = place(sha256);
            appear(aside, target, sha256, bytes);
            return new Stored(sha256, bytes, target);
        } catch (WriteFailed e) {
            throw full(file, size, e);
        } catch (IOException e) {
            throw full(file, size, e);
        } finally {
            try {
                Files.deleteIfExists(aside);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot remove " + aside, e);
            }
        }
    }

    private synchronized void appear(Path aside, Path target, String sha256, long bytes) throws IOException {
        if (coming != null) {
            coming.add(sha256);
        }
        if (!Files.isRegularFile(target) || Files.size(target) != bytes) {
            Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("r--r-----"));
            if (Files.notExists(target.getParent())) {
                Files.createDirectories(target.getParent());
                sync(root);
            }
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            sync(target.getParent());
        }
    }

    @Override
    public Path file(String sha256) {
        Path file = place(sha256);
        if (!Files.isRegularFile(file)) {
            throw new VireoException(ErrorKind.NOT_FOUND, "no media file " + sha256 + " in " + root);
        }
        return file;
    }

    @Override
    public int sweep(Function<String, Set<String>> used) {
        int removed = 0;
        if (swept()) {
            return removed;
        }
        for (int first = 0; first < 256; first++) {
            String prefix = HexFormat.of().toHexDigits((byte) first);
            Path folder = root.resolve(prefix);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                Set<String> known = null;
                for (Path file : files) {
                    known = known == null ? used.apply(prefix) : known;
                    String name = file.getFileName().toString();
                    if (!known.contains(name) && SHA256.matcher(name).matches() && sweep(file, name)) {
                        removed++;
                    }
                }
            } catch (IOException e) {
                throw new VireoException(ErrorKind.EXTERNAL, "cannot look through " + folder + ": " + e.getMessage(), e);
            }
        }
        synchronized (this) {
            coming = null;
        }
        return removed;
    }

    private synchronized boolean swept() {
        return coming == null;
    }

    private synchronized boolean sweep(Path file, String sha256) throws IOException {
        return coming != null && !coming.contains(sha256) && Files.deleteIfExists(file);
    }

    @Override
    public void remove(String sha256) {
        Path file = place(sha256);
        try {
            Files.deleteIfExists(file); // not synced: should a power cut bring it back, the next start sweeps it
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot remove " + file + ": " + e.getMessage(), e);
        }
    }

    private Path place(String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            throw new VireoException(ErrorKind.NOT_FOUND,
                    "no media file has this name: 64 lower-case hexadecimal digits are expected");
        }
        return root.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private static long reserve(FileStore disk) throws IOException {
        return Math.clamp((long) (RESERVED_SHARE * disk.getTotalSpace()), LEAST_RESERVE, LARGEST_RESERVE);
    }

    private void checkRoom(Path file, long size) throws IOException {
        FileStore disk = Files.getFileStore(root);
        long usable = disk.getUsableSpace();
        if (usable < size + reserve(disk)) {
            throw noRoom(file, size, usable, reserve(disk), null);
        }
    }

    private VireoException full(Path file, long size, Exception cause) {
        try {
            FileStore disk = Files.getFileStore(root);
            long usable = disk.getUsableSpace();
            if (usable < size + reserve(disk)) {
                return noRoom(file, size, usable, reserve(disk), cause);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return new VireoException(ErrorKind.EXTERNAL,
                "cannot store " + Header.shown(file) + " in " + root + ": " + cause.getMessage(), cause);
    }

    private VireoException noRoom(Path file, long size, long usable, long reserve, Exception cause) {
        return new VireoException(ErrorKind.RESOURCES, "no room for " + Header.shown(file) + ": it has "
                + size / 1_000_000 + " MB, the disk of " + root + " has " + usable / 1_000_000 + " MB free of which "
                + reserve / 1_000_000 + " MB stay reserved. Delete media or enlarge the disk", cause);
    }

    private static long sizeOf(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new VireoException(ErrorKind.USER_INPUT,
                    Header.shown(file) + (Files.exists(file) ? " is not a file" : " does not exist"));
        }
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static long copy(Path file, MessageDigest digest, OutputStream out) {
        long size = sizeOf(file);
        byte[] buffer = new byte[CHUNK];
        long bytes = 0;
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer target = ByteBuffer.wrap(buffer);
            for (int read = in.read(target); read >= 0; read = in.read(target.clear())) {
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                bytes += read;
                if (bytes > size) { // else it would be read for ever while somebody goes on writing
                    throw changed(file);
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return bytes;
    }

    private static VireoException changed(Path file) {
        return new VireoException(ErrorKind.USER_INPUT,
                Header.shown(file) + " changed while it was read; add it again when it is finished");
    }

    private static VireoException unreadable(Path file, IOException e) {
        String why = e instanceof NoSuchFileException ? "does not exist" : "cannot be read: " + e.getMessage();
        return new VireoException(ErrorKind.USER_INPUT, Header.shown(file) + " " + why, e);
    }

    /** Makes a rename in this folder survive a power cut. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Keeps errors of writing apart from those of reading. */
    private static final class WriteFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WriteFailed(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Writes to a channel. */
    private static final class ChannelStream extends OutputStream {
        private final FileChannel channel;

        ChannelStream(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException e) {
                throw new WriteFailed(e);
            }
        }
    }
}
