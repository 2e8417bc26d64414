package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.IndexStatus;
import dev.vireo.api.index.Neighbour;
import dev.vireo.api.index.VectorFilter;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.index.VectorStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every vector index must do. */
public abstract class VectorIndexContractTest {
    protected static final Space SPACE = new Space("contract-space", 32);
    private static final int CLUSTERS = 50;

    @TempDir
    protected Path home;

    protected final MemoryVectorStore store = new MemoryVectorStore();
    protected final Random random = new Random(11);
    private final List<VectorIndex> open = new ArrayList<>();

    /** Opens an index that builds its structures from as few vectors as it can. */
    protected abstract VectorIndex open(VectorStore vectors, Path in);

    protected abstract void close(VectorIndex index);

    /** Returns when nothing is built in the background any more. */
    protected abstract void settle(VectorIndex index);

    /** Vectors after which the index keeps more than a list. */
    protected abstract int enoughToBuild();

    protected final VectorIndex opened() {
        VectorIndex index = open(store, home);
        open.add(index);
        return index;
    }

    protected final void shut(VectorIndex index) {
        open.remove(index);
        close(index);
    }

    @AfterEach
    void closeAll() {
        open.forEach(this::close);
    }

    /** A point near one of some centres, as embeddings of pictures lie. */
    protected final float[] point(int dimension) {
        float[] centre = Tracks.unit(new Random(random.nextInt(CLUSTERS)), dimension);
        float[] noise = Tracks.unit(random, dimension);
        double norm = 0;
        for (int i = 0; i < dimension; i++) {
            centre[i] += 0.8f * noise[i];
            norm += (double) centre[i] * centre[i];
        }
        for (int i = 0; i < dimension; i++) {
            centre[i] = (float) (centre[i] / Math.sqrt(norm));
        }
        return centre;
    }

    protected final void fill(int count) {
        for (int i = 0; i < count; i++) {
            store.add(SPACE, point(SPACE.dimension()));
        }
    }

    protected static double cosine(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot;
    }

    protected static List<Long> exact(Map<Long, float[]> vectors, float[] query, int k, VectorFilter filter) {
        return vectors.entrySet().stream()
                .filter(e -> filter.accepts(e.getKey()))
                .map(e -> new Neighbour(e.getKey(), cosine(query, e.getValue())))
                .sorted(Comparator.comparingDouble(Neighbour::cosine).reversed().thenComparing(Neighbour::id))
                .limit(k)
                .map(Neighbour::id)
                .toList();
    }

    /** Checks order, filter and cosines. @return the share of the exact answer that was found */
    protected final double recall(VectorIndex index, float[] query, int k, VectorFilter filter) {
        Map<Long, float[]> live = store.live(SPACE);
        List<Neighbour> found = index.search(SPACE, query, k, filter);
        List<Long> expected = exact(live, query, k, filter);
        assertEquals(expected.size(), found.size());
        Set<Long> ids = new HashSet<>();
        double last = 2;
        for (Neighbour n : found) {
            assertTrue(ids.add(n.id()), "found twice: " + n.id());
            assertTrue(live.containsKey(n.id()), "found a vector that is gone: " + n.id());
            assertTrue(filter.accepts(n.id()), "found a vector that was not asked for: " + n.id());
            assertEquals(cosine(query, live.get(n.id())), n.cosine(), 1e-5);
            assertTrue(n.cosine() <= last, "nearest first");
            last = n.cosine();
        }
        if (expected.isEmpty()) {
            return 1;
        }
        return (double) expected.stream().filter(ids::contains).count() / expected.size();
    }

    protected final double meanRecall(VectorIndex index, int queries, int k, VectorFilter filter) {
        double sum = 0;
        for (int i = 0; i < queries; i++) {
            sum += recall(index, point(SPACE.dimension()), k, filter);
        }
        return sum / queries;
    }

    protected final VectorFilter share(double share) {
        return VectorFilter.of(store.live(SPACE).keySet().stream()
                .filter(id -> random.nextDouble() < share)
                .mapToLong(Long::longValue)
                .toArray());
    }

    @Test
    void anEmptySpaceHasNoNeighbours() {
        VectorIndex index = opened();
        index.refresh(SPACE);
        assertEquals(List.of(), index.search(SPACE, point(32), 5, VectorFilter.ALL));
        store.add(SPACE, point(32));
        index.refresh(SPACE);
        assertEquals(1, index.search(SPACE, point(32), 5, VectorFilter.ALL).size());
        assertEquals(List.of(), index.search(SPACE, point(32), 5, VectorFilter.of(new long[0])));
        assertEquals(List.of(), index.search(SPACE, point(32), 5, VectorFilter.of(new long[] {77})));
    }

    @Test
    void whatCannotBeIsRefused() {
        VectorIndex index = opened();
        for (Runnable wrong : List.<Runnable>of(
                () -> index.search(SPACE, new float[31], 5, VectorFilter.ALL),
                () -> index.search(SPACE, new float[32], 0, VectorFilter.ALL),
                () -> index.search(SPACE, new float[32], 10_001, VectorFilter.ALL))) {
            assertEquals(ErrorKind.USER_INPUT, assertThrows(VireoException.class, wrong::run).kind());
        }
    }

