package dev.vireo.ingest.internal.live;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.StreamCatalog;
import dev.vireo.api.catalog.StreamSource;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.StreamRequest;
import dev.vireo.api.ingest.StreamStatus;
import dev.vireo.api.ingest.Streams;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.media.MediaStore;
import dev.vireo.api.media.StreamRecorder;
import dev.vireo.ingest.internal.job.MediaIngest;
import dev.vireo.ingest.internal.work.IndexRefresh;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Streams: one recording thread each, and one thread that looks at what all of them recorded, in the order it came. What is
 * looked at and how are the settings of {@link MediaIngest}. See docs/adr/0016 and 0017.
 */
@Component(service = {Streams.class, StreamIngest.class}, immediate = true, configurationPid = "dev.vireo.ingest.streams") // records on without being asked
@Designate(ocd = StreamIngest.Config.class)
public final class StreamIngest implements Streams {
    /** Settings of streams. */
    @ObjectClassDefinition(name = "Vireo streams", description = "How live sources are recorded.")
    public @interface Config {
        @AttributeDefinition(min = "500", max = "60000",
                description = "Length of the segments that are looked at one by one; each ends at the key frame nearest to it [ms]")
        long segment_ms() default 4_000;

        @AttributeDefinition(min = "10000", max = "86400000", description = "Longest recording; then another begins [ms]")
        long recording_ms() default 3_600_000;

        @AttributeDefinition(min = "0", max = "600000", description = "A gap longer than this ends a moment [ms]")
        long gap_ms() default 10_000;

        @AttributeDefinition(min = "100", max = "3600000", description = "First wait after a source was lost [ms]")
        long retry_least_ms() default 1_000;

        @AttributeDefinition(min = "100", max = "3600000", description = "Longest wait between two tries [ms]")
        long retry_most_ms() default 60_000;

        @AttributeDefinition(min = "0", max = "60000", description = "Longest wait for the step that runs when stopped [ms]")
        long drain_ms() default 10_000;
    }

    /** A stream that is recorded. */
    private record Live(StreamSource stream, StreamSession session, StreamIntake intake) {}

