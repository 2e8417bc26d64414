package dev.vireo.deploy.internal;

import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Jars of deployed bundles under their hash: {@code store/<sha256>/bundle.jar}. A jar is written aside, hashed, synced and
 * renamed, so that a folder with a hash for a name is whole or absent; it is never changed.
 */
final class BundleStore {
    private static final String JAR = "bundle.jar";
    private static final String ASIDE = "incoming";
    private static final int BUFFER = 1 << 16;

    private final Path root;
    private final Path aside;

    BundleStore(Path home) {
        this.root = home.resolve("store").toAbsolutePath();
        this.aside = root.resolve(ASIDE);
    }

    /** Where the jar of a hash is, or will be. */
    Path file(String sha256) {
        return root.resolve(sha256).resolve(JAR);
    }

    /**
     * Keeps a jar.
     *
     * @throws VireoException EXTERNAL when it can not be written, USER_INPUT when the bytes are not those of {@code bundle}
     */
    void put(DeployedBundle bundle, Candidate.Jars from) {
        Path folder = aside.resolve(bundle.sha256());
        try {
            if (isWhole(bundle)) {
                return;
            }
            delete(folder);
            delete(root.resolve(bundle.sha256())); // it was damaged, else it would be whole
            Files.createDirectories(folder);
            Path jar = folder.resolve(JAR);
            from.extract(bundle, jar);
            CrashPoint.STORED_ASIDE.pass();
            String found = hash(jar);
            if (!found.equals(bundle.sha256())) {
                delete(folder);
                throw new VireoException(ErrorKind.USER_INPUT, "the jar of " + bundle.symbolicName() + " has the hash " + found
                        + ", not " + bundle.sha256() + ": the package changed while it was read; deploy it again");
            }
            sync(jar);
            sync(folder);
            Files.move(folder, root.resolve(bundle.sha256()), StandardCopyOption.ATOMIC_MOVE);
            sync(root);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot keep " + bundle.symbolicName() + " in " + root + ": "
                    + e.getMessage() + "; check the room on its disk and that it is writable", e);
        }
    }

    /** Room left on its disk [bytes]. */
    long freeBytes() {
        try {
            Files.createDirectories(root);
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot use " + root + ": " + e.getMessage(), e);
        }
    }

    /** Whether the jar is there with its size and hash. */
    boolean isWhole(DeployedBundle bundle) {
        Path jar = file(bundle.sha256());
        try {
            return Files.size(jar) == bundle.size() && hash(jar).equals(bundle.sha256());
        } catch (IOException e) {
            return false; // absent or not readable: both are damage to whoever asks
        }
    }

    static String hash(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Removes what no kept generation names, and what a crash left aside. */
    void sweep(Set<String> kept) {
        try {
            if (!Files.isDirectory(root)) {
                return;
            }
            delete(aside);
            List<Path> folders;
            try (Stream<Path> all = Files.list(root)) {
                folders = all.filter(f -> !kept.contains(String.valueOf(f.getFileName()))).toList();
            }
            for (Path folder : folders) {
                delete(folder);
            }
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot clear " + root + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