    @Test
    void fewVectorsAreSearchedExactly() {
        fill(enoughToBuild() / 2);
        VectorIndex index = opened();
        index.refresh(SPACE);
        assertEquals(1.0, meanRecall(index, 20, 10, VectorFilter.ALL));
        assertEquals(1.0, meanRecall(index, 20, 10, share(0.3)));
        assertEquals(1.0, meanRecall(index, 2, 10_000, VectorFilter.ALL));
    }

    @Test
    void committedVectorsAreFoundAfterRefreshBeforeAndAfterABuild() {
        VectorIndex index = opened();
        for (int round = 0; round < 4; round++) {
            fill(enoughToBuild() * 2 / 3);
            float[] mark = point(32);
            long id = store.add(SPACE, mark);
            index.refresh(SPACE);
            assertEquals(id, index.search(SPACE, mark, 1, VectorFilter.ALL).get(0).id());
            settle(index);
            assertEquals(id, index.search(SPACE, mark, 1, VectorFilter.ALL).get(0).id());
        }
        assertTrue(index.status().get(0).segments() > 0);
        assertEquals(store.count(SPACE), index.status().get(0).vectors());
        assertTrue(meanRecall(index, 50, 10, VectorFilter.ALL) >= 0.95);
    }

    @Test
    void deletedVectorsAreNeverFound() {
        fill(enoughToBuild() * 2);
        VectorIndex index = opened();
        index.refresh(SPACE);
        settle(index);
        fill(enoughToBuild() / 2);
        index.refresh(SPACE);
        for (int round = 0; round < 4; round++) {
            for (long id : store.live(SPACE).keySet()) {
                if (random.nextInt(4) == 0) {
                    store.delete(SPACE, id);
                }
            }
            index.refresh(SPACE);
            assertTrue(meanRecall(index, 20, 10, VectorFilter.ALL) >= 0.95);
            assertEquals(store.count(SPACE), index.status().get(0).vectors());
            settle(index);
            assertTrue(meanRecall(index, 20, 10, VectorFilter.ALL) >= 0.95);
        }
        for (long id : store.live(SPACE).keySet()) {
            store.delete(SPACE, id);
        }
        index.refresh(SPACE);
        settle(index);
        assertEquals(List.of(), index.search(SPACE, point(32), 10, VectorFilter.ALL));
        index.refresh(SPACE);
        assertEquals(0, index.status().get(0).vectors());
    }

    @Test
    void anIndexIsFoundAgainAfterAReopen() {
        fill(enoughToBuild() * 2);
        VectorIndex first = opened();
        first.refresh(SPACE);
        settle(first);
        IndexStatus before = first.status().get(0);
        shut(first);
        store.delete(SPACE, 5);
        fill(10);
        VectorIndex again = opened();
        again.refresh(SPACE);
        assertEquals(before.segments(), again.status().get(0).segments());
        assertEquals(store.count(SPACE), again.status().get(0).vectors());
        assertFalse(again.status().get(0).rebuilding());
        assertTrue(meanRecall(again, 50, 10, VectorFilter.ALL) >= 0.95);
    }

    @Test
    void spacesAreApart() {
        Space other = new Space("other", 3);
        store.add(other, new float[] {0, 0, 1});
        fill(3);
        VectorIndex index = opened();
        index.refresh(SPACE);
        index.refresh(other);
        assertEquals(3, index.search(SPACE, point(32), 10, VectorFilter.ALL).size());
        assertEquals(
                List.of(new Neighbour(1, 1.0)), index.search(other, new float[] {0, 0, 1}, 10, VectorFilter.ALL));
        assertEquals(2, index.status().size());
    }

    @Test
    void recallHoldsAtEverySelectivity() {
        fill(enoughToBuild() * 4);
        VectorIndex index = opened();
        index.refresh(SPACE);
        settle(index);
        for (double share : new double[] {0.001, 0.01, 0.1, 0.5, 0.9}) {
            double recall = meanRecall(index, 50, 10, share(share));
            assertTrue(recall >= 0.95, "recall@10 " + recall + " with " + share + " of the vectors accepted");
        }
        long[] block = LongStream.rangeClosed(enoughToBuild(), enoughToBuild() * 3L).toArray();
        assertTrue(meanRecall(index, 50, 10, VectorFilter.of(block)) >= 0.95);
    }

    @Test
    void searchesRunBesideRefreshes() throws Exception {
        VectorIndex index = opened();
        fill(100);
        index.refresh(SPACE);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> searches = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                Random own = new Random(t);
                searches.add(pool.submit(() -> {
                    int count = 0;
                    while (!done.get() || count == 0) {
                        List<Neighbour> found = index.search(SPACE, Tracks.unit(own, 32), 10, VectorFilter.ALL);
                        assertEquals(10, found.size());
                        assertEquals(10, found.stream().map(Neighbour::id).distinct().count());
                        count++;
                    }
                    return count;
                }));
            }
            for (int round = 0; round < 30; round++) {
                fill(enoughToBuild() / 5);
                for (long id : store.live(SPACE).keySet()) {
                    if (random.nextInt(20) == 0) {
                        store.delete(SPACE, id);
                    }
                }
                index.refresh(SPACE);
            }
            settle(index);
            done.set(true);
            for (Future<Integer> search : searches) {
                assertTrue(search.get() > 0);
            }
        }
        assertTrue(meanRecall(index, 30, 10, VectorFilter.ALL) >= 0.95);
        assertEquals(store.count(SPACE), index.status().get(0).vectors());
    }
}
