package dev.vireo.ingest.internal.job;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Refusal;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.ingest.internal.model.Models;
import dev.vireo.ingest.internal.work.IndexRefresh;
import dev.vireo.ingest.internal.work.WorkThread;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The thread that does the jobs, one after the other, beginning with what an earlier run left unfinished. */
final class IngestWorker {
    private static final Logger LOG = System.getLogger(IngestWorker.class.getName());

    /** How often it is looked whether there is room again [ms]. */
    private static final long ROOM_POLL_MS = 2_000;

    private final Catalog catalog;
    private final Site site;
    private final JobQueue queue;
    private final AssetIntake intake;
    private final AssetPass pass;
    private final IndexRefresh index;
    private final Models models;
    private final long modelWaitMs;
    private final CountDownLatch stopping;
    private final WorkThread thread;
    private boolean modelsAwaited;

    /** What the last run left unfinished; only this thread uses it. */
    private final List<Asset> unfinished = new ArrayList<>();

    /** @param stopping counted down when no new step is to begin */
    IngestWorker(
            Catalog catalog,
            Site site,
            JobQueue queue,
            AssetIntake intake,
            AssetPass pass,
            IndexRefresh index,
            Models models,
            long modelWaitMs,
            CountDownLatch stopping) {
        this.catalog = catalog;
        this.site = site;
        this.queue = queue;
        this.intake = intake;
        this.pass = pass;
        this.index = index;
        this.models = models;
        this.modelWaitMs = modelWaitMs;
        this.stopping = stopping;
        this.thread = new WorkThread("vireo-ingest", "ingest", stopping, this::work);
    }

    void start() {
        thread.start();
    }

    /** Waits for the step that runs, at most {@code drainMs}. */
    void join(long drainMs) throws InterruptedException {
        thread.join(drainMs);
    }

    void interrupt() {
        thread.interrupt();
    }

    private void work() throws InterruptedException {
        intake.sweep();
        resume();
        while (!thread.isStopping()) {
            Optional<Job> job = queue.next();
            if (job.isPresent()) {
                run(job.get());
            }
        }
    }

    /** What is unfinished and belongs to no job of an earlier run is gone on with after those. */
    private void resume() {
        try {
            for (Asset asset : catalog.assets(Optional.empty())) {
                if (asset.state() == AssetState.INGESTING) {
                    LOG.log(Level.INFO, "going on with asset " + asset.id() + " from " + asset.committedMs() + " ms: "
                            + asset.path());
                    unfinished.add(asset);
                    queue.add(Job.resuming(UUID.randomUUID().toString(), asset));
                }
            }
        } catch (VireoException e) {
            LOG.log(Level.ERROR, "unfinished assets could not be read; they are gone on with at the next start", e);
        }
    }

    private void run(Job job) throws InterruptedException {
        job.started();
        try {
            if (!modelsAwaited) {
                job.waits("waiting for models");
                if (!models.await(modelWaitMs, stopping) && !thread.isStopping()) {
                    queue.end(job, IngestJob.State.FAILED, "no detector, classifier or picture encoder is live; deploy a model"
                            + " bundle or look at `vireo bundles`, then add the media again");
                    return;
                }
                modelsAwaited = !thread.isStopping();
            }
            if (job.resumed().isPresent()) {
                Asset asset = job.resumed().get();
                job.listed(1, asset.bytes());
                job.begins(asset.path(), asset.bytes());
                withRoom(job, asset.path(), () -> again(job, asset));
            } else {
                files(job);
            }
            index.atEnd();
            if (job.cancelled()) {
                queue.end(job, IngestJob.State.CANCELLED, "cancelled; finished files stay");
            } else if (thread.isStopping()) {
                job.ended(IngestJob.State.CANCELLED, MediaIngest.STOPPED); // not noted: it goes on at the next start
            } else {
                queue.end(job, IngestJob.State.DONE, "");
            }
        } catch (VireoException e) {
            LOG.log(Level.ERROR, "ingest job " + job.id() + " failed: " + e.getMessage());
            queue.end(job, IngestJob.State.FAILED, e.getMessage());
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(Level.ERROR, "ingest job " + job.id() + " failed", e);
            queue.end(job, IngestJob.State.FAILED, "a fault of ingest itself: " + e);
        } finally {
            intake.idle();
        }
    }

