package dev.vireo.index.jvector.internal;

import dev.vireo.api.encode.Space;
import dev.vireo.api.index.Segment;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.disk.feature.FeatureId;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.graph.similarity.ScoreFunction;
import io.github.jbellis.jvector.util.Bits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A finished piece of an index: a mapped file with header, ids and a JVector graph that has the vectors beside the
 * neighbours. The mapping goes away when nothing refers to it any more.
 *
 * <p>File, little endian but for the graph: magic "VIREOSG1", dimension int32, count int32, generation int64, hash of
 * the space id (32 bytes), ids int64 each ascending, then the graph as JVector 4.0.2 writes it.
 */
final class GraphSegment implements Rows {
    static final long MAGIC = 0x3147534F45524956L; // "VIREOSG1"
    static final int HEADER_BYTES = 56;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Segment published;
    private final long[] ids;
    private final Deleted deleted;
    private final MemorySegment graphMemory;
    private final OnDiskGraphIndex graph;
    private final long firstRow;
    private final long rowStride;

    private GraphSegment(Segment published, long[] ids, MemorySegment graphMemory) throws IOException {
        this.published = published;
        this.ids = ids;
        this.deleted = new Deleted(ids.length);
        this.graphMemory = graphMemory;
        this.graph = OnDiskGraphIndex.load(() -> new MappedReader(graphMemory));
        try (OnDiskGraphIndex.View view = graph.getView()) {
            this.firstRow = rowOf(view, 0);
            this.rowStride = ids.length > 1 ? rowOf(view, 1) - firstRow : 0;
            if (rowOf(view, ids.length - 1) != firstRow + rowStride * (ids.length - 1)) {
                throw new IOException("its rows are not evenly spaced");
            }
        }
        if (graph.size(0) != ids.length) {
            throw new IOException("its graph has " + graph.size(0) + " nodes for " + ids.length + " ids");
        }
    }

    private static long rowOf(OnDiskGraphIndex.View view, int row) throws IOException {
        return view.featureReaderForNode(row, FeatureId.INLINE_VECTORS).getPosition();
    }

    /** @throws IOException naming what is off */
    static GraphSegment load(Space space, Path folder, Segment published) throws IOException {
        Path file = folder.resolve(published.file());
        if (!SegmentFolder.isName(published.file()) || !Files.isRegularFile(file)) {
            throw new IOException("the file is missing");
        }
        MemorySegment memory;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            memory = channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        }
        if (!sha256(memory).equals(published.fileSha256())) {
            throw new IOException("its checksum is not the published one");
        }
        if (memory.byteSize() < HEADER_BYTES
                || memory.get(LONG, 0) != MAGIC
                || memory.get(INT, 8) != space.dimension()
                || memory.get(INT, 12) != published.count()
                || memory.get(LONG, 16) != published.generation()
                || !Arrays.equals(memory.asSlice(24, 32).toArray(ValueLayout.JAVA_BYTE), Hashes.of(space.id()))) {
            throw new IOException("its header is not that of generation " + published.generation() + " of " + space.id());
        }
        long graphOffset = HEADER_BYTES + published.count() * Long.BYTES;
        if (published.count() < 1 || memory.byteSize() <= graphOffset) {
            throw new IOException("it is too short for its " + published.count() + " ids");
        }
        long[] ids = memory.asSlice(HEADER_BYTES, published.count() * Long.BYTES).toArray(LONG);
        if (!Hashes.hex(ids).equals(published.idsSha256())
                || ids[0] != published.firstId()
                || ids[ids.length - 1] != published.lastId()) {
            throw new IOException("its ids are not the published ones");
        }
        return new GraphSegment(published, ids, memory.asSlice(graphOffset));
    }

    private static String sha256(MemorySegment memory) {
        MessageDigest digest = Hashes.sha256();
        byte[] block = new byte[1 << 16];
        for (long at = 0; at < memory.byteSize(); at += block.length) {
            int length = (int) Math.min(block.length, memory.byteSize() - at);
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, block, 0, length);
            digest.update(block, 0, length);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    Segment published() {
        return published;
    }

    int count() {
        return ids.length;
    }

    int live() {
        return ids.length - deleted.count();
    }

    long id(int row) {
        return ids[row];
    }

    long[] ids() {
        return ids;
    }

    Deleted deleted() {
        return deleted;
    }

    long bytes() {
        return HEADER_BYTES + (long) ids.length * Long.BYTES + graphMemory.byteSize();
    }

    @Override
    public int dimension() {
        return graph.getDimension();
    }

    @Override
    public MemorySegment memory(int row) {
        return graphMemory;
    }

    @Override
    public long offset(int row) {
        return firstRow + rowStride * row;
    }

    @Override
    public ByteOrder order() {
        return ByteOrder.BIG_ENDIAN;
    }

    /**
     * The best rows that the graph finds among those accepted.
     *
     * @param breadth candidates kept while searching, at least {@code k}
     */
    void search(float[] query, int k, int breadth, Bits accepted, Nearest into) {
        ScoreFunction.ExactScoreFunction score = row -> (1 + cosine(query, row)) / 2;
        try (GraphSearcher searcher = new GraphSearcher(graph)) {
            SearchResult result = searcher.search(
                    new DefaultSearchScoreProvider(score), Math.max(k, breadth), Math.max(k, breadth), 0f, 0f, accepted);
            for (SearchResult.NodeScore found : result.getNodes()) {
                into.offer(ids[found.node], cosine(query, found.node));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
