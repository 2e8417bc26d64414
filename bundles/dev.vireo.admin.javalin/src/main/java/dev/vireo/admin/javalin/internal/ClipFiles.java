package dev.vireo.admin.javalin.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Footage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Clips, cut when they are asked for and kept for a little while, because players ask for a clip in many parts and go back
 * and forth. Thread-safe.
 */
final class ClipFiles implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ClipFiles.class.getName());

    /** A clip of a minute at the highest rate is about this [bytes]; with less free it would take the catalogue's reserve. */
    private static final long CLIP_ROOM = 96L << 20;

    /** How long a clip is kept after it was asked for last [ms]. */
    private static final long KEPT_MS = 120_000;

    private static final long LOOK_MS = 30_000;

    /** Most that is kept [bytes]. */
    private static final long KEPT_BYTES = 256L << 20;

    private final Path folder;
    private final Footage footage;
    private final LongPredicate there;
    private final Gate gate;
    private final LinkedHashMap<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("vireo-clips").daemon().factory());
    private boolean closed;

    private record Key(long asset, long startMs, long endMs) {}

    private record Kept(Path file, long bytes, String etag, long usedNanos) {}

    /**
     * A clip that is open.
     *
     * @param content at its start; the caller closes it
     * @param bytes its length
     * @param etag its strong validator (RFC 9110, section 8.8.3): a hash of the bytes
     */
    record Clip(InputStream content, long bytes, String etag) {}

    /**
     * @param there whether an asset is there; clips of one that went are removed at the next look, 30 s later at most
     * @param gate bounds how many are cut at once
     */
    ClipFiles(Path folder, Footage footage, LongPredicate there, Gate gate) {
        this.folder = folder;
        this.footage = footage;
        this.there = there;
        this.gate = gate;
        clock.scheduleWithFixedDelay(this::expire, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /** Opens a clip, which is cut unless it is there. */
    Clip open(long asset, long startMs, long endMs) {
        Key key = new Key(asset, startMs, endMs);
        Clip there = opened(key);
        while (there == null) {
            Path file = gate.pass(() -> cut(asset, startMs, endMs));
            keep(key, file);
            there = opened(key);
        }
        return there;
    }

    private synchronized Clip opened(Key key) {
        Kept clip = kept.get(key);
        if (clip == null) {
            return null;
        }
        try {
            kept.put(key, new Kept(clip.file(), clip.bytes(), clip.etag(), System.nanoTime()));
            return new Clip(Files.newInputStream(clip.file()), clip.bytes(), clip.etag());
        } catch (IOException e) {
            kept.remove(key); // whoever cleaned the cache; it is cut again
            LOG.log(Level.DEBUG, "a clip is gone", e);
            return null;
        }
    }

    private void keep(Key key, Path file) {
        Kept clip;
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            long bytes;
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), hash)) {
                bytes = in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            clip = new Kept(file, bytes, '"' + HexFormat.of().formatHex(hash.digest(), 0, 16) + '"', System.nanoTime());
        } catch (IOException | NoSuchAlgorithmException e) {
            discard(file);
            throw new VireoException(ErrorKind.EXTERNAL, "cannot read the clip " + file, e);
        }
        synchronized (this) {
            if (closed) {
                discard(file);
                throw new VireoException(ErrorKind.UNAVAILABLE, "the runtime is stopping; ask again when it runs");
            }
            Kept before = kept.put(key, clip);
            if (before != null) {
                discard(before.file());
            }
            long sum = kept.values().stream().mapToLong(Kept::bytes).sum();
            var oldest = kept.entrySet().iterator();
            while (sum > KEPT_BYTES && oldest.hasNext()) {
                Map.Entry<Key, Kept> entry = oldest.next();
                if (!entry.getKey().equals(key)) {
                    sum -= entry.getValue().bytes();
                    discard(entry.getValue().file());
                    oldest.remove();
                }
            }
        }
    }

    private Path cut(long asset, long startMs, long endMs) {
        Path target = null;
        try {
            Files.createDirectories(folder);
            if (Files.getFileStore(folder).getUsableSpace() < CLIP_ROOM) {
                forget(_ -> true);
            }
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < CLIP_ROOM) {
                throw new VireoException(
                        ErrorKind.RESOURCES,
                        "no room for a clip: the disk of " + folder + " has " + free / 1_000_000 + " MB free, a clip may need "
                                + CLIP_ROOM / 1_000_000 + " MB; delete media or enlarge the disk");
            }
            target = Files.createTempFile(folder, "clip-", ".mp4");
            footage.clip(asset, startMs, endMs, target);
            return target;
        } catch (IOException e) {
            throw new VireoException(ErrorKind.RESOURCES, "no clip can be written in " + folder + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            discard(target);
            throw e;
        }
    }

    private static void discard(Path target) {
        try {
            if (target != null) {
                Files.deleteIfExists(target);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove " + target + ": " + e);
        }
    }

    /** Removes clips that nobody wanted for a while, and those of assets that went. */
    void expire() {
        try {
            long now = System.nanoTime();
            forget(clip -> now - clip.usedNanos() >= TimeUnit.MILLISECONDS.toNanos(KEPT_MS));
            assets().stream().filter(asset -> !there.test(asset)).forEach(this::forget);
        } catch (VireoException e) {
            LOG.log(Level.INFO, "clips are looked through later: " + e.getMessage()); // the catalogue is being replaced
        }
    }

    private synchronized Set<Long> assets() {
        return kept.keySet().stream().map(Key::asset).collect(Collectors.toSet());
    }

    /** Removes the clips of an asset that was deleted. */
    synchronized void forget(long asset) {
        kept.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().asset() == asset;
            if (gone) {
                discard(entry.getValue().file());
            }
            return gone;
        });
    }

    private synchronized void forget(Predicate<Kept> old) {
        kept.values().removeIf(clip -> {
            boolean gone = old.test(clip);
            if (gone) {
                discard(clip.file());
            }
            return gone;
        });
    }

    /**
     * Removes what a killed runtime left. Another server of this process may still be sending its last clips: it is drained
     * for a limited time only, and this one begins meanwhile. So only what is older than the process goes.
     */
    void sweep() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var left = Files.list(folder)) {
            left.filter(p -> p.getFileName().toString().matches("\\.?clip-.*") && left(p)).forEach(ClipFiles::discard);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot clean " + folder + ": " + e);
        }
    }

    private static boolean left(Path clip) {
        Instant begun = ProcessHandle.current().info().startInstant().orElse(Instant.MIN);
        try {
            return Files.getLastModifiedTime(clip).toInstant().isBefore(begun);
        } catch (IOException _) {
            return false; // gone meanwhile
        }
    }

    /** Removes all; those that are being sent are gone when they are sent. */
    @Override
    public void close() {
        clock.shutdownNow();
        synchronized (this) {
            closed = true;
        }
        forget(_ -> true);
    }
}
