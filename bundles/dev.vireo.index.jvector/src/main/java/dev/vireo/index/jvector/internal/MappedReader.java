package dev.vireo.index.jvector.internal;

import io.github.jbellis.jvector.disk.RandomAccessReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a mapped graph the way JVector writes it: big endian. One reader for each search. */
final class MappedReader implements RandomAccessReader {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment memory;
    private long position;

    MappedReader(MemorySegment memory) {
        this.memory = memory;
    }

    @Override
    public void seek(long offset) {
        position = offset;
    }

    @Override
    public long getPosition() {
        return position;
    }

    @Override
    public int readInt() {
        position += Integer.BYTES;
        return memory.get(INT, position - Integer.BYTES);
    }

    @Override
    public float readFloat() {
        position += Float.BYTES;
        return memory.get(FLOAT, position - Float.BYTES);
    }

    @Override
    public long readLong() {
        position += Long.BYTES;
        return memory.get(LONG, position - Long.BYTES);
    }

    @Override
    public void readFully(byte[] bytes) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, position, bytes, 0, bytes.length);
        position += bytes.length;
    }

    @Override
    public void readFully(ByteBuffer buffer) {
        int length = buffer.remaining();
        buffer.put(memory.asSlice(position, length).asByteBuffer());
        position += length;
    }

    @Override
    public void readFully(float[] floats) {
        read(floats, 0, floats.length);
    }

    @Override
    public void readFully(long[] longs) {
        MemorySegment.copy(memory, LONG, position, longs, 0, longs.length);
        position += (long) longs.length * Long.BYTES;
    }

    @Override
    public void read(int[] ints, int offset, int count) {
        MemorySegment.copy(memory, INT, position, ints, offset, count);
        position += (long) count * Integer.BYTES;
    }

    @Override
    public void read(float[] floats, int offset, int count) {
        MemorySegment.copy(memory, FLOAT, position, floats, offset, count);
        position += (long) count * Float.BYTES;
    }

    @Override
    public void close() {
        // the mapping lives as long as anything refers to it
    }

    @Override
    public long length() {
        return memory.byteSize();
    }
}