    private final StreamCatalog streams;
    private final Catalog catalog;
    private final Site site;
    private final MediaReader reader;
    private final MediaStore store;
    private final StreamRecorder recorder;
    private final MediaIngest files;
    private final IndexRefresh index;
    private final StreamSettings settings;
    private final StreamSecrets secrets;
    private final Path folder;
    private final StreamRetention retention;
    private final StreamWorker worker;
    private final ConcurrentMap<Long, Live> live = new ConcurrentSkipListMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    @Activate
    public StreamIngest(
            BundleContext context,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Broker broker,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Catalog catalog,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) StreamCatalog streams,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Site site,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaReader reader,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaStore store,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) StreamRecorder recorder,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaIngest files,
            Config config) {
        this(Path.of(context.getProperty("vireo.home")), broker, catalog, streams, site, reader, store, recorder, files,
                StreamSettings.of(config));
    }

    StreamIngest(
            Path home,
            Broker broker,
            Catalog catalog,
            StreamCatalog streams,
            Site site,
            MediaReader reader,
            MediaStore store,
            StreamRecorder recorder,
            MediaIngest files,
            StreamSettings settings) {
        this.streams = streams;
        this.catalog = catalog;
        this.site = site;
        this.reader = reader;
        this.store = store;
        this.recorder = recorder;
        this.files = files;
        this.index = new IndexRefresh(broker);
        this.settings = settings;
        this.secrets = new StreamSecrets(home.resolve("conf").resolve("streams"));
        this.folder = home.resolve("media").resolve("recording");
        this.retention = new StreamRetention(streams, files.intake(), site.time());
        this.worker = new StreamWorker(files.liveFirst(), files.models(), files.settings().modelWaitMs(), stopping, this::retain);
        secrets.sweep(streams.streams().stream().flatMap(s -> s.secret().stream()).collect(Collectors.toSet()));
        streams.streams().forEach(this::begin);
        worker.start();
    }

    @Deactivate
    public void stop() {
        stopping.countDown();
        live.values().forEach(one -> one.session().close());
        try {
            for (Live one : live.values()) {
                one.session().join(settings.drainMs());
            }
            worker.join(settings.drainMs());
        } catch (InterruptedException _) {
            worker.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** A gap that is longer ends a moment [ms]. For others of this bundle. */
    public long gapMs() {
        return settings.gapMs();
    }

    /** @return whether something was removed; there may be more */
    private boolean retain() {
        for (Live one : live.values()) {
            if (retention.removeOldest(one.stream())) {
                index.all(files.models());
                return true;
            }
        }
        return false;
    }

    private void begin(StreamSource stream) {
        StreamIntake intake =
                new StreamIntake(stream, streams, catalog, reader, store, files, settings, index, site.time());
        StreamSession session = new StreamSession(
                stream,
                recorder,
                () -> stream.secret().map(secrets::read).orElse(stream.address()),
                folder.resolve("s" + stream.id()),
                settings.segmentMs(),
                new BackOff(settings.retryLeastMs(), settings.retryMostMs(), RandomGenerator.getDefault()),
                site.time(),
                (segment, lost) -> worker.add(stream.id(), stop -> intake.take(segment, lost, stop)));
        live.put(stream.id(), new Live(stream, session, intake));
        session.start();
    }

    @Override
    public StreamStatus add(StreamRequest request) {
        if (stopping.getCount() == 0) {
            throw new VireoException(ErrorKind.UNAVAILABLE, "the runtime is stopping; ask again when it is back");
        }
        MediaIngest.checkDomain(request.domain());
        check("keep", request.keep().ms(), 60_000, "1 minute");
        check("keep", request.keep().bytes(), 1_000_000, "1 MB");
        String shown = recorder.check(request.address());
        Optional<String> secret =
                shown.equals(request.address()) ? Optional.empty() : Optional.of(secrets.keep(request.address()));
        StreamSource stream;
        try {
            stream = streams.add(request.domain(), shown, secret, request.keep());
        } catch (VireoException e) {
            secret.ifPresent(secrets::remove);
            throw e;
        }
        begin(stream);
        return status(live.get(stream.id()));
    }

    private static void check(String name, Optional<Long> value, long least, String shown) {
        if (value.isPresent() && value.get() < least) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, name + " is " + value.get() + ", which is less than " + shown + ", the least");
        }
    }

    @Override
    public List<StreamStatus> list() {
        return live.values().stream().map(this::status).toList();
    }

    @Override
    public Optional<StreamStatus> status(long id) {
        return Optional.ofNullable(live.get(id)).map(this::status);
    }

    private StreamStatus status(Live one) {
        List<Asset> recordings = streams.recordings(one.stream().id());
        StreamSession session = one.session();
        return new StreamStatus(
                streams.stream(one.stream().id()).orElse(one.stream()),
                session.state(),
                session.reason(),
                session.retryAt(),
                session.lastFrameAt(),
                one.intake().searchableTo(),
                worker.behind(one.stream().id()),
                one.intake().delays().told(),
                recordings.size(),
                recordings.stream().mapToLong(Asset::bytes).sum());
    }

    @Override
    public List<StreamSource.Gap> gaps(long id, int limit) {
        return streams.gaps(id, limit);
    }

    @Override
    public void remove(long id) {
        Live gone = live.remove(id);
        if (gone == null) {
            throw new VireoException(ErrorKind.NOT_FOUND, "there is no stream s" + id + "; 'list' shows what there is");
        }
        gone.session().close();
        String reason = "its stream s" + id + " was deleted by hand";
        try {
            gone.session().join(settings.drainMs());
            worker.whenIdle(id, () -> {
                for (Asset asset : streams.recordings(id)) {
                    files.intake().remove(asset.id(), reason);
                }
                streams.remove(id, "it was deleted by hand");
                gone.stream().secret().ifPresent(secrets::remove);
                StreamFolders.delete(gone.session().folder());
                index.all(files.models());
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VireoException(ErrorKind.UNAVAILABLE, "interrupted while stream s" + id + " was deleted; delete it again", e);
        }
    }
}
