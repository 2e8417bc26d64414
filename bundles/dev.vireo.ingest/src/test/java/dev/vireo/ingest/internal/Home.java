package dev.vireo.ingest.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Renewals;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.StreamCatalog;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.JobJournal;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.media.MediaStore;
import dev.vireo.api.media.StreamRecorder;
import dev.vireo.api.model.Provider;
import dev.vireo.api.query.BackgroundWork;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.catalog.sqlite.internal.Database;
import dev.vireo.catalog.sqlite.internal.SqliteCatalog;
import dev.vireo.catalog.sqlite.internal.SqliteJobJournal;
import dev.vireo.catalog.sqlite.internal.SqliteRenewals;
import dev.vireo.catalog.sqlite.internal.SqliteSpaceCatalog;
import dev.vireo.catalog.sqlite.internal.SqliteStreamCatalog;
import dev.vireo.ingest.internal.job.MediaIngest;
import dev.vireo.ingest.internal.renewal.FootageRenewal;
import dev.vireo.ingest.internal.work.LiveFirst;
import dev.vireo.ingest.internal.work.Settings;
import dev.vireo.media.ffmpeg.internal.ContentStore;
import dev.vireo.media.ffmpeg.internal.FfmpegReader;
import dev.vireo.media.ffmpeg.internal.FfmpegRecorder;
import dev.vireo.onnx.internal.ModelLoader;
import dev.vireo.onnx.internal.session.OnnxRuntime;
import dev.vireo.query.internal.ConditionQueryEngine;
import java.io.FileNotFoundException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;

/** The real catalogue, media store, decoder and models in a folder, wired by hand. */
public final class Home {
    /** A gap of a recording that is longer ends a moment [ms]. */
    public static final long GAP_MS = 10_000;

    public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    public final Path folder;
    public final Catalog catalog;
    public final SpaceCatalog spaces;
    public final JobJournal journal;
    public final StreamCatalog streams;
    public final Renewals renewals;
    public final MediaStore store;
    public final List<Provider> providers = new ArrayList<>();

    public Home(Path folder) {
        this.folder = folder;
        BundleContext context = context(folder);
        Database database = new Database(context);
        this.catalog = new SqliteCatalog(database);
        this.spaces = new SqliteSpaceCatalog(database);
        this.journal = new SqliteJobJournal(database);
        this.renewals = new SqliteRenewals(database);
        this.streams = new SqliteStreamCatalog(database);
        this.store = new ContentStore(context);
    }

    /** The decoder; its programs are unpacked below {@code target} once for all tests. */
    public static MediaReader ffmpeg() {
        return new FfmpegReader(context(Path.of("target", "media-home").toAbsolutePath()), defaults(FfmpegReader.Config.class));
    }

    public static StreamRecorder recorder() {
        return new FfmpegRecorder(
                context(Path.of("target", "media-home").toAbsolutePath()), defaults(FfmpegRecorder.Config.class));
    }

