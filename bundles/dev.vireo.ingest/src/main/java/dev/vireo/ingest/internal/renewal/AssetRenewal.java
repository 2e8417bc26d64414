package dev.vireo.ingest.internal.renewal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Piece;
import dev.vireo.api.catalog.Renewals;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.media.MediaStore;
import dev.vireo.ingest.internal.analysis.AssetAnalysis;
import dev.vireo.ingest.internal.work.IndexRefresh;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * Looks at one asset again: its parts go from the analysis into its draft, and the draft takes the place of its results. Used by
 * one thread.
 */
final class AssetRenewal {
    /** How it ended. */
    enum Outcome {
        DONE,
        /** It keeps its old results, and why is noted. */
        FAILED,
        /** It was to end, or the asset is gone. */
        STOPPED
    }

    private static final Logger LOG = System.getLogger(AssetRenewal.class.getName());

    private final Catalog catalog;
    private final Renewals renewals;
    private final MediaReader reader;
    private final MediaStore store;
    private final AssetAnalysis analysis;
    private final IndexRefresh index;
    private final Set<Makers.Family> families;
    private final long gapMs;

    /** @param gapMs a gap of a recording that is longer ends a moment [ms] */
    AssetRenewal(
            Catalog catalog,
            Renewals renewals,
            MediaReader reader,
            MediaStore store,
            AssetAnalysis analysis,
            IndexRefresh index,
            Set<Makers.Family> families,
            long gapMs) {
        this.catalog = catalog;
        this.renewals = renewals;
        this.reader = reader;
        this.store = store;
        this.analysis = analysis;
        this.index = index;
        this.families = families;
        this.gapMs = gapMs;
    }