    private void files(Job job) throws InterruptedException {
        Sources.Listing listing =
                Sources.list(job.request().sources().stream().map(Path::of).toList());
        long work = 0;
        for (Sources.Candidate candidate : listing.files()) {
            work += candidate.bytes();
        }
        job.listed(listing.files().size() + listing.refused().size(), work);
        Set<String> done = job.donePaths();
        for (Sources.Refused refused : listing.refused()) {
            if (done.contains(refused.path().toString())) {
                continue;
            }
            refuse(job, refused.path().toString(), refused.reason());
        }
        for (Sources.Candidate candidate : listing.files()) {
            if (job.cancelled() || thread.isStopping()) {
                return;
            }
            if (done.contains(candidate.file().toString())) {
                job.passedOver(candidate.bytes());
                continue;
            }
            job.begins(candidate.file().toString(), candidate.bytes());
            withRoom(job, candidate.file().toString(), () -> {
                try {
                    file(job, candidate);
                } catch (RefusedFile e) {
                    refuse(job, candidate.file().toString(), e.getMessage());
                }
            });
            index.whenDue();
        }
    }

    /** What is done for one file. */
    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }

    /** Runs a step; while the disk has no room for it, waits and runs it again: what it has committed it does not repeat. */
    private void withRoom(Job job, String file, Step step) throws InterruptedException {
        boolean told = false;
        while (!job.cancelled() && !thread.isStopping()) {
            try {
                step.run();
                return;
            } catch (VireoException e) {
                if (e.kind() != ErrorKind.RESOURCES) {
                    throw e;
                }
                if (!told) {
                    LOG.log(Level.WARNING, "job " + job.id() + " waits for room: " + e.getMessage());
                    told = true;
                }
                job.waits("waiting for room: " + e.getMessage());
                stopping.await(ROOM_POLL_MS, TimeUnit.MILLISECONDS);
                job.waits(file);
            }
        }
    }

    private void file(Job job, Sources.Candidate candidate) throws InterruptedException {
        String path = candidate.file().toString();
        Optional<Asset> begun = unfinished.stream()
                .filter(a -> a.path().equals(path) && a.domain().equals(job.request().domain()))
                .filter(a -> a.bytes() == candidate.bytes())
                .findFirst();
        Optional<Asset> now = begun.flatMap(a -> catalog.asset(a.id())).filter(a -> a.state() == AssetState.INGESTING);
        if (now.isPresent() && intake.resume(now.get())) {
            pass.look(job, now.get(), path);
            return;
        }
        Asset asset = intake.take(candidate, job.request());
        if (asset.state() == AssetState.READY) {
            queue.done(job, new IngestItem(
                    path,
                    IngestItem.Outcome.ALREADY_PRESENT,
                    Optional.of(asset.id()),
                    "",
                    0,
                    asset.info().durationMs()));
        } else {
            pass.look(job, asset, path);
        }
    }

    private void again(Job job, Asset asset) throws InterruptedException {
        Optional<Asset> now = catalog.asset(asset.id()).filter(a -> a.state() == AssetState.INGESTING);
        if (now.isEmpty() || !intake.resume(now.get())) {
            return; // a job went on with it, or it was deleted
        }
        try {
            pass.look(job, now.get(), asset.path());
        } catch (RefusedFile e) {
            refuse(job, asset.path(), e.getMessage());
        }
    }

    private void refuse(Job job, String path, String reason) {
        catalog.refuse(new Refusal(job.request().domain(), path, reason, site.time().instant()));
        queue.done(job, new IngestItem(path, IngestItem.Outcome.REFUSED, Optional.empty(), reason, 0, 0));
    }
}
