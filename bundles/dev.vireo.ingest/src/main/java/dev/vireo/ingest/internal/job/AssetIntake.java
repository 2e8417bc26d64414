package dev.vireo.ingest.internal.job;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.media.MediaStore;
import dev.vireo.ingest.internal.clock.AssetClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Files to assets and back: hash, probe, bytes into the store, row into the catalogue; and forgetting them. Knows which
 * asset is worked on, so that one that is deleted meanwhile is noticed.
 */
public final class AssetIntake {
    private static final Logger LOG = System.getLogger(AssetIntake.class.getName());

    private final Catalog catalog;
    private final Site site;
    private final MediaReader reader;
    private final MediaStore store;

    /** Held while rows that refer to bytes come, and while both go, so that no row is left without its bytes. */
    private final ReentrantLock media = new ReentrantLock();

    /** The asset that is worked on, 0 when none, and whether it was deleted meanwhile; written under {@code media}. */
    private volatile long activeAsset;

    private volatile boolean activeDeleted;

    AssetIntake(Catalog catalog, Site site, MediaReader reader, MediaStore store) {
        this.catalog = catalog;
        this.site = site;
        this.reader = reader;
        this.store = store;
    }

    /**
     * Takes a file in; the asset is the active one afterwards unless it is READY already.
     *
     * @return its asset, READY when the same bytes were there before
     * @throws RefusedFile when it is none
     */
    Asset take(Sources.Candidate candidate, IngestRequest request) {
        Path source = candidate.file();
        String domain = request.domain();
        if (candidate.bytes() == 0) {
            throw new RefusedFile("is empty");
        }
        // Before its hash: gigabytes of what is no media are not read, whatever the name says.
        MediaInfo info = RefusedFile.reading(() -> reader.probe(source));
        String sha256 = RefusedFile.reading(() -> store.hash(source));
        Optional<Asset> known = catalog.assetOf(domain, sha256);
        if (known.isPresent() && known.get().state() == AssetState.READY) {
            return known.get();
        }
        Optional<Asset> begun = Optional.empty();
        while (begun.isEmpty()) {
            MediaStore.Stored stored = stored(source); // may take minutes, for which nobody has to wait
            if (!stored.sha256().equals(sha256)) {
                info = RefusedFile.reading(() -> reader.probe(stored.file())); // the file changed after it was hashed
            }
            Clock clock = AssetClock.of(
                    request.capturedAt(), info, source.getFileName().toString(), site.zone(), site.time().instant());
            NewAsset asset = new NewAsset(domain, source.toString(), stored.sha256(), stored.bytes(), info, clock);
            begun = whileThere(stored, () -> {
                Asset now = catalog.begin(asset);
                activate(now);
                return now;
            });
        }
        return begun.get();
    }

    /** Removes bytes that nothing refers to: what a crash left between bytes and row. */
    void sweep() {
        try {
            int removed = store.sweep(catalog::mediaHashes);
            if (removed > 0) {
                LOG.log(Level.INFO, removed + " media files that nothing referred to were removed");
            }
        } catch (VireoException e) {
            LOG.log(Level.WARNING, "media files that nothing refers to could not be removed: " + e.getMessage());
        }
    }

    /** Makes an unfinished asset the active one. @return whether it is still there */
    boolean resume(Asset asset) {
        media.lock();
        try {
            if (catalog.asset(asset.id()).isEmpty()) {
                return false;
            }
            activate(asset);
            return true;
        } finally {
            media.unlock();
        }
    }

    private void activate(Asset asset) {
        activeAsset = asset.id();
        activeDeleted = false;
    }

    /** Whether the active asset was deleted since it became active. */
    boolean deletedMeanwhile() {
        return activeDeleted;
    }

    /** No asset is worked on any more. */
    void idle() {
        activeAsset = 0;
    }

    /** Where an asset's bytes lie. @throws RefusedFile when they are gone; the asset is forgotten then */
    Path file(Asset asset) {
        try {
            return store.file(asset.sha256());
        } catch (VireoException e) {
            discard(asset);
            throw new RefusedFile(e.getMessage());
        }
    }

    /** Removes an asset and, when no other asset shares them, its bytes. Any thread. @param reason as remembered */
    public void remove(long id, String reason) {
        media.lock();
        try {
            if (catalog.asset(id).isEmpty()) {
                throw new VireoException(
                        ErrorKind.NOT_FOUND, "no asset " + id + "; list the assets to see which there are");
            }
            if (id == activeAsset) {
                activeDeleted = true;
            }
            catalog.delete(id, reason).forEach(store::remove);
        } finally {
            media.unlock();
        }
    }

    /**
     * Writes the row that refers to stored bytes, unless they went since they were put, with the last asset that had them.
     *
     * @return empty when they went: they have to be put again
     */
    public <T> Optional<T> whileThere(MediaStore.Stored stored, Supplier<T> row) {
        media.lock();
        try {
            return Files.isRegularFile(stored.file()) ? Optional.of(row.get()) : Optional.empty();
        } finally {
            media.unlock();
        }
    }

    /** Forgets an asset that did not become whole. */
    void discard(Asset asset) {
        try {
            remove(asset.id(), "it could not be read whole");
        } catch (VireoException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        } finally {
            activeAsset = 0;
        }
    }

    private MediaStore.Stored stored(Path source) {
        try {
            return store.put(source);
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.USER_INPUT || e.kind() == ErrorKind.NOT_FOUND) {
                throw new RefusedFile(e.getMessage());
            }
            throw e;
        }
    }
}
