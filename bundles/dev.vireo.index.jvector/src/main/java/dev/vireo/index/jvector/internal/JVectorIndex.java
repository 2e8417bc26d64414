package dev.vireo.index.jvector.internal;

import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.IndexStatus;
import dev.vireo.api.index.Neighbour;
import dev.vireo.api.index.VectorFilter;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.index.VectorStore;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Vector index on JVector graphs, one index a space, beside an exact scan of what no graph has yet. */
@Component(
        service = {VectorIndex.class, Provider.class},
        configurationPid = "dev.vireo.index.jvector")
@Designate(ocd = JVectorIndex.Config.class)
public final class JVectorIndex implements VectorIndex {

    /** Settings of the index. */
    @ObjectClassDefinition(name = "Vireo vector index", description = "Nearest neighbours on JVector graphs")
    public @interface Config {
        @AttributeDefinition(
                name = "Segment size",
                description = "New vectors that are searched one by one before a graph is built of them",
                min = "100",
                max = "200000")
        int segment_vectors() default 50_000;

        @AttributeDefinition(name = "Degree", description = "Neighbours that a node of a graph keeps", min = "8", max = "128")
        int graph_degree() default 24;

        @AttributeDefinition(name = "Beam", description = "Candidates kept while a node is put into a graph", min = "8", max = "1000")
        int graph_beam() default 80;
    }

    private static final Logger LOG = System.getLogger(JVectorIndex.class.getName());
    private static final ProviderInfo INFO = new ProviderInfo("jvector", "4.0.2", "Vector index on JVector graphs");
    /**
     * What a graph search without a filter costs, in rows of a scan: it scores fewer, but each out of order. With a share
     * s of the rows accepted it looks at about 1 / s times as many, so a scan of the accepted rows is cheaper up to
     * sqrt(this × rows). Measured, ADR 0006.
     */
    private static final double GRAPH_COST = 3_500;

    private static final int LARGEST_K = 10_000;
    private static final String MANAGEMENT = "jvector.management.backend";
    private static final int MOST_SPACES = 1_000;
    private static final long STOP_S = 10;

    private final VectorStore store;
    private final Path folder;
    private final int segmentVectors;
    private final double graphCost;
    private final GraphParameters parameters;
    private final String instance;
    private final ConcurrentHashMap<String, SpaceIndex> spaces = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor builder;
    private volatile boolean stopping;

    @Activate
    public JVectorIndex(
            Config config,
            BundleContext context,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) VectorStore store) {
        this(store, home(context), config.segment_vectors(), GRAPH_COST,
                new GraphParameters(config.graph_degree(), config.graph_beam()), context.getBundle().getVersion().toString());
    }

    /** @param segmentVectors new vectors that start the building of a segment, 100 to 200,000 */
    public JVectorIndex(VectorStore store, Path home, int segmentVectors) {
        this(store, home, segmentVectors, GRAPH_COST, GraphParameters.DEFAULT, "0");
    }

    /** @param version of this bundle: another may stand beside it */
    JVectorIndex(
            VectorStore store, Path home, int segmentVectors, double graphCost, GraphParameters parameters, String version) {
        if (segmentVectors < 100 || segmentVectors > 200_000) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "dev.vireo.index.jvector: segment_vectors is " + segmentVectors
                            + ", allowed are 100 to 200,000; correct the configuration");
        }
        this.store = store;
        this.folder = home.resolve("index");
        this.segmentVectors = segmentVectors;
        this.graphCost = graphCost;
        this.parameters = parameters;
        this.instance = parameters.instance(version);
        if (System.getProperty(MANAGEMENT) == null) {
            // else JVector registers a management bean for the whole VM, which would keep this bundle's classes
            System.setProperty(MANAGEMENT, "none");
        }
        this.builder = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_SPACES), task -> {
                    Thread thread = new Thread(task, "vireo-index-build");
                    thread.setPriority(Thread.MIN_PRIORITY);
                    thread.setDaemon(true);
                    return thread;
                });
        builder.allowCoreThreadTimeOut(true);
    }

    private static Path home(BundleContext context) {
        String home = context.getProperty("vireo.home");
        if (home == null || home.isBlank()) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "framework property vireo.home is not set; start Vireo with --home DIR");
        }
        return Path.of(home);
    }

    @Override
    public ProviderInfo info() {
        return INFO;
    }

    @Override
    public void refresh(Space space) {
        of(space).refresh();
    }

    @Override
    public List<Neighbour> search(Space space, float[] query, int k, VectorFilter filter) {
        if (query.length != space.dimension()) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "the query has " + query.length + " numbers, space " + space.id() + " needs " + space.dimension());
        }
        if (k < 1 || k > LARGEST_K) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "k is " + k + ", allowed are 1 to " + LARGEST_K + " neighbours");
        }
        long[] ids = filter.ids();
        if (ids != null && ids.length == 0) {
            return List.of();
        }
        return of(space).search(query, k, filter);
    }

    private SpaceIndex of(Space space) {
        if (stopping) {
            throw new VireoException(ErrorKind.UNAVAILABLE, "the vector index stops; ask the broker again");
        }
        SpaceIndex index = spaces.computeIfAbsent(
                space.id(),
                id -> new SpaceIndex(space, new SegmentFolder(space, folder.resolve(id), instance, store), parameters, store, segmentVectors, graphCost, builder, () -> stopping));
        if (index.space().dimension() != space.dimension()) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "space " + space.id() + " has dimension " + index.space().dimension() + ", not " + space.dimension());
        }
        return index;
    }

    @Override
    public List<IndexStatus> status() {
        for (Space space : store.spaces()) {
            of(space);
        }
        return spaces.values().stream()
                .map(SpaceIndex::status)
                .sorted(Comparator.comparing(IndexStatus::space))
                .toList();
    }

    @Override
    public long drop(Space space) {
        SpaceIndex index = spaces.remove(space.id());
        if (index != null) {
            index.drop();
        }
        Path own = folder.resolve(space.id());
        try {
            return Files.isDirectory(own) ? SegmentFolder.delete(own) : 0;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove all of " + own, e);
            return 0;
        }
    }

    /** Waits until no segment is being built: for tests and benchmarks. */
    public void settle() {
        spaces.values().forEach(s -> s.building().join());
    }

    /** Cancels a build that runs: its segment is built at the next start. */
    @Deactivate
    public void close() {
        stopping = true;
        builder.shutdownNow();
        try {
            if (!builder.awaitTermination(STOP_S, TimeUnit.SECONDS)) {
                LOG.log(Level.ERROR, "the index build has not ended {0} s after it was cancelled", STOP_S);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spaces.values().forEach(SpaceIndex::close);
    }
}
