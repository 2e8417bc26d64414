package dev.vireo.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vireo.api.encode.Space;
import dev.vireo.api.index.Neighbour;
import dev.vireo.api.index.Segment;
import dev.vireo.api.index.StoredVector;
import dev.vireo.api.index.VectorFilter;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.index.VectorStore;
import dev.vireo.index.jvector.internal.JVectorIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.MMapDirectory;

/**
 * Recall, time and memory of the vector index on clustered random vectors, beside Lucene's HNSW in the same run: the two
 * answer each query in turn, so that both see the same machine.
 */
final class IndexBench implements Benchmark {
    private static final int K = 10;
    /** Candidates Lucene keeps; it has one number for "how many" and "how carefully". */
    private static final int LUCENE_BREADTH = 120;

    private static final int CENTRES = 1_000;
    private static final int BUCKETS = 1_000;
    private static final double[] SELECTIVITIES = {1, 0.5, 0.1, 0.01, 0.001};
    private static final int WARM_UP = 50;

    private final ObjectMapper json = new ObjectMapper();
    private final com.sun.management.OperatingSystemMXBean system =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @Override
    public String name() {
        return "index";
    }

    @Override
    public String summary() {
        return "[VECTORS=100000] [DIMENSION=384] [QUERIES=200]  recall and time of the vector index, beside Lucene's HNSW";
    }

    @Override
    public int run(List<String> args) throws Exception {
        int count;
        int dimension;
        int queries;
        try {
            count = args.size() > 0 ? Integer.parseInt(args.get(0)) : 100_000;
            dimension = args.size() > 1 ? Integer.parseInt(args.get(1)) : 384;
            queries = args.size() > 2 ? Integer.parseInt(args.get(2)) : 200;
        } catch (NumberFormatException e) {
            System.err.println("bench index takes three whole numbers, got " + args);
            return 2;
        }
        if (count < 1_000 || dimension < 2 || queries < 1) {
            System.err.println("bench index needs at least 1000 vectors of 2 numbers and 1 query, got " + args);
            return 2;
        }
        Points points = new Points(new Random(7), dimension);
        float[][] vectors = new float[count][];
        int[] bucket = new int[count];
        Random random = new Random(8);
        for (int i = 0; i < count; i++) {
            vectors[i] = points.next();
            bucket[i] = random.nextInt(BUCKETS);
        }
        Path folder = Files.createTempDirectory("vireo-bench-index");
        try {
            return run(vectors, bucket, points, queries, folder);
        } finally {
            Appliance.deleteTree(folder);
        }
    }

    private int run(float[][] vectors, int[] bucket, Points points, int queries, Path folder) throws Exception {
        int dimension = vectors[0].length;
        Space space = new Space("bench", dimension);
        ObjectNode result = json.createObjectNode();
        result.put("benchmark", name()).put("vectors", vectors.length).put("dimension", dimension);
        result.put("k", K).put("queries", queries).put("processors", Runtime.getRuntime().availableProcessors());
        System.out.printf("%,d vectors of %d numbers around %d centres%n%n", vectors.length, dimension, CENTRES);
        System.out.println("build      wall s     cpu s   vectors/cpu s   MB on disk");

        double cpu = cpuSeconds();
        long begin = System.nanoTime();
        Vectors store = new Vectors(vectors);
        JVectorIndex index = new JVectorIndex(store, folder, Math.min(200_000, vectors.length));
        index.refresh(space);
        index.settle();
        built(result, "vireo", vectors.length, begin, cpu, index.status().get(0).bytes());
        result.put("vireo_segments", index.status().get(0).segments());

        cpu = cpuSeconds();
        begin = System.nanoTime();
        Path luceneFolder = folder.resolve("lucene");
        try (MMapDirectory directory = new MMapDirectory(luceneFolder)) {
            buildLucene(directory, vectors, bucket);
            built(result, "lucene", vectors.length, begin, cpu, bytes(luceneFolder));
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                measure(result, vectors, bucket, points, queries, space, index, reader);
            }
        }
        index.close();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        result.put("heap_mb", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        result.put("heap_without_test_data_mb", ((runtime.totalMemory() - runtime.freeMemory()) >> 20)
                - ((long) vectors.length * dimension * Float.BYTES >> 20));
        System.out.println(result);
        return 0;
    }