    /** A model bundle from the class path, loaded and proved by its goldens. */
    public static Provider model(String bundle) {
        String path = "META-INF/vireo/model.json";
        String root = Home.class.getClassLoader().resources(path)
                .map(URL::toString)
                .filter(url -> url.contains("/" + bundle + "/") || url.contains("/" + bundle + "-"))
                .map(url -> url.substring(0, url.length() - path.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(bundle + " is not on the class path"));
        return new ModelLoader(new OnnxRuntime(2)).load(file -> {
            try {
                return Optional.of(URI.create(root + file).toURL().openStream());
            } catch (FileNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    public MediaIngest ingest(MediaReader reader) {
        return ingest(reader, Settings.of(defaults(Settings.Config.class)));
    }

    public MediaIngest ingest(MediaReader reader, Settings settings) {
        return ingest(reader, settings, store, new LiveFirst(System::nanoTime));
    }

    public MediaIngest ingest(MediaReader reader, Settings settings, MediaStore bytes, LiveFirst liveFirst) {
        return new MediaIngest(broker(), catalog, spaces, site(), reader, bytes, journal, liveFirst, settings);
    }

    /** Questions to what is stored here, with the default settings; every other service that they would ask knows of nothing. */
    public QueryEngine questions() throws ReflectiveOperationException {
        Constructor<?> made = ConditionQueryEngine.class.getConstructors()[0];
        Object[] arguments = Arrays.stream(made.getParameterTypes())
                .map(type -> type == Broker.class ? broker()
                        : type == Site.class ? site()
                        : type.isAnnotation() ? defaults(type)
                        : type.isInstance(catalog) ? catalog
                        : Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, _) ->
                                method.getReturnType() == List.class ? List.of()
                                : method.getReturnType() == Optional.class ? Optional.empty() : null))
                .toArray();
        return (QueryEngine) made.newInstance(arguments);
    }

    public static Site site() {
        return new Site() {
            @Override
            public ZoneId zone() {
                return ZoneId.of("Europe/London");
            }

            @Override
            public InstantSource time() {
                return InstantSource.fixed(NOW);
            }
        };
    }

    /** Leases over {@link #providers}, as they are when asked. */
    public Broker broker() {
        return new Broker() {
            @Override
            public <S extends Provider> Lease<S> lease(Class<S> family) {
                S service = all(family).stream().findFirst().orElseThrow(() -> new VireoException(
                        ErrorKind.UNAVAILABLE, "no " + family.getSimpleName() + " is live"));
                return new Lease<>() {
                    @Override
                    public S service() {
                        return service;
                    }

                    @Override
                    public void close() {}
                };
            }

            @Override
            public <S extends Provider> Lease<S> lease(Class<S> family, String id) {
                return lease(family);
            }

            @Override
            public <S extends Provider> Leases<S> leaseAll(Class<S> family) {
                List<S> services = all(family);
                return new Leases<>() {
                    @Override
                    public List<S> services() {
                        return services;
                    }

                    @Override
                    public void close() {}
                };
            }

            @Override
            public <S extends Provider> Leases<S> leaseStarted(Class<S> family) {
                return leaseAll(family);
            }

            @Override
            public List<Live> live() {
                return List.of();
            }

            private <S extends Provider> List<S> all(Class<S> family) {
                synchronized (providers) {
                    return providers.stream().filter(family::isInstance).map(family::cast).toList();
                }
            }
        };
    }

    /** Waits for the end of a job by listening to it. */
    public static IngestJob end(Ingest ingest, String id) throws InterruptedException {
        AtomicReference<IngestJob> last = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        try (Ingest.Listening _ = ingest.listen(id, job -> {
            last.set(job);
            if (job.ended()) {
                ended.countDown();
            }
        })) {
            if (!ended.await(300, TimeUnit.SECONDS)) {
                throw new AssertionError("the job did not end: " + last.get());
            }
        }
        return last.get();
    }

    /** A configuration with every default. */
    public static <T> T defaults(Class<T> config) {
        return config.cast(Proxy.newProxyInstance(
                config.getClassLoader(), new Class<?>[] {config}, (proxy, method, arguments) -> method.getDefaultValue()));
    }

    /**
     * Footage looked at again, which nobody's questions hold up.
     *
     * @param others who has to be waited for
     * @param step told of each step
     * @param changed settings that are not the default ones, but that the models are settled at once
     */
    public FootageRenewal renewal(
            MediaReader reader, MediaIngest files, Supplier<Optional<String>> others, Runnable step, Map<String, Object> changed) {
        FootageRenewal.Config config = (FootageRenewal.Config) Proxy.newProxyInstance(
                FootageRenewal.Config.class.getClassLoader(), new Class<?>[] {FootageRenewal.Config.class}, (_, method, _) ->
                        changed.getOrDefault(method.getName(), method.getName().equals("settle_ms") ? 0L : method.getDefaultValue()));
        BackgroundWork background = new BackgroundWork() {
            @Override
            public void lower() {}

            @Override
            public Pace pace(double limit) {
                return new Pace() {
                    @Override
                    public long rest() {
                        step.run();
                        return 0;
                    }

                    @Override
                    public String told() {
                        return "";
                    }
                };
            }
        };
        return new FootageRenewal(catalog, renewals, reader, store, files, GAP_MS, others, background, config);
    }

    /** The default settings but for these, by the names of {@link Settings.Config}. */
    public static Settings settings(Map<String, Object> changed) {
        return Settings.of((Settings.Config) Proxy.newProxyInstance(
                Settings.Config.class.getClassLoader(),
                new Class<?>[] {Settings.Config.class},
                (_, method, _) -> changed.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    private static BundleContext context(Path home) {
        return (BundleContext) Proxy.newProxyInstance(
                Home.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getProperty") && arguments[0].equals("vireo.home")) {
                        return home.toString();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
