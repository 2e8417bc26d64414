package dev.vireo.index.jvector.internal;

import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.IndexStatus;
import dev.vireo.api.index.Neighbour;
import dev.vireo.api.index.Segment;
import dev.vireo.api.index.StoredVector;
import dev.vireo.api.index.VectorFilter;
import dev.vireo.api.index.VectorStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The index of one space: published segments, and a tail of vectors that no segment has yet. Every live vector is in
 * exactly one of them.
 */
final class SpaceIndex {
    private static final Logger LOG = System.getLogger(SpaceIndex.class.getName());

    /** A segment is built again when so much of it was deleted. */
    private static final double GARBAGE = 0.3;

    private static final int LARGEST_SEGMENT = 300_000;

    /** Candidates kept during a graph search; measured for recall@10 ≥ 0.95, ADR 0006. */
    private static final int BREADTH = 120;

    private final Space space;
    private final SegmentFolder folder;
    private final GraphParameters parameters;
    private final VectorStore store;
    private final int segmentVectors;
    /** What a graph search without a filter costs, see {@link JVectorIndex#GRAPH_COST}. */
    private final double graphCost;

    private final Executor builder;
    private final BooleanSupplier stopping;

    /** Guards everything below but the snapshot reference, which searches read alone. */
    private final ReentrantLock lock = new ReentrantLock();

    private Tail tail;
    private long lastId;
    private long lastDeletion;
    private long generation;
    private volatile Snapshot snapshot;
    private volatile CompletableFuture<Void> build = CompletableFuture.completedFuture(null);
    private volatile boolean repairing;
    private volatile boolean dropped;

    /** What a search looks at. */
    private record Snapshot(List<GraphSegment> segments, Tail.View tail) {}

    SpaceIndex(
            Space space,
            SegmentFolder folder,
            GraphParameters parameters,
            VectorStore store,
            int segmentVectors,
            double graphCost,
            Executor builder,
            BooleanSupplier stopping) {
        this.space = space;
        this.folder = folder;
        this.parameters = parameters;
        this.store = store;
        this.segmentVectors = segmentVectors;
        this.graphCost = graphCost;
        this.builder = builder;
        this.stopping = () -> dropped || stopping.getAsBoolean();
    }

    Space space() {
        return space;
    }

    void refresh() {
        lock.lock();
        try {
            if (snapshot == null) {
                open();
            } else {
                takeIn();
            }
            buildIfWorthIt();
        } finally {
            lock.unlock();
        }
    }

    /** Loads what is sound, drops what is not, and puts everything else into the tail. */
    private void open() {
        List<GraphSegment> segments = new ArrayList<>();
        List<Segment> off = new ArrayList<>();
        List<Segment> published = folder.published();
        try {
            folder.make();
        } catch (IOException e) {
            throw new VireoException(
                    ErrorKind.EXTERNAL, "cannot make the index folder " + folder.own() + " (" + e.getMessage()
                            + "); check that the home directory is writable", e);
        }
        for (Segment segment : published) {
            generation = Math.max(generation, segment.generation());
            try {
                segments.add(GraphSegment.load(space, folder.root(), segment));
            } catch (IOException | RuntimeException e) {
                off.add(segment);
                LOG.log(
                        Level.WARNING,
                        "index segment {0} of {1} is off: {2}; searching its vectors one by one until it is built again",
                        segment.file(), space.id(), e.getMessage());
            }
        }
        drop(off);
        repairing = !off.isEmpty();
        folder.clear(segments.stream().map(GraphSegment::published).toList());
        segments.sort(Comparator.comparingLong(s -> s.published().lastId()));
        tail = new Tail(space.dimension(), folder.own());
        lastId = segments.isEmpty() ? 0 : segments.get(segments.size() - 1).published().lastId();
        VectorStore.Deletions deletions = store.deletions(space, 0);
        forget(segments, tail.view(), deletions.ids());
        lastDeletion = deletions.last();
        // Segments hold every live vector up to the last id in them, unless one was dropped: the counts tell.
        long held = segments.stream().mapToLong(GraphSegment::live).sum();
        long fresh = lastId;
        long[] after = new long[1];
        store.forEach(space, fresh, v -> after[0]++);
        boolean whole = off.isEmpty() && held + after[0] == store.count(space);
        if (whole) {
            snapshot = new Snapshot(List.copyOf(segments), tail.view());
            takeIn();
            return;
        }
        store.forEach(space, 0, v -> {
            if (segments.stream().noneMatch(s -> Arrays.binarySearch(s.ids(), v.id()) >= 0)) {
                tail.add(v);
            }
            lastId = Math.max(lastId, v.id());
        });
        snapshot = new Snapshot(List.copyOf(segments), tail.view());
        takeIn();
    }

