package dev.vireo.ingest.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Refusal;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.media.MediaStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Ingest on one worker thread. What it has committed survives anything; an asset that a stop or a crash left unfinished is
 * gone on with at the next start, from its last committed part.
 */
@Component(immediate = true, configurationPid = "dev.vireo.ingest") // goes on with unfinished assets without being asked
@Designate(ocd = MediaIngest.Config.class)
public final class MediaIngest implements Ingest {
    /** Settings of ingest. */
    @ObjectClassDefinition(name = "Vireo ingest", description = "How media are looked at.")
    public @interface Config {
        @AttributeDefinition(min = "40", max = "600000", description = "Distance of the frames that are looked at [ms]")
        long sample_interval_ms() default 1_000;

        @AttributeDefinition(min = "40", max = "600000",
                description = "Distance of the frames that are compared to find cuts [ms]")
        long shot_interval_ms() default 250;

        @AttributeDefinition(min = "0", max = "3600000",
                description = "Longest time that finds are taken over while nothing changes in the picture [ms]")
        long rest_ms() default 10_000;

        @AttributeDefinition(min = "160", max = "8192", description = "Longer side that frames are scaled down to [px]")
        int analysis_max_side() default 1_280;

        @AttributeDefinition(min = "1000", max = "86400000", description = "Longest moment without a cut [ms]")
        long moment_max_ms() default 3_600_000;

        @AttributeDefinition(min = "1", max = "86400000", description = "How long a thing must stay to be parked [ms]")
        long parked_ms() default 10_000;

        @AttributeDefinition(min = "0.01", max = "1",
                description = "How far a parked thing's box may stray, as a share of its diagonal")
        double parked_displacement() default 0.2;

        @AttributeDefinition(min = "1", max = "16", description = "Looks of a track that classifiers see")
        int looks_per_track() default 3;

        @AttributeDefinition(min = "1", max = "16", description = "Looks of a track that encoders see")
        int encoded_looks() default 1;

        @AttributeDefinition(min = "100", max = "3600000", description = "Distance of the looks at the whole frame [ms]")
        long frame_look_ms() default 20_000;

        @AttributeDefinition(min = "0", max = "0.1", description = "Label probabilities below this are not stored")
        double label_floor() default 0.001;

        @AttributeDefinition(min = "1", max = "10000", description = "Most labels stored of one model for one track")
        int label_limit() default 100;

        @AttributeDefinition(min = "0", max = "1",
                description = "Probability at which an object that was found in a single frame of a video is kept")
        double single_score() default 0.6;

        @AttributeDefinition(min = "0", max = "600000", description = "Longest wait for models after a start [ms]")
        long model_wait_ms() default 30_000;

        @AttributeDefinition(min = "0", max = "60000", description = "Longest wait for the step that runs when stopped [ms]")
        long drain_ms() default 10_000;
    }

    private static final Logger LOG = System.getLogger(MediaIngest.class.getName());
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Set<String> MEDIA = Set.of(
            "jpg", "jpeg", "png", "webp", "bmp", "gif", "tif", "tiff", "mp4", "m4v", "mov", "mkv", "webm", "avi", "ts", "mts",
            "m2ts");
    private static final int JOBS_KEPT = 100;
    private static final int MOST_LISTENERS = 64;
    private static final long BETWEEN_CALLS_MS = 100;
    private static final long REFRESH_MS = 2_000;

    private final Catalog catalog;
    private final Site site;
    private final MediaReader reader;
    private final MediaStore store;
    private final Broker broker;
    private final Models models;
    private final Settings settings;
    private final AssetAnalysis analysis;

    private final ConcurrentLinkedDeque<Job> jobs = new ConcurrentLinkedDeque<>();
    private final LinkedBlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ThreadPoolExecutor listeners;
    private final Thread worker;

    /** Held while bytes and the rows that refer to them come and go, so that no row is left without its bytes. */
    private final ReentrantLock media = new ReentrantLock();

