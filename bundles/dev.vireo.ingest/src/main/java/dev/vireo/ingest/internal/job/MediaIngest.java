package dev.vireo.ingest.internal.job;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.ingest.JobJournal;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.media.MediaStore;
import dev.vireo.ingest.internal.analysis.AssetAnalysis;
import dev.vireo.ingest.internal.model.Models;
import dev.vireo.ingest.internal.twin.TwinSearch;
import dev.vireo.ingest.internal.work.IndexRefresh;
import dev.vireo.ingest.internal.work.LiveFirst;
import dev.vireo.ingest.internal.work.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Ingest on one worker thread. What it has committed survives anything; jobs that a stop or a crash left unfinished are gone
 * on with at the next start, an asset that was begun from its last committed part.
 */
@Component(service = {Ingest.class, MediaIngest.class}, immediate = true, configurationPid = "dev.vireo.ingest") // goes on with unfinished assets without being asked
@Designate(ocd = Settings.Config.class)
public final class MediaIngest implements Ingest {
    /** What a job says that the end of the runtime ended. */
    static final String STOPPED = "the runtime stopped; the job goes on at the next start";

    private static final Logger LOG = System.getLogger(MediaIngest.class.getName());
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Settings settings;
    private final Models models;
    private final AssetIntake intake;
    private final AssetAnalysis analysis;
    private final LiveFirst liveFirst;
    private final IndexRefresh index;
    private final Broker broker;
    private final JobQueue queue;
    private final IngestWorker worker;
    private final CountDownLatch stopping = new CountDownLatch(1);

    @Activate
    public MediaIngest(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Broker broker,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Catalog catalog,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SpaceCatalog spaces,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Site site,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaReader reader,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaStore store,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) JobJournal journal,
            Settings.Config config) {
        this(broker, catalog, spaces, site, reader, store, journal, new LiveFirst(System::nanoTime), Settings.of(config));
    }

    public MediaIngest(
            Broker broker,
            Catalog catalog,
            SpaceCatalog spaces,
            Site site,
            MediaReader reader,
            MediaStore store,
            JobJournal journal,
            LiveFirst liveFirst,
            Settings settings) {
        this.settings = settings;
        this.liveFirst = liveFirst;
        this.broker = broker;
        this.models = new Models(broker, spaces);
        this.intake = new AssetIntake(catalog, site, reader, store);
        this.index = new IndexRefresh(broker);
        this.queue = new JobQueue(journal, this::isStopping);
        this.analysis = new AssetAnalysis(models, reader, settings, liveFirst, AssetAnalysis.Courtesy.NONE);
        AssetPass pass = new AssetPass(
                catalog, site, intake, analysis, index, new TwinSearch(catalog, settings.shotIntervalMs()), queue, this::isStopping);
        this.worker = new IngestWorker(
                catalog, site, queue, intake, pass, index, models, settings.modelWaitMs(), stopping);
        queue.restore(); // before anybody can ask for a job
        worker.start();
    }

    @Deactivate
    public void stop() {
        stopping.countDown();
        boolean interrupted = false;
        try {
            worker.join(settings.drainMs());
            queue.close(STOPPED);
        } catch (InterruptedException _) {
            interrupted = true;
            worker.interrupt();
            queue.abandon();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    public static void checkDomain(String domain) {
        if (!DOMAIN.matcher(domain).matches()) {
            throw new VireoException(ErrorKind.USER_INPUT, "domain '" + Sources.shortened(domain)
                    + "' is none; use 1 to 64 letters, digits, dots, dashes and underscores");
        }
    }

    // What streams share with files. This class is a service of its own bundle for that.

    public Settings settings() {
        return settings;
    }

    public Models models() {
        return models;
    }

    public AssetIntake intake() {
        return intake;
    }

    public AssetAnalysis analysis() {
        return analysis;
    }

    public LiveFirst liveFirst() {
        return liveFirst;
    }

    /** Makes vectors findable, for one more thread. */
    public IndexRefresh freshIndex() {
        return new IndexRefresh(broker);
    }

    /** Whether a job has not ended. */
    public boolean busy() {
        return queue.busy();
    }

    @Override
    public String submit(IngestRequest request) {
        if (isStopping()) {
            throw new VireoException(ErrorKind.UNAVAILABLE, "ingest is stopping; ask again when the runtime is back");
        }
        checkDomain(request.domain());
        if (request.sources().isEmpty()) {
            throw new VireoException(ErrorKind.USER_INPUT, "no source given; name at least one file or folder");
        }
        request.sources().forEach(Sources::check);
        Job job = Job.of(UUID.randomUUID().toString(), request);
        queue.submit(job);
        return job.id();
    }

    @Override
    public Optional<IngestJob> job(String id) {
        return queue.job(id);
    }

    @Override
    public List<IngestJob> jobs() {
        return queue.jobs();
    }

    @Override
    public Listening listen(String id, Consumer<IngestJob> listener) {
        return queue.listen(id, listener);
    }

    @Override
    public void cancel(String id) {
        queue.cancel(id);
    }

    @Override
    public void delete(long asset) {
        intake.remove(asset, "it was deleted by hand");
        try {
            index.now(models.spaces());
        } catch (VireoException e) {
            LOG.log(Level.INFO, "index not refreshed after asset " + asset + " was deleted: " + e.getMessage());
        }
    }
}