    private void drop(List<Segment> off) {
        if (off.isEmpty()) {
            return;
        }
        try {
            store.publish(space, List.of(), off);
        } catch (VireoException e) {
            // The rows stay, their files will be found off again at the next start: nothing wrong comes of it.
            LOG.log(Level.WARNING, "cannot drop the broken segments of " + space.id(), e);
        }
    }

    /** Brings the snapshot up to the store. Vectors before deletions: what is deleted in between is then known. */
    private void takeIn() {
        boolean[] grown = new boolean[1];
        store.forEach(space, lastId, v -> {
            tail.add(v);
            lastId = v.id();
            grown[0] = true;
        });
        Snapshot now = grown[0] ? new Snapshot(snapshot.segments(), tail.view()) : snapshot;
        VectorStore.Deletions deletions = store.deletions(space, lastDeletion);
        forget(now.segments(), now.tail(), deletions.ids());
        lastDeletion = deletions.last();
        snapshot = now;
    }

    private static void forget(List<GraphSegment> segments, Tail.View tail, long[] gone) {
        for (long id : gone) {
            int row = Arrays.binarySearch(tail.ids(), 0, tail.count(), id);
            if (row >= 0) {
                tail.deleted().set(row);
                continue;
            }
            for (GraphSegment segment : segments) {
                int at = Arrays.binarySearch(segment.ids(), id);
                if (at >= 0) {
                    segment.deleted().set(at);
                }
            }
        }
    }

    // Building

