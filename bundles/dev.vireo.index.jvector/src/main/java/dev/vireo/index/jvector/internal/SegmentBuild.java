package dev.vireo.index.jvector.internal;

import dev.vireo.api.encode.Space;
import dev.vireo.api.index.Segment;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.disk.GraphIndexWriter;
import io.github.jbellis.jvector.graph.disk.GraphIndexWriterTypes;
import io.github.jbellis.jvector.graph.disk.feature.Feature;
import io.github.jbellis.jvector.graph.disk.feature.FeatureId;
import io.github.jbellis.jvector.graph.disk.feature.InlineVectors;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.graph.similarity.ScoreFunction;
import io.github.jbellis.jvector.graph.similarity.SearchScoreProvider;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Makes a segment file: builds the graph on the heap (neighbours only), writes it aside, syncs it, renames it. */
final class SegmentBuild {
    private static final float OVERFLOW = 1.2f;
    /** Above 1 keeps some longer edges (Vamana, Subramanya et al. 2019, algorithm 2). */
    private static final float ALPHA = 1.2f;

    /** Left free on the disk [bytes]. */
    private static final long RESERVE = 32L << 20;

    private static final String SUFFIX = ".seg";

    /** A vector to take in: row {@code row} of {@code rows}. */
    record Source(long id, Rows rows, int row) {}

    private final Space space;
    private final SegmentFolder folder;
    private final GraphParameters parameters;
    private final List<Source> sources;
    private final BooleanSupplier cancelled;

    /** @param sources in ascending order of id, at least one */
    SegmentBuild(Space space, SegmentFolder folder, GraphParameters parameters, List<Source> sources, BooleanSupplier cancelled) {
        this.space = space;
        this.folder = folder;
        this.parameters = parameters;
        this.sources = sources;
        this.cancelled = cancelled;
    }

    /** @throws CancellationException when it was cancelled; nothing is left behind */
    Segment run(long generation) throws IOException {
        requireRoom();
        String name = folder.name(generation + "-" + UUID.randomUUID() + SUFFIX);
        Path aside = folder.root().resolve(name + ".tmp");
        Scores scores = new Scores();
        try (ForkJoinPool pool = new ForkJoinPool(1);
                GraphIndexBuilder builder = GraphIndexBuilder.builder(scores, space.dimension(), parameters.degree())
                        .withBeamWidth(parameters.beam())
                        .withNeighborOverflow(OVERFLOW)
                        .withAlpha(ALPHA)
                        .withSimdExecutor(pool)
                        .withParallelExecutor(pool)
                        .build()) {
            for (int node = 0; node < sources.size(); node++) {
                if ((node & 255) == 0 && cancelled.getAsBoolean()) {
                    throw new CancellationException("the index stops");
                }
                builder.addGraphNode(node, scores.searchProviderFor(node));
            }
            builder.cleanup();
            Segment segment = write(builder.getGraph(), generation, name, aside);
            Files.move(aside, folder.root().resolve(name), StandardCopyOption.ATOMIC_MOVE);
            sync(folder.own());
            return segment;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** A segment is derived: it never takes the room that the catalogue needs. */
    private void requireRoom() throws IOException {
        long needed = sources.size() * (space.dimension() + parameters.degree() + 2L) * Float.BYTES + sources.size() * (long) Long.BYTES;
        long free = Files.getFileStore(folder.own()).getUsableSpace();
        if (free < needed + RESERVE) {
            throw new IOException("no room for a segment: it needs " + needed / 1_000_000 + " MB, the disk of " + folder.own() + " has "
                    + free / 1_000_000 + " MB free of which " + RESERVE / 1_000_000 + " MB stay reserved");
        }
    }

    private Segment write(ImmutableGraphIndex graph, long generation, String name, Path aside) throws IOException {
        long[] ids = sources.stream().mapToLong(Source::id).toArray();
        MessageDigest digest = Hashes.sha256();
        VectorTypeSupport vectors = VectorizationProvider.getInstance().getVectorTypeSupport();
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            SegmentOutput out = new SegmentOutput(channel, digest);
            out.writeLong(Long.reverseBytes(GraphSegment.MAGIC));
            out.writeInt(Integer.reverseBytes(space.dimension()));
            out.writeInt(Integer.reverseBytes(ids.length));
            out.writeLong(Long.reverseBytes(generation));
            out.write(Hashes.of(space.id()));
            for (long id : ids) {
                out.writeLong(Long.reverseBytes(id));
            }
            out.startGraph();
            Map<FeatureId, IntFunction<Feature.State>> states = new EnumMap<>(FeatureId.class);
            states.put(FeatureId.INLINE_VECTORS, node -> {
                Source source = sources.get(node);
                return new InlineVectors.State(vectors.createFloatVector(source.rows().copy(source.row())));
            });
            GraphIndexWriter writer = GraphIndexWriter.getBuilderFor(
                            GraphIndexWriterTypes.ON_DISK_SEQUENTIAL, graph, out)
                    .with(new InlineVectors(space.dimension()))
                    .build();
            writer.write(states);
            out.flush();
            channel.force(true);
        }
        return new Segment(
                space.id(),
                name,
                generation,
                ids.length,
                ids[0],
                ids[ids.length - 1],
                Hashes.hex(ids),
                HexFormat.of().formatHex(digest.digest()));
    }

    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static boolean isSegment(Path file) {
        return file.getFileName().toString().endsWith(SUFFIX);
    }

    /** Scores straight from the sources, without a copy of the vectors on the heap. */
    private final class Scores implements BuildScoreProvider {
        @Override
        public boolean isExact() {
            return true;
        }

        @Override
        public VectorFloat<?> approximateCentroid() {
            float[] mean = new float[space.dimension()];
            int step = Math.max(1, sources.size() / 1000);
            int taken = 0;
            for (int node = 0; node < sources.size(); node += step) {
                float[] v = sources.get(node).rows().copy(sources.get(node).row());
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += v[i];
                }
                taken++;
            }
            for (int i = 0; i < mean.length; i++) {
                mean[i] /= taken;
            }
            return VectorizationProvider.getInstance().getVectorTypeSupport().createFloatVector(mean);
        }

        @Override
        public SearchScoreProvider searchProviderFor(VectorFloat<?> vector) {
            float[] query = new float[vector.length()];
            for (int i = 0; i < query.length; i++) {
                query[i] = vector.get(i);
            }
            return provider(query);
        }

        @Override
        public SearchScoreProvider searchProviderFor(int node) {
            Source source = sources.get(node);
            return provider(source.rows().copy(source.row()));
        }

        @Override
        public SearchScoreProvider diversityProviderFor(int node) {
            return searchProviderFor(node);
        }

        private SearchScoreProvider provider(float[] query) {
            ScoreFunction.ExactScoreFunction score = node -> {
                Source source = sources.get(node);
                return (1 + source.rows().cosine(query, source.row())) / 2;
            };
            return new DefaultSearchScoreProvider(score);
        }
    }
}
