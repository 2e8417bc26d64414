package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The {@code ffmpeg} and {@code ffprobe} programs that travel in this bundle, unpacked into the home's cache on first
 * use. Files are checked against a pinned list: hashes while they are unpacked, sizes on each later start.
 */
final class Programs {
    private static final System.Logger LOG = System.getLogger(Programs.class.getName());
    private static final String PLATFORM = "linux-x86_64";
    private static final String FROM_JAR = "/org/bytedeco/ffmpeg/" + PLATFORM + "/";

    /** One file of the pinned list. */
    record Part(long bytes, String sha256, String name) {}

    private final Path cache;
    private final List<Part> parts;
    private Path folder;

    /** @param cache where the programs go; a sub-folder for each version is made there */
    Programs(Path cache) {
        this.cache = cache;
        this.parts = pinned();
    }

    static List<Part> pinned() {
        try (InputStream in = Programs.class.getResourceAsStream(PLATFORM + ".txt")) {
            String list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return list.lines().filter(line -> !line.startsWith("#")).map(line -> line.split(" ", 3))
                    .map(part -> new Part(Long.parseLong(part[0]), part[1], part[2])).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder that holds the programs and the libraries they load; unpacks them when they are not there whole. */
    synchronized Path folder() {
        if (folder != null && Files.isExecutable(folder.resolve("ffmpeg"))) {
            return folder;
        }
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!machine.equals("Linux amd64")) {
            throw new VireoException(ErrorKind.EXTERNAL,
                    "no media decoder for " + machine + ": Vireo carries one for Linux on x86-64");
        }
        Path wanted = cache.resolve("ffmpeg-" + fingerprint());
        try {
            if (!whole(wanted)) {
                unpack(wanted);
            }
        } catch (FileSystemException e) {
            throw new VireoException(ErrorKind.RESOURCES, "cannot unpack the media decoder into " + wanted + " ("
                    + reason(e) + "): it needs " + parts.stream().mapToLong(Part::bytes).sum() / 1_000_000
                    + " MB there and the right to write", e);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL,
                    "cannot unpack the media decoder into " + wanted + ": " + e.getMessage(), e);
        }
        folder = wanted;
        return folder;
    }

    /** Changes whenever one file of the programs does, so that an updated bundle never runs the old ones. */
    private String fingerprint() {
        MessageDigest digest = sha256();
        parts.forEach(part -> digest.update(part.sha256().getBytes(StandardCharsets.US_ASCII)));
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private boolean whole(Path target) throws IOException {
        for (Part part : parts) {
            Path file = target.resolve(part.name());
            if (!Files.isRegularFile(file) || Files.size(file) != part.bytes()) {
                return false;
            }
        }
        return true;
    }

    private void unpack(Path target) throws IOException {
        Files.createDirectories(cache);
        try (DirectoryStream<Path> old = Files.newDirectoryStream(cache, "ffmpeg-*")) {
            for (Path path : old) {
                deleteTree(path);
            }
        }
        Path aside = Files.createTempDirectory(cache, "ffmpeg-unpacking-");
        try {
            for (Part part : parts) {
                unpack(part, aside.resolve(part.name()));
            }
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("its file system cannot rename a folder in one step", e);
        } finally {
            deleteTree(aside);
        }
        LOG.log(System.Logger.Level.DEBUG, "unpacked the media decoder into {0}", target);
    }

    private static void unpack(Part part, Path file) throws IOException {
        MessageDigest digest = sha256();
        InputStream found = Programs.class.getResourceAsStream(PLATFORM + "/" + part.name());
        try (InputStream in = found != null ? found : Programs.class.getResourceAsStream(FROM_JAR + part.name())) {
            if (in == null) {
                throw new IOException(part.name() + " is missing in the bundle; install Vireo again");
            }
            try (var plain = new FileOutputStream(file.toFile()); var out = new DigestOutputStream(plain, digest)) {
                in.transferTo(out);
                plain.getFD().sync(); // later starts look at sizes only, and a power cut can leave a size without bytes
            }
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(part.sha256())) {
            throw new IOException(part.name() + " in the bundle is damaged (its hash is wrong); install Vireo again");
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all = new ArrayList<>();
        try (Stream<Path> found = Files.walk(folder)) {
            found.forEach(all::add);
        }
        for (Path path : all.reversed()) {
            Files.deleteIfExists(path);
        }
    }

    static String reason(FileSystemException e) {
        String reason = e.getReason();
        return reason == null ? e.getClass().getSimpleName() : reason.toLowerCase(Locale.ROOT);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