    private double cpuSeconds() {
        return system.getProcessCpuTime() / 1e9;
    }

    private void built(ObjectNode result, String who, int count, long begin, double cpuBefore, long bytes) {
        double wall = (System.nanoTime() - begin) / 1e9;
        double cpu = cpuSeconds() - cpuBefore;
        System.out.printf("%-8s %8.1f  %8.1f  %14.0f  %11.1f%n", who, wall, cpu, count / cpu, bytes / 1e6);
        result.putObject(who + "_build")
                .put("wall_s", wall)
                .put("cpu_s", cpu)
                .put("vectors_per_cpu_s", count / cpu)
                .put("bytes", bytes);
    }

    private static void buildLucene(MMapDirectory directory, float[][] vectors, int[] bucket) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig()
                .setRAMBufferSizeMB(1024)
                .setMergeScheduler(new SerialMergeScheduler());
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int i = 0; i < vectors.length; i++) {
                Document document = new Document();
                document.add(new KnnFloatVectorField("vector", vectors[i], VectorSimilarityFunction.DOT_PRODUCT));
                document.add(new IntPoint("bucket", bucket[i]));
                document.add(new NumericDocValuesField("id", i + 1L));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    private static long bytes(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(f -> f.toFile().length()).sum();
        }
    }

    private void measure(
            ObjectNode result,
            float[][] vectors,
            int[] bucket,
            Points points,
            int queries,
            Space space,
            VectorIndex index,
            DirectoryReader reader)
            throws IOException {
        IndexSearcher searcher = new IndexSearcher(reader);
        LeafReader leaf = reader.leaves().get(0).reader();
        System.out.println();
        System.out.println("accepted   index     recall@10   p50 ms   p95 ms   cpu ms");
        ArrayNode rows = result.putArray("searches");
        for (double selectivity : SELECTIVITIES) {
            int buckets = (int) Math.round(BUCKETS * selectivity);
            long[] ids = java.util.stream.IntStream.range(0, vectors.length)
                    .filter(i -> bucket[i] < buckets)
                    .mapToLong(i -> i + 1L)
                    .toArray();
            VectorFilter filter = selectivity == 1 ? VectorFilter.ALL : VectorFilter.of(ids);
            Query luceneFilter = selectivity == 1 ? null : IntPoint.newRangeQuery("bucket", 0, buckets - 1);
            Tally ours = new Tally();
            Tally theirs = new Tally();
            for (int q = -WARM_UP; q < queries; q++) {
                float[] query = points.next();
                Set<Long> exact = exact(vectors, ids, query);
                boolean counted = q >= 0;
                ours.take(counted, exact, () -> index.search(space, query, K, filter).stream()
                        .mapToLong(Neighbour::id)
                        .toArray());
                theirs.take(counted, exact, () -> lucene(searcher, leaf, query, luceneFilter));
            }
            rows.add(ours.print(selectivity, "vireo"));
            rows.add(theirs.print(selectivity, "lucene"));
        }
    }

    private static long[] lucene(IndexSearcher searcher, LeafReader leaf, float[] query, Query filter) throws IOException {
        ScoreDoc[] found = searcher.search(new KnnFloatVectorQuery("vector", query, LUCENE_BREADTH, filter), K).scoreDocs;
        Arrays.sort(found, Comparator.comparingInt(d -> d.doc));
        NumericDocValues values = leaf.getNumericDocValues("id");
        long[] ids = new long[found.length];
        for (int i = 0; i < ids.length; i++) {
            if (!values.advanceExact(found[i].doc)) {
                throw new IllegalStateException("document " + found[i].doc + " has no id");
            }
            ids[i] = values.longValue();
        }
        return ids;
    }

    private static Set<Long> exact(float[][] vectors, long[] ids, float[] query) {
        PriorityQueue<Neighbour> best = new PriorityQueue<>(Comparator.comparingDouble(Neighbour::cosine));
        for (long id : ids) {
            float[] v = vectors[(int) id - 1];
            float dot = 0;
            for (int i = 0; i < v.length; i++) {
                dot += v[i] * query[i];
            }
            if (best.size() < K) {
                best.add(new Neighbour(id, dot));
            } else if (dot > best.peek().cosine()) {
                best.poll();
                best.add(new Neighbour(id, dot));
            }
        }
        Set<Long> exact = new HashSet<>();
        best.forEach(n -> exact.add(n.id()));
        return exact;
    }

    private interface Search {
        long[] run() throws IOException;
    }

    /** What one index did under one filter. */
    private final class Tally {
        private final List<Double> millis = new ArrayList<>();
        private double cpu;
        private long hits;
        private long wanted;

        void take(boolean counted, Set<Long> exact, Search search) throws IOException {
            double cpuBefore = cpuSeconds();
            long begin = System.nanoTime();
            long[] found = search.run();
            double took = (System.nanoTime() - begin) / 1e6;
            if (counted) {
                millis.add(took);
                cpu += cpuSeconds() - cpuBefore;
                wanted += exact.size();
                hits += Arrays.stream(found).filter(exact::contains).count();
            }
        }

        ObjectNode print(double selectivity, String who) {
            millis.sort(Comparator.naturalOrder());
            double p50 = millis.get(millis.size() / 2);
            double p95 = millis.get(millis.size() * 95 / 100);
            double recall = (double) hits / wanted;
            double cpuMs = cpu * 1000 / millis.size();
            System.out.printf(
                    "%7.1f %%  %-8s  %9.4f  %7.2f  %7.2f  %7.2f%n", selectivity * 100, who, recall, p50, p95, cpuMs);
            return json.createObjectNode()
                    .put("accepted", selectivity)
                    .put("index", who)
                    .put("recall", recall)
                    .put("p50_ms", p50)
                    .put("p95_ms", p95)
                    .put("cpu_ms", cpuMs);
        }
    }

    /** Points around centres, as far from their centre as the centre is from the origin. */
    private static final class Points {
        private final Random random;
        private final float[][] centres = new float[CENTRES][];

        Points(Random random, int dimension) {
            this.random = random;
            for (int c = 0; c < CENTRES; c++) {
                centres[c] = gaussian(dimension);
            }
        }

        float[] next() {
            float[] centre = centres[random.nextInt(CENTRES)];
            float[] point = gaussian(centre.length);
            double norm = 0;
            for (int i = 0; i < point.length; i++) {
                point[i] += centre[i];
                norm += (double) point[i] * point[i];
            }
            for (int i = 0; i < point.length; i++) {
                point[i] = (float) (point[i] / Math.sqrt(norm));
            }
            return point;
        }

        private float[] gaussian(int dimension) {
            float[] v = new float[dimension];
            for (int i = 0; i < dimension; i++) {
                v[i] = (float) random.nextGaussian();
            }
            return v;
        }
    }

    /** The test data as a store: id i + 1 is vector i. */
    private static final class Vectors implements VectorStore {
        private final float[][] vectors;
        private final List<Segment> segments = new ArrayList<>();

        Vectors(float[][] vectors) {
            this.vectors = vectors;
        }

        @Override
        public List<Space> spaces() {
            return List.of();
        }

        @Override
        public long count(Space space) {
            return vectors.length;
        }

        @Override
        public void forEach(Space space, long afterId, Consumer<StoredVector> consumer) {
            for (long id = afterId + 1; id <= vectors.length; id++) {
                consumer.accept(new StoredVector(id, vectors[(int) id - 1]));
            }
        }

        @Override
        public void forEach(Space space, long[] ids, Consumer<StoredVector> consumer) {
            for (long id : ids) {
                consumer.accept(new StoredVector(id, vectors[(int) id - 1]));
            }
        }

        @Override
        public Deletions deletions(Space space, long afterDeletion) {
            return new Deletions(new long[0], afterDeletion);
        }

        @Override
        public synchronized List<Segment> segments(Space space) {
            return List.copyOf(segments);
        }

        @Override
        public synchronized void publish(Space space, List<Segment> added, List<Segment> replaced) {
            segments.removeAll(replaced);
            segments.addAll(added);
        }
    }
}
