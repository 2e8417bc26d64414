package dev.vireo.pack.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** A part of a file, by position. */
final class Slice {
    private final Source file;
    private final long begin;
    private final long length;

    /** Reads at a position, as {@link FileChannel#read(ByteBuffer, long)} does. */
    @FunctionalInterface
    interface Source {
        int read(ByteBuffer into, long at) throws IOException;
    }

    Slice(FileChannel file, long begin, long length) {
        this((Source) file::read, begin, length);
    }

    private Slice(Source file, long begin, long length) {
        this.file = file;
        this.begin = begin;
        this.length = length;
    }

    /** All of these bytes. */
    static Slice of(byte[] bytes) {
        return new Slice(
                (into, at) -> {
                    int n = (int) Math.min(into.remaining(), bytes.length - at);
                    if (n <= 0) {
                        return -1;
                    }
                    into.put(bytes, (int) at, n);
                    return n;
                },
                0,
                bytes.length);
    }

    long length() {
        return length;
    }

    Slice part(long at, long size) {
        if (at < 0 || size < 0 || at > length - size) {
            throw new IllegalArgumentException(at + " + " + size + " of " + length);
        }
        return new Slice(file, begin + at, size);
    }

    /** Little-endian bytes at a position; all of them lie within the slice. */
    ByteBuffer bytes(long at, int size) {
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        Slice part = part(at, size);
        try {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, part.begin + bytes.position()) < 0) {
                    throw new EOFException("the file became shorter");
                }
            }
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot read the package: " + e.getMessage(), e);
        }
        return bytes.flip();
    }

    InputStream stream() {
        return new InputStream() {
            private long at;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                if (at >= length) {
                    return count == 0 ? 0 : -1;
                }
                int wanted = (int) Math.min(count, length - at);
                int read = file.read(ByteBuffer.wrap(into, offset, wanted), begin + at);
                if (read < 0) {
                    throw new EOFException("the file became shorter");
                }
                at += read;
                return read;
            }
        };
    }
}
