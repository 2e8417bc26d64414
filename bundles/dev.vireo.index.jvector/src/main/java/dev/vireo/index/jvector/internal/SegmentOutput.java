package dev.vireo.index.jvector.internal;

import io.github.jbellis.jvector.disk.IndexWriter;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** Writes a segment front to back and hashes it on the way. */
final class SegmentOutput extends DataOutputStream implements IndexWriter {
    private final Counted counted;
    private long origin;

    SegmentOutput(FileChannel channel, MessageDigest digest) {
        this(new Counted(new BufferedOutputStream(
                new DigestOutputStream(Channels.newOutputStream(channel), digest), 1 << 16)));
    }

    private SegmentOutput(Counted counted) {
        super(counted);
        this.counted = counted;
    }

    /** From here on, positions count from 0: the graph knows nothing of what stands before it. */
    void startGraph() {
        origin = counted.bytes;
    }

    @Override
    public long position() {
        return counted.bytes - origin;
    }

    /** Bytes in the whole file so far. */
    long bytes() {
        return counted.bytes;
    }

    /** {@link DataOutputStream} counts only up to 2 GiB. */
    private static final class Counted extends FilterOutputStream {
        private long bytes;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] b, int offset, int length) throws IOException {
            out.write(b, offset, length);
            bytes += length;
        }
    }
}
