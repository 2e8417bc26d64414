package dev.vireo.ingest.internal;

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
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Ingest on one worker thread. What it has committed survives anything; jobs that a stop or a crash left unfinished are gone
 * on with at the next start, an asset that was begun from its last committed part.
 */
@Component(service = {Ingest.class, MediaIngest.class}, immediate = true, configurationPid = "dev.vireo.ingest") // goes on with unfinished assets without being asked
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

        @AttributeDefinition(min = "0", max = "8192",
                description = "Longer side at which whole frames of a video are searched for text [px]; 0 reads no text at all")
        int text_max_side() default 960;

        @AttributeDefinition(min = "0", max = "600000", description = "Longest wait for models after a start [ms]")
        long model_wait_ms() default 30_000;

        @AttributeDefinition(min = "0", max = "60000", description = "Longest wait for the step that runs when stopped [ms]")
        long drain_ms() default 10_000;
    }

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
            Config config) {
        this(broker, catalog, spaces, site, reader, store, journal, new LiveFirst(System::nanoTime), Settings.of(config));
    }

    MediaIngest(
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
    void stop() {
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

    static void checkDomain(String domain) {
        if (!DOMAIN.matcher(domain).matches()) {
            throw new VireoException(ErrorKind.USER_INPUT, "domain '" + Sources.shortened(domain)
                    + "' is none; use 1 to 64 letters, digits, dots, dashes and underscores");
        }
    }

    // What streams share with files. This class is a service of its own bundle for that.

    Settings settings() {
        return settings;
    }

    Models models() {
        return models;
    }

    AssetIntake intake() {
        return intake;
    }

    AssetAnalysis analysis() {
        return analysis;
    }

    LiveFirst liveFirst() {
        return liveFirst;
    }

    /** Makes vectors findable, for one more thread. */
    IndexRefresh freshIndex() {
        return new IndexRefresh(broker);
    }

    /** Whether a job has not ended. */
    boolean busy() {
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
