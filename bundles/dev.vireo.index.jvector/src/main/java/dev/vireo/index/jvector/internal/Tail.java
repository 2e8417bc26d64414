package dev.vireo.index.jvector.internal;

import dev.vireo.api.index.StoredVector;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Vectors that are in no segment yet, in ascending order of id, scanned in full. They are kept in a scratch file without
 * a name, which goes away with the process: the store has them.
 *
 * <p>Filled under the owner's lock. A {@link View} of it can be read by any thread meanwhile.
 */
final class Tail {
    private static final Logger LOG = System.getLogger(Tail.class.getName());
    private static final int CHUNK_ROWS = 4096;

    private final int dimension;
    private final Path folder;
    /** Open until the tail is closed; null when there is no room for it, then rows lie in plain memory. */
    private FileChannel scratch;

    private MemorySegment[] chunks = {};
    private long[] ids = {};
    private int count;
    private Deleted deleted = new Deleted(0);

    Tail(int dimension, Path folder) {
        this.dimension = dimension;
        this.folder = folder;
    }

    /** Adds a vector; its id is larger than all before. Visible in views made afterwards. */
    void add(StoredVector vector) {
        if (vector.vector().length != dimension) {
            throw new IllegalStateException("vector " + vector.id() + " has " + vector.vector().length + " numbers");
        }
        int chunk = count / CHUNK_ROWS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk + 1);
            ids = Arrays.copyOf(ids, (chunk + 1) * CHUNK_ROWS);
            chunks[chunk] = chunk(chunk);
            Deleted wider = new Deleted(ids.length);
            for (int row = 0; row < count; row++) {
                if (deleted.get(row)) {
                    wider.set(row);
                }
            }
            deleted = wider;
        }
        long offset = (long) (count % CHUNK_ROWS) * dimension * Float.BYTES;
        if (chunks[chunk].isReadOnly() && !write(vector.vector(), chunk, offset)) {
            chunks = chunks.clone();
            chunks[chunk] = inMemory(chunks[chunk], offset);
        }
        if (!chunks[chunk].isReadOnly()) {
            MemorySegment.copy(
                    vector.vector(), 0, chunks[chunk], ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                    offset, dimension);
        }
        ids[count] = vector.id();
        count++;
    }

    private long chunkBytes() {
        return (long) CHUNK_ROWS * dimension * Float.BYTES;
    }

    private MemorySegment chunk(int index) {
        try {
            if (index == 0) {
                Path path = Files.createTempFile(folder, "tail-", ".tmp");
                scratch = FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            }
            if (scratch != null) {
                return scratch.map(MapMode.READ_WRITE, index * chunkBytes(), chunkBytes(), Arena.ofAuto()).asReadOnly();
            }
        } catch (IOException e) {
            noRoom(e);
        }
        return Arena.ofAuto().allocate(chunkBytes());
    }

    /** Through the file, not the map: on a full disk this throws, where a write to the map would kill the process. */
    private boolean write(float[] vector, int chunk, long offset) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        try {
            long position = chunk * chunkBytes() + offset;
            while (bytes.hasRemaining()) {
                position += scratch.write(bytes, position);
            }
            return true;
        } catch (IOException e) {
            noRoom(e);
            return false;
        }
    }

    private MemorySegment inMemory(MemorySegment full, long used) {
        MemorySegment copy = Arena.ofAuto().allocate(chunkBytes());
        MemorySegment.copy(full, 0, copy, 0, used);
        return copy;
    }

    private void noRoom(IOException e) {
        LOG.log(Level.WARNING, "no scratch file in {0} ({1}): keeping new vectors in memory", folder, e.getMessage());
        close();
        scratch = null;
    }

    View view() {
        return new View(dimension, chunks, ids, count, deleted);
    }

    /** Gives the scratch file back; views made before stay readable. */
    void close() {
        if (scratch != null) {
            try {
                scratch.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "cannot close a scratch file in " + folder, e);
            }
        }
    }

    /**
     * The first {@code count} rows at one moment.
     *
     * @param ids ascending; longer than {@code count}
     */
    record View(int dimension, MemorySegment[] chunks, long[] ids, int count, Deleted deleted) implements Rows {
        @Override
        public MemorySegment memory(int row) {
            return chunks[row / CHUNK_ROWS];
        }

        @Override
        public long offset(int row) {
            return (long) (row % CHUNK_ROWS) * dimension * Float.BYTES;
        }

        @Override
        public ByteOrder order() {
            return ByteOrder.LITTLE_ENDIAN;
        }

        int live() {
            return count - deleted.count();
        }
    }
}
