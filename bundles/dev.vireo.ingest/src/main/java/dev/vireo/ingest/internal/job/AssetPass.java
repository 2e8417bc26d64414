package dev.vireo.ingest.internal.job;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.ingest.internal.analysis.AssetAnalysis;
import dev.vireo.ingest.internal.clock.ScreenClock;
import dev.vireo.ingest.internal.twin.TwinSearch;
import dev.vireo.ingest.internal.work.IndexRefresh;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One pass over an asset: its parts go from the analysis to the catalogue, its progress to the job. Used by one thread. */
final class AssetPass {
    private static final Logger LOG = System.getLogger(AssetPass.class.getName());

    private final Catalog catalog;
    private final Site site;
    private final AssetIntake intake;
    private final AssetAnalysis analysis;
    private final IndexRefresh index;
    private final TwinSearch twins;
    private final JobQueue queue;
    private final BooleanSupplier stopping;

    AssetPass(
            Catalog catalog,
            Site site,
            AssetIntake intake,
            AssetAnalysis analysis,
            IndexRefresh index,
            TwinSearch twins,
            JobQueue queue,
            BooleanSupplier stopping) {
        this.catalog = catalog;
        this.site = site;
        this.intake = intake;
        this.analysis = analysis;
        this.index = index;
        this.twins = twins;
        this.queue = queue;
        this.stopping = stopping;
    }

    /** Looks at an asset's bytes from where it is committed, to its end. */
    void look(Job job, Asset asset, String path) throws InterruptedException {
        MediaInfo info = asset.info();
        Path file = intake.file(asset);
        long[] moments = {0};
        long length = Math.max(1, info.durationMs());
        AssetAnalysis.Result result;
        try {
            result = analysis.run(file, info, asset.committedMs(), new AssetAnalysis.Sink() {
                @Override
                public void part(Part part) {
                    if (!intake.deletedMeanwhile()) {
                        int n = catalog.append(asset.id(), part).size();
                        moments[0] += n;
                        job.committed(n);
                        part.moments().forEach(m -> m.tracks().forEach(t -> t.vectors().forEach(v -> index.stale(v.space()))));
                        index.whenDue();
                    }
                }

                @Override
                public void looked(long timeMs) {
                    job.looked(info.kind() == MediaKind.IMAGE ? 1 : timeMs / (double) length);
                }

                @Override
                public void passed(long timeMs) {
                    job.passed(timeMs / (double) length);
                }

                @Override
                public boolean stopped() {
                    return intake.deletedMeanwhile() || job.cancelled() || stopping.getAsBoolean();
                }
            });
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.NOT_FOUND && catalog.asset(asset.id()).isEmpty()) {
                throw new RefusedFile("was deleted while it was read");
            }
            if (e.kind() == ErrorKind.INTERNAL || e.kind() == ErrorKind.EXTERNAL) {
                // A model or measure that fails on this file may well do the next.
                failed(asset, path, e.getMessage(), e);
                return;
            }
            throw e; // no room or no models: what is committed stays, and the asset is gone on with later
        } catch (RuntimeException e) {
            failed(asset, path, "a fault of ingest itself: " + e, e);
            return;
        }
        if (intake.deletedMeanwhile()) {
            throw new RefusedFile("was deleted while it was read");
        }
        if (stopping.getAsBoolean() && !job.cancelled()) {
            return;
        }
        if (result.stopped()) {
            intake.discard(asset);
            return;
        }
        boolean nothing = result.frames() == 0 && asset.committedMs() == 0;
        if (nothing) {
            intake.discard(asset);
            throw new RefusedFile(result.trouble().map(VireoException::getMessage).orElse("holds no picture"));
        }
        List<Twin> same = sameFootage(asset);
        ScreenClock.offer(catalog, site, asset);
        catalog.finish(asset.id());
        queue.done(job, new IngestItem(
                path,
                IngestItem.Outcome.ADDED,
                Optional.of(asset.id()),
                shortfall(info, result),
                moments[0],
                info.kind() == MediaKind.IMAGE ? 0 : result.endMs(),
                same));
        intake.idle();
    }

    /**
     * After a fault that is not the file's: what was acknowledged stays, and adding the file again goes on behind it. While
     * the runtime stops its parts fail under each other; the next start goes on.
     */
    private void failed(Asset asset, String path, String why, RuntimeException fault) {
        if (stopping.getAsBoolean()) {
            LOG.log(Level.INFO, "looking at " + path + " ended with the runtime: " + why);
            return;
        }
        LOG.log(Level.ERROR, "looking at " + path + " failed", fault);
        long committedMs = catalog.asset(asset.id()).map(Asset::committedMs).orElse(0L);
        if (committedMs == 0) {
            intake.discard(asset);
            throw new RefusedFile(why);
        }
        intake.idle();
        throw new RefusedFile(String.format(
                Locale.ROOT, "%s; its first %.1f s are kept, add it again to go on behind them", why, committedMs / 1000.0));
    }

    /** That footage was there before is worth knowing, not worth losing it when it cannot be told. */
    private List<Twin> sameFootage(Asset asset) {
        try {
            return twins.relate(catalog.asset(asset.id()).orElse(asset));
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.RESOURCES || e.kind() == ErrorKind.NOT_FOUND) {
                throw e;
            }
            LOG.log(Level.WARNING, "asset " + asset.id() + " could not be compared with the others: " + e.getMessage());
            return List.of();
        }
    }

    /** What of a file could not be read, for a file that was kept for what could. */
    private static String shortfall(MediaInfo info, AssetAnalysis.Result result) {
        String until = String.format(Locale.ROOT, "only the first %.1f s could be read", result.endMs() / 1000.0);
        if (result.trouble().isPresent()) {
            return until + ": " + result.trouble().get().getMessage();
        }
        boolean shorter = info.kind() == MediaKind.VIDEO && info.durationMs() - result.endMs() > Math.max(3_000, info.durationMs() / 20);
        return shorter
                ? until + String.format(Locale.ROOT, " of the %.1f s that its header promises", info.durationMs() / 1000.0)
                : "";
    }
}