    private void buildIfWorthIt() {
        if (!build.isDone() || stopping.getAsBoolean()) {
            return;
        }
        Snapshot now = snapshot;
        List<GraphSegment> merged = new ArrayList<>();
        int rows = now.tail().live();
        boolean enough = rows >= segmentVectors;
        List<GraphSegment> bySize = new ArrayList<>(now.segments());
        bySize.sort(Comparator.comparingInt(GraphSegment::live));
        for (GraphSegment segment : bySize) {
            boolean garbage = segment.deleted().count() > GARBAGE * segment.count();
            boolean small = enough && segment.live() <= 2 * rows;
            if ((garbage || small) && rows + segment.live() <= Math.max(LARGEST_SEGMENT, segment.live())) {
                merged.add(segment);
                rows += segment.live();
            }
        }
        if (!enough && merged.isEmpty()) {
            repairing = false;
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        build = done;
        try {
            builder.execute(() -> {
                try {
                    build(merged);
                } catch (CancellationException e) {
                    LOG.log(Level.DEBUG, "building an index segment of {0} was cancelled", space.id());
                } catch (IOException | RuntimeException e) {
                    LOG.log(
                            Level.ERROR,
                            "cannot build an index segment of " + space.id() + "; searching its vectors one by one until the"
                                    + " next attempt",
                            e);
                } finally {
                    done.complete(null);
                }
            });
        } catch (RejectedExecutionException e) {
            done.complete(null); // stopping
        }
    }

    private void build(List<GraphSegment> merged) throws IOException {
        Tail.View taken;
        long number;
        List<SegmentBuild.Source> sources = new ArrayList<>();
        lock.lock();
        try {
            taken = snapshot.tail();
            number = ++generation;
            addLive(sources, taken.ids(), taken.count(), taken, taken.deleted());
            for (GraphSegment segment : merged) {
                addLive(sources, segment.ids(), segment.count(), segment, segment.deleted());
            }
        } finally {
            lock.unlock();
        }
        sources.sort(Comparator.comparingLong(SegmentBuild.Source::id));
        List<Segment> replaced = merged.stream().map(GraphSegment::published).toList();
        GraphSegment made = null;
        if (!sources.isEmpty()) {
            Segment segment = new SegmentBuild(space, folder, parameters, sources, stopping).run(number);
            made = GraphSegment.load(space, folder.root(), segment);
        }
        publish(made, merged, replaced, taken);
        for (Segment old : replaced) {
            Files.deleteIfExists(folder.root().resolve(old.file()));
        }
    }

    private static void addLive(
            List<SegmentBuild.Source> sources, long[] ids, int count, Rows rows, Deleted deleted) {
        for (int row = 0; row < count; row++) {
            if (!deleted.get(row)) {
                sources.add(new SegmentBuild.Source(ids[row], rows, row));
            }
        }
    }

    private void publish(GraphSegment made, List<GraphSegment> merged, List<Segment> replaced, Tail.View taken)
            throws IOException {
        lock.lock();
        try {
            try {
                store.publish(space, made == null ? List.of() : List.of(made.published()), replaced);
            } catch (VireoException e) {
                if (made != null) {
                    Files.deleteIfExists(folder.root().resolve(made.published().file()));
                }
                throw e;
            }
            Snapshot before = snapshot;
            List<GraphSegment> segments = new ArrayList<>(before.segments());
            segments.removeAll(merged);
            if (made != null) {
                segments.add(made);
                // what was deleted while the graph was built
                for (GraphSegment old : merged) {
                    copyDeleted(old.ids(), old.count(), old.deleted(), made);
                }
                copyDeleted(before.tail().ids(), taken.count(), before.tail().deleted(), made);
            }
            Tail rest = new Tail(space.dimension(), folder.own());
            for (int row = taken.count(); row < before.tail().count(); row++) {
                if (!before.tail().deleted().get(row)) {
                    rest.add(new StoredVector(before.tail().ids()[row], before.tail().copy(row)));
                }
            }
            tail.close();
            tail = rest;
            snapshot = new Snapshot(List.copyOf(segments), rest.view());
            repairing = false;
        } finally {
            lock.unlock();
        }
    }

    private static void copyDeleted(long[] ids, int count, Deleted deleted, GraphSegment made) {
        for (int row = 0; row < count; row++) {
            if (deleted.get(row)) {
                int at = Arrays.binarySearch(made.ids(), ids[row]);
                if (at >= 0) {
                    made.deleted().set(at);
                }
            }
        }
    }

    // Searching

    List<Neighbour> search(float[] query, int k, VectorFilter filter) {
        if (snapshot == null) {
            refresh();
        }
        while (true) {
            Snapshot now = snapshot;
            Nearest nearest = new Nearest(k);
            long[] accepted = filter.ids();
            scan(now.tail(), accepted, query, nearest);
            GraphSegment failed = null;
            for (GraphSegment segment : now.segments()) {
                try {
                    search(segment, accepted, query, k, nearest);
                } catch (RuntimeException | InternalError e) {
                    // InternalError: the mapped file was cut or its disk failed
                    LOG.log(
                            Level.WARNING,
                            "index segment " + segment.published().file() + " of " + space.id()
                                    + " cannot be read any more; searching its vectors one by one until it is built again",
                            e);
                    failed = segment;
                    break;
                }
            }
            if (failed == null) {
                return nearest.nearestFirst();
            }
            discard(failed);
        }
    }

    /** Starts over without a segment that failed while it was in use. */
    private void discard(GraphSegment failed) {
        lock.lock();
        try {
            if (snapshot.segments().contains(failed)) {
                drop(List.of(failed.published()));
                tail.close();
                snapshot = null;
                lastId = 0;
                open();
                repairing = true;
                buildIfWorthIt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends a build that runs, and closes. */
    void drop() {
        dropped = true;
        build.join();
        close();
    }

    private static void scan(Tail.View tail, long[] accepted, float[] query, Nearest into) {
        int a = 0;
        for (int row = 0; row < tail.count(); row++) {
            long id = tail.ids()[row];
            if (accepted != null) {
                while (a < accepted.length && accepted[a] < id) {
                    a++;
                }
                if (a == accepted.length) {
                    return;
                }
                if (accepted[a] != id) {
                    continue;
                }
            }
            if (!tail.deleted().get(row)) {
                into.offer(id, tail.cosine(query, row));
            }
        }
    }

    private void search(GraphSegment segment, long[] accepted, float[] query, int k, Nearest into) {
        Deleted deleted = segment.deleted();
        if (accepted == null) {
            if (scanIsCheaper(segment.live(), segment.count(), k)) {
                for (int row = 0; row < segment.count(); row++) {
                    if (!deleted.get(row)) {
                        into.offer(segment.id(row), segment.cosine(query, row));
                    }
                }
            } else {
                segment.search(query, k, BREADTH, row -> !deleted.get(row), into);
            }
            return;
        }
        int[] rows = acceptedRows(segment, accepted);
        if (scanIsCheaper(rows.length, segment.count(), k)) {
            for (int row : rows) {
                into.offer(segment.id(row), segment.cosine(query, row));
            }
        } else {
            long[] bits = new long[(segment.count() + 63) >>> 6];
            for (int row : rows) {
                bits[row >>> 6] |= 1L << (row & 63);
            }
            segment.search(query, k, BREADTH, row -> (bits[row >>> 6] >>> (row & 63) & 1) != 0, into);
        }
    }

    private boolean scanIsCheaper(int accepted, int count, int k) {
        return (double) accepted * accepted <= Math.max(graphCost, 10.0 * k) * count;
    }

    /** Live rows of a segment whose ids are accepted. */
    private static int[] acceptedRows(GraphSegment segment, long[] accepted) {
        long[] ids = segment.ids();
        int from = Arrays.binarySearch(accepted, ids[0]);
        int a = from >= 0 ? from : -from - 1;
        int[] rows = new int[Math.min(accepted.length - a, ids.length)];
        int found = 0;
        int row = 0;
        boolean sparse = rows.length < ids.length / 16;
        while (a < accepted.length && row < ids.length) {
            if (sparse) {
                int at = Arrays.binarySearch(ids, row, ids.length, accepted[a]);
                row = at >= 0 ? at : -at - 1;
                if (at < 0) {
                    a++;
                    continue;
                }
            } else if (ids[row] < accepted[a]) {
                row++;
                continue;
            } else if (ids[row] > accepted[a]) {
                a++;
                continue;
            }
            if (!segment.deleted().get(row)) {
                rows[found++] = row;
            }
            row++;
            a++;
        }
        return Arrays.copyOf(rows, found);
    }

    IndexStatus status() {
        Snapshot now = snapshot;
        if (now == null) {
            return new IndexStatus(space.id(), store.count(space), 0, 0, false);
        }
        long vectors = now.tail().live();
        long bytes = 0;
        for (GraphSegment segment : now.segments()) {
            vectors += segment.live();
            bytes += segment.bytes();
        }
        return new IndexStatus(space.id(), vectors, now.segments().size(), bytes, repairing || !build.isDone());
    }

    /** Completes when no build is under way. */
    CompletableFuture<Void> building() {
        return build;
    }

    void close() {
        lock.lock();
        try {
            if (tail != null) {
                tail.close();
            }
        } catch (UncheckedIOException e) {
            LOG.log(Level.WARNING, "cannot close the index of " + space.id(), e);
        } finally {
            lock.unlock();
        }
    }
}