    /** The asset that is worked on, 0 when none, and whether it was deleted meanwhile; written under {@code media}. */
    private volatile long activeAsset;

    private volatile boolean activeDeleted;

    // Only the worker uses these.
    private final Set<Space> stale = new HashSet<>();
    private long refreshedNanos = System.nanoTime();
    private boolean modelsAwaited;

    @Activate
    public MediaIngest(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Broker broker,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Catalog catalog,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Site site,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaReader reader,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaStore store,
            Config config) {
        this(broker, catalog, site, reader, store, Settings.of(config));
    }

    MediaIngest(Broker broker, Catalog catalog, Site site, MediaReader reader, MediaStore store, Settings settings) {
        this.broker = broker;
        this.catalog = catalog;
        this.site = site;
        this.reader = reader;
        this.store = store;
        this.settings = settings;
        this.models = new Models(broker);
        this.analysis = new AssetAnalysis(models, reader, settings);
        this.listeners = new ThreadPoolExecutor(
                0, MOST_LISTENERS, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> Thread.ofPlatform()
                        .name("vireo-ingest-listener")
                        .daemon()
                        .unstarted(task));
        this.worker = Thread.ofPlatform().name("vireo-ingest").daemon().start(this::work);
    }

    @Deactivate
    void stop() {
        stopping.countDown();
        boolean interrupted = false;
        try {
            if (!worker.join(java.time.Duration.ofMillis(settings.drainMs()))) {
                worker.interrupt();
                if (!worker.join(java.time.Duration.ofSeconds(2))) {
                    LOG.log(Level.ERROR, "ingest still runs " + settings.drainMs() + " ms after it was told to stop; left behind");
                }
            }
            for (Job job : jobs) {
                job.ended(IngestJob.State.CANCELLED, stopped());
            }
            listeners.shutdown();
            if (!listeners.awaitTermination(1, TimeUnit.SECONDS)) {
                listeners.shutdownNow();
                listeners.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            interrupted = true;
            worker.interrupt();
            listeners.shutdownNow();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String stopped() {
        return "the runtime stopped; what was begun goes on at the next start, files not begun have to be added again";
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    // Jobs

    @Override
    public String submit(IngestRequest request) {
        if (isStopping()) {
            throw new VireoException(ErrorKind.UNAVAILABLE, "ingest is stopping; ask again when the runtime is back");
        }
        if (!DOMAIN.matcher(request.domain()).matches()) {
            throw new VireoException(ErrorKind.USER_INPUT, "domain '" + shortened(request.domain())
                    + "' is none; use 1 to 64 letters, digits, dots, dashes and underscores");
        }
        if (request.sources().isEmpty()) {
            throw new VireoException(ErrorKind.USER_INPUT, "no source given; name at least one file or folder");
        }
        for (String source : request.sources()) {
            check(source);
        }
        Job job = Job.of(UUID.randomUUID().toString(), request);
        enqueue(job);
        return job.id();
    }

    private static void check(String source) {
        Path path;
        try {
            path = Path.of(source);
        } catch (InvalidPathException e) {
            throw new VireoException(ErrorKind.USER_INPUT, "'" + shortened(source) + "' is not a path: " + e.getReason(), e);
        }
        if (!path.isAbsolute()) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "'" + shortened(source) + "' is not an absolute path; give the path from the root");
        }
        if (!Files.exists(path)) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "'" + shortened(source) + "' does not exist; check the spelling");
        }
        if (!Files.isReadable(path)) {
            throw new VireoException(ErrorKind.USER_INPUT, "'" + shortened(source)
                    + "' cannot be read: permission denied; let the user that runs Vireo read it");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }

    private void enqueue(Job job) {
        jobs.addFirst(job);
        int n = 0;
        for (var all = jobs.iterator(); all.hasNext(); ) {
            Job old = all.next();
            if (++n > JOBS_KEPT && old.snapshot().ended()) {
                jobs.remove(old);
            }
        }
        queue.add(job);
    }

    @Override
    public Optional<IngestJob> job(String id) {
        return jobs.stream().filter(j -> j.id().equals(id)).findFirst().map(Job::snapshot);
    }

    @Override
    public List<IngestJob> jobs() {
        return jobs.stream().limit(JOBS_KEPT).map(Job::snapshot).toList();
    }

    @Override
    public Listening listen(String id, Consumer<IngestJob> listener) {
        Job job = find(id);
        CountDownLatch closed = new CountDownLatch(1);
        try {
            listeners.execute(() -> tell(job, listener, closed));
        } catch (RejectedExecutionException e) {
            throw new VireoException(
                    isStopping() ? ErrorKind.UNAVAILABLE : ErrorKind.RESOURCES,
                    isStopping()
                            ? "ingest is stopping"
                            : MOST_LISTENERS + " listeners are all that are served at a time; ask for the job instead",
                    e);
        }
        return () -> {
            closed.countDown();
            job.touch();
        };
    }

    private static void tell(Job job, Consumer<IngestJob> listener, CountDownLatch closed) {
        try {
            while (closed.getCount() > 0) {
                long revision = job.revision();
                IngestJob now = job.snapshot();
                listener.accept(now);
                if (now.ended() || closed.await(BETWEEN_CALLS_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
                while (job.awaitChange(revision) == revision && closed.getCount() > 0) {
                    // nothing new yet
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a listener of job " + job.id() + " failed and is not called again", e);
        }
    }

    @Override
    public void cancel(String id) {
        Job job = find(id);
        job.cancel();
        if (queue.remove(job)) {
            job.ended(IngestJob.State.CANCELLED, "cancelled before it began");
        }
    }

    private Job find(String id) {
        return jobs.stream()
                .filter(j -> j.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new VireoException(
                        ErrorKind.NOT_FOUND, "no ingest job '" + shortened(id) + "'; the last " + JOBS_KEPT + " are kept"));
    }

    @Override
    public void delete(long asset) {
        remove(asset);
        try {
            refresh(models.spaces());
        } catch (VireoException e) {
            LOG.log(Level.INFO, "index not refreshed after asset " + asset + " was deleted: " + e.getMessage());
        }
    }

    private void remove(long id) {
        media.lock();
        try {
            Asset asset = catalog.asset(id)
                    .orElseThrow(() -> new VireoException(
                            ErrorKind.NOT_FOUND, "no asset " + id + "; list the assets to see which there are"));
            if (id == activeAsset) {
                activeDeleted = true;
            }
            boolean shared = catalog.delete(id);
            if (!shared) {
                store.remove(asset.sha256());
            }
        } finally {
            media.unlock();
        }
    }

    // The worker

    private void work() {
        try {
            resume();
            while (!isStopping()) {
                Job job = queue.poll(250, TimeUnit.MILLISECONDS);
                if (job != null) {
                    run(job);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void resume() {
        try {
            for (Asset asset : catalog.assets(Optional.empty())) {
                if (asset.state() == AssetState.INGESTING) {
                    LOG.log(Level.INFO, "going on with asset " + asset.id() + " from " + asset.committedMs() + " ms: "
                            + asset.path());
                    enqueue(Job.resuming(UUID.randomUUID().toString(), asset));
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
                if (!models.await(settings.modelWaitMs(), stopping) && !isStopping()) {
                    job.ended(IngestJob.State.FAILED, "no detector, classifier or picture encoder is live; deploy a model"
                            + " bundle or look at `vireo bundles`, then add the media again");
                    return;
                }
                modelsAwaited = !isStopping();
            }
            if (job.resumed().isPresent()) {
                Asset asset = job.resumed().get();
                job.listed(1, asset.bytes());
                job.begins(asset.path(), asset.bytes());
                again(job, asset);
            } else {
                files(job);
            }
            refreshStale(true);
            if (isStopping()) {
                job.ended(IngestJob.State.CANCELLED, stopped());
            } else if (job.cancelled()) {
                job.ended(IngestJob.State.CANCELLED, "cancelled; finished files stay");
            } else {
                job.ended(IngestJob.State.DONE, "");
            }
        } catch (VireoException e) {
            LOG.log(Level.ERROR, "ingest job " + job.id() + " failed: " + e.getMessage());
            job.ended(IngestJob.State.FAILED, e.getMessage());
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(Level.ERROR, "ingest job " + job.id() + " failed", e);
            job.ended(IngestJob.State.FAILED, "a fault of ingest itself: " + e);
        } finally {
            activeAsset = 0;
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
        for (Sources.Refused refused : listing.refused()) {
            refuse(job, refused.path().toString(), refused.reason());
        }
        for (Sources.Candidate candidate : listing.files()) {
            if (job.cancelled() || isStopping()) {
                return;
            }
            job.begins(candidate.file().toString(), candidate.bytes());
            try {
                file(job, candidate);
            } catch (Refused e) {
                refuse(job, candidate.file().toString(), e.getMessage());
            }
            refreshStale(false);
        }
    }

    private void file(Job job, Sources.Candidate candidate) throws InterruptedException {
        Path source = candidate.file();
        String domain = job.request().domain();
        if (candidate.bytes() == 0) {
            throw new Refused("is empty");
        }
        MediaInfo info = null;
        if (!MEDIA.contains(extension(source))) {
            info = fromFile(() -> reader.probe(source)); // spares reading gigabytes of what is no media
        }
        String sha256 = fromFile(() -> store.hash(source));
        Optional<Asset> known = catalog.assetOf(domain, sha256);
        if (known.isPresent() && known.get().state() == AssetState.READY) {
            present(job, source, known.get());
            return;
        }
        if (info == null) {
            info = fromFile(() -> reader.probe(source));
        }
        Asset asset;
        media.lock();
        try {
            MediaStore.Stored stored = stored(source);
            if (!stored.sha256().equals(sha256)) {
                info = fromFile(() -> reader.probe(stored.file())); // the file changed after it was hashed
            }
            Clock clock = AssetClock.of(
                    job.request().capturedAt(), info, source.getFileName().toString(), site.zone(), site.time().instant());
            asset = catalog.begin(new NewAsset(domain, source.toString(), stored.sha256(), stored.bytes(), info, clock));
            activeAsset = asset.id();
            activeDeleted = false;
        } finally {
            media.unlock();
        }
        if (asset.state() == AssetState.READY) {
            present(job, source, asset);
            return;
        }
        look(job, asset, source.toString());
    }

    private void again(Job job, Asset asset) throws InterruptedException {
        media.lock();
        try {
            if (catalog.asset(asset.id()).isEmpty()) {
                return;
            }
            activeAsset = asset.id();
            activeDeleted = false;
        } finally {
            media.unlock();
        }
        try {
            look(job, asset, asset.path());
        } catch (Refused e) {
            refuse(job, asset.path(), e.getMessage());
        }
    }

    private void present(Job job, Path source, Asset asset) {
        job.done(new IngestItem(
                source.toString(),
                IngestItem.Outcome.ALREADY_PRESENT,
                Optional.of(asset.id()),
                "",
                0,
                asset.info().durationMs()));
    }

    /** Looks at an asset's bytes from where it is committed, to its end. */
    private void look(Job job, Asset asset, String path) throws InterruptedException {
        MediaInfo info = asset.info();
        Path file;
        try {
            file = store.file(asset.sha256());
        } catch (VireoException e) {
            discard(asset);
            throw new Refused(e.getMessage());
        }
        long[] moments = {0};
        long length = Math.max(1, info.durationMs());
        AssetAnalysis.Result result;
        try {
            result = analysis.run(file, info, asset.committedMs(), new AssetAnalysis.Sink() {
                @Override
                public void part(Part part) {
                    if (!activeDeleted) {
                        int n = catalog.append(asset.id(), part).size();
                        moments[0] += n;
                        job.committed(n);
                        part.moments().forEach(m -> m.tracks().forEach(t -> t.vectors().forEach(v -> stale.add(v.space()))));
                        refreshStale(false);
                    }
                }

                @Override
                public void looked(long timeMs) {
                    job.looked(info.kind() == MediaKind.IMAGE ? 1 : timeMs / (double) length);
                }

                @Override
                public boolean stopped() {
                    return activeDeleted || job.cancelled() || isStopping();
                }
            });
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.NOT_FOUND && catalog.asset(asset.id()).isEmpty()) {
                throw new Refused("was deleted while it was read");
            }
            if (e.kind() == ErrorKind.INTERNAL || e.kind() == ErrorKind.EXTERNAL) {
                // A model or measure that fails on this file may well do the next.
                LOG.log(Level.ERROR, "looking at " + path + " failed", e);
                discard(asset);
                throw new Refused(e.getMessage());
            }
            throw e; // no room or no models: what is committed stays, and the asset is gone on with later
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "looking at " + path + " failed", e);
            discard(asset);
            throw new Refused("a fault of ingest itself: " + e);
        }
        if (activeDeleted) {
            throw new Refused("was deleted while it was read");
        }
        if (isStopping()) {
            return;
        }
        if (result.stopped()) {
            discard(asset);
            return;
        }
        boolean nothing = result.frames() == 0 && asset.committedMs() == 0;
        if (nothing) {
            discard(asset);
            throw new Refused(result.trouble().map(VireoException::getMessage).orElse("holds no picture"));
        }
        catalog.finish(asset.id());
        job.done(new IngestItem(
                path,
                IngestItem.Outcome.ADDED,
                Optional.of(asset.id()),
                shortfall(info, result),
                moments[0],
                info.kind() == MediaKind.IMAGE ? 0 : result.endMs()));
        activeAsset = 0;
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

    /** Forgets an asset that did not become whole. */
    private void discard(Asset asset) {
        try {
            remove(asset.id());
        } catch (VireoException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        } finally {
            activeAsset = 0;
        }
    }

    private void refuse(Job job, String path, String reason) {
        catalog.refuse(new Refusal(job.request().domain(), path, reason, site.time().instant()));
        job.done(new IngestItem(path, IngestItem.Outcome.REFUSED, Optional.empty(), reason, 0, 0));
    }

    private MediaStore.Stored stored(Path source) {
        try {
            return store.put(source);
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.USER_INPUT || e.kind() == ErrorKind.NOT_FOUND) {
                throw new Refused(e.getMessage());
            }
            throw e;
        }
    }

    /** Runs what only reads the source: whatever goes wrong there is that file's own. */
    private static <T> T fromFile(Supplier<T> read) {
        try {
            return read.get();
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.UNAVAILABLE) {
                throw e;
            }
            throw new Refused(e.getMessage());
        }
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    // The index

    /** Makes what was committed findable: at once at the end of a job, else every few seconds. */
    private void refreshStale(boolean now) {
        if (stale.isEmpty()
                || (!now && System.nanoTime() - refreshedNanos < TimeUnit.MILLISECONDS.toNanos(REFRESH_MS))) {
            return;
        }
        try {
            refresh(new ArrayList<>(stale));
            stale.clear();
        } catch (VireoException e) {
            // The vectors are in the catalogue; an index that comes later reads them there.
            LOG.log(Level.INFO, "index not refreshed: " + e.getMessage());
            if (now) {
                stale.clear();
            }
        }
        refreshedNanos = System.nanoTime();
    }

    private void refresh(List<Space> spaces) {
        try (Lease<VectorIndex> index = broker.lease(VectorIndex.class)) {
            for (Space space : spaces) {
                index.service().refresh(space);
            }
        }
    }

    /** A file that is not taken in; the message is the reason. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason, null, false, false);
        }
    }
}