    /**
     * @param target the models that serve
     * @param stopped true ends it; what is in the draft by then is gone on with the next time
     * @param progress told how much of the asset was looked at, 0 to 1
     * @throws VireoException UNAVAILABLE or RESOURCES when it can go on later
     */
    Outcome renew(Asset asset, Makers target, BooleanSupplier stopped, DoubleConsumer progress) throws InterruptedException {
        try {
            return look(asset, target, stopped, progress);
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.UNAVAILABLE || e.kind() == ErrorKind.RESOURCES) {
                throw e;
            }
            return failed(asset, target, stopped, e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "looking at asset " + asset.id() + " again failed", e);
            return failed(asset, target, stopped, "a fault of ingest itself: " + e);
        }
    }

    private Outcome look(Asset asset, Makers target, BooleanSupplier stopped, DoubleConsumer progress) throws InterruptedException {
        Renewals.Draft draft = renewals.begin(asset.id());
        boolean goesOn = draft.committedMs() > 0 && !draft.by().outdated(target, families);
        if (!goesOn && !draft.by().equals(Makers.NONE)) {
            renewals.discard(asset.id());
            draft = renewals.begin(asset.id());
        }
        Sink sink = new Sink(asset, draft.by(), stopped, progress);
        if (asset.info().kind() == MediaKind.IMAGE) {
            picture(asset, sink);
        } else if (!video(asset, draft.committedMs(), sink)) {
            return Outcome.STOPPED;
        }
        if (stopped.getAsBoolean() || sink.makers.outdated(target, families) && !sink.whole(target)) {
            return Outcome.STOPPED; // the next time it is seen whether the draft is any good
        }
        index.atEnd(); // what nobody sees yet is found from the instant that everybody sees it
        Renewals.Renewed renewed = renewals.complete(asset.id());
        LOG.log(Level.INFO, "asset " + asset.id() + " was looked at again with " + target.detectors() + ": " + renewed);
        if (sink.makers.outdated(target, families)) {
            renewals.fail(asset.id(), target, "not all of the live models had a part in looking at it again");
        }
        return Outcome.DONE;
    }

    private void picture(Asset asset, Sink sink) throws InterruptedException {
        AssetAnalysis.Result result = analysis.run(store.file(asset.sha256()), asset.info(), 0, sink);
        if (!result.stopped() && result.frames() == 0) {
            throw nothing(result.trouble());
        }
    }

    /** @return whether it was looked at to its end */
    private boolean video(Asset asset, long fromMs, Sink sink) throws InterruptedException {
        List<Piece> pieces = catalog.pieces(asset.id());
        boolean file = pieces.size() == 1 && pieces.getFirst().sha256().equals(asset.sha256());
        long frames = 0;
        for (Stretch stretch : Stretch.of(pieces, gapMs)) {
            if (!file && stretch.endMs() <= fromMs) {
                continue;
            }
            long from = file ? fromMs : Math.max(fromMs, stretch.startMs());
            AssetAnalysis.Result result = file
                    ? analysis.run(store.file(asset.sha256()), asset.info(), from, sink)
                    : analysis.run(stretch.source(reader, store::file), ending(asset.info(), stretch.endMs()), from, sink);
            if (result.stopped()) {
                return false;
            }
            frames += result.frames();
            Optional<VireoException> waits = result.trouble()
                    .filter(e -> e.kind() == ErrorKind.UNAVAILABLE || e.kind() == ErrorKind.RESOURCES || e.kind() == ErrorKind.NOT_FOUND);
            if (waits.isPresent()) {
                throw waits.get();
            }
            if (file && asset.committedMs() - result.endMs() > Math.max(3_000, asset.committedMs() / 20)) {
                throw new VireoException(ErrorKind.EXTERNAL, String.format(Locale.ROOT,
                        "only its first %.1f of %.1f s can be read now%s", result.endMs() / 1000.0, asset.committedMs() / 1000.0,
                        result.trouble().map(e -> ": " + e.getMessage()).orElse("")));
            }
        }
        if (frames == 0 && fromMs == 0) {
            throw nothing(Optional.empty());
        }
        return true;
    }

    private static MediaInfo ending(MediaInfo info, long endMs) {
        return new MediaInfo(
                info.kind(), info.container(), info.codec(), info.width(), info.height(), endMs, info.frameRate(), info.clock());
    }

    private static VireoException nothing(Optional<VireoException> trouble) {
        return trouble.orElseGet(() -> new VireoException(ErrorKind.EXTERNAL, "no picture of it can be read any more"));
    }

    private Outcome failed(Asset asset, Makers target, BooleanSupplier stopped, String why) {
        if (stopped.getAsBoolean() || catalog.asset(asset.id()).isEmpty()) {
            return Outcome.STOPPED; // parts fail under each other while the runtime stops; or it was removed meanwhile
        }
        LOG.log(Level.WARNING, "asset " + asset.id() + " (" + asset.path() + ") keeps its old results: " + why);
        renewals.fail(asset.id(), target, why);
        return Outcome.FAILED;
    }

    /** Takes what the analysis makes into the draft. */
    private final class Sink implements AssetAnalysis.Sink {
        private final Asset asset;
        private final BooleanSupplier stopped;
        private final DoubleConsumer progress;
        private final double length;
        private Makers makers;

        Sink(Asset asset, Makers makers, BooleanSupplier stopped, DoubleConsumer progress) {
            this.asset = asset;
            this.makers = makers;
            this.stopped = stopped;
            this.progress = progress;
            this.length = Math.max(1, asset.committedMs());
        }

        /** Whether only these had a part in it: then looking once more would give the same. */
        boolean whole(Makers target) {
            return target.and(makers).equals(target);
        }

        @Override
        public void part(Part part) {
            // Hashes are of the footage, not of who looks at it: the asset has them.
            renewals.append(asset.id(), new Part(part.toMs(), part.moments(), List.of(), part.makers()));
            makers = makers.and(part.makers());
            part.moments().forEach(m -> m.tracks().forEach(t -> t.vectors().forEach(v -> index.stale(v.space()))));
        }

        @Override
        public void looked(long timeMs) {
            progress.accept(Math.min(1, timeMs / length));
        }

        @Override
        public void passed(long timeMs) {
            progress.accept(Math.min(1, timeMs / length));
        }

        @Override
        public boolean stopped() {
            return stopped.getAsBoolean();
        }
    }
}
