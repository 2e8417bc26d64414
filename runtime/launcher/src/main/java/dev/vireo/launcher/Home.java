package dev.vireo.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory that holds all state of one runtime, locked while this object is open.
 *
 * <p>The operating system frees the lock when the process dies, so a home is never left locked.
 */
final class Home implements AutoCloseable {
    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private Home(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Makes the directory where it is missing, locks it, and empties its disposable parts.
     *
     * @throws LaunchException if another process runs on this home or the directory cannot be used
     */
    static Home open(Path root) {
        Path home = root.toAbsolutePath().normalize();
        FileChannel channel = null;
        try {
            Files.createDirectories(home.resolve("run"));
            for (String part : List.of("log", "conf", "cache")) {
                Files.createDirectories(home.resolve(part));
            }
            Path file = home.resolve("run/lock");
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String pid = Files.readString(file, StandardCharsets.UTF_8).strip();
                channel.close();
                throw new LaunchException("another runtime (process " + (pid.isEmpty() ? "unknown" : pid) + ") runs on "
                        + home + "; stop it, or give another directory with --home");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            channel.force(true);
            Home opened = new Home(home, channel, lock);
            opened.clean();
            return opened;
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new LaunchException(home + " cannot be used as a home: " + reason(e)
                    + "; give a directory that you may write with --home", e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // locked in this very process
        }
    }

    private void clean() throws IOException {
        Files.deleteIfExists(endpoint());
        // Felix rewrites its cache in place and drops a bundle whose record was emptied: never trust it over a start.
        delete(bundleCache());
        delete(temporary());
        Files.createDirectories(temporary());
    }

    Path root() {
        return root;
    }

    /** Written by the administration bundle when it answers. */
    Path endpoint() {
        return root.resolve("run/endpoint.json");
    }

    Path bundleCache() {
        return root.resolve("cache/felix");
    }

    /** Emptied at each start, so that what a killed process unpacked does not pile up. */
    Path temporary() {
        return root.resolve("cache/tmp");
    }

    /** Holds {@code <pid>.json}: settings of this home over those of the features. */
    Path settings() {
        return root.resolve("conf");
    }

    Path log() {
        return root.resolve("log/vireo.log");
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(endpoint());
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not release " + root, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void closeQuietly(FileChannel channel, IOException cause) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")");
    }
}
