package dev.vireo.media.ffmpeg.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the uncompressed frames that our own FFmpeg child writes as a live Matroska stream (RFC 9559): a raw pipe would
 * carry pixels without their presentation times. Only what FFmpeg's muxer writes for one video track is understood.
 */
final class Matroska {
    private static final long SEGMENT = 0x18538067L;
    private static final long CLUSTER = 0x1F43B675L;
    private static final long TIMESTAMP = 0xE7;
    private static final long SIMPLE_BLOCK = 0xA3;
    private static final long BLOCK_GROUP = 0xA0;
    private static final long BLOCK = 0xA1;
    /** Everything but frames is small; more than this is not what we asked for. */
    private static final long MOST_OTHER = 1 << 20;

    /** @param timeMs presentation time [ms], may be negative before the wanted start */
    record Block(long timeMs, byte[] bytes) {}

    private final InputStream in;
    private final int frameBytes;
    private long cluster;

    /** @param frameBytes size of every frame */
    Matroska(InputStream in, int frameBytes) {
        this.in = in;
        this.frameBytes = frameBytes;
    }

    /** The next frame; null at the end. @throws EOFException when the stream ends inside a frame */
    Block next() throws IOException {
        while (true) {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            long id = number(first, false);
            long size = number(in.read(), true);
            if (id == SEGMENT || id == CLUSTER || id == BLOCK_GROUP) {
                continue; // look inside
            }
            if (id == SIMPLE_BLOCK || id == BLOCK) {
                return block(size);
            }
            if (size > MOST_OTHER) {
                throw new IOException("unexpected element " + Long.toHexString(id) + " of " + size + " bytes");
            }
            byte[] body = in.readNBytes((int) size);
            if (body.length < size) {
                throw new EOFException("the decoder stopped inside an element");
            }
            if (id == TIMESTAMP) {
                cluster = 0;
                for (byte part : body) {
                    cluster = cluster << 8 | part & 0xff;
                }
            }
        }
    }

    private Block block(long size) throws IOException {
        byte[] head = in.readNBytes(4); // track number (one byte for track 1), 16-bit signed time, flags
        if (head.length < 4) {
            throw new EOFException("the decoder stopped inside a frame");
        }
        if (head[0] != (byte) 0x81 || size != frameBytes + 4L) {
            throw new IOException("frame of " + (size - 4) + " bytes where " + frameBytes + " were announced");
        }
        byte[] pixels = new byte[frameBytes];
        if (in.readNBytes(pixels, 0, frameBytes) < frameBytes) {
            throw new EOFException("the decoder stopped inside a frame");
        }
        return new Block(cluster + (short) ((head[1] & 0xff) << 8 | head[2] & 0xff), pixels);
    }

    /** A number of one to eight bytes whose length the first byte tells (RFC 8794 section 4). */
    private long number(int first, boolean withoutMarker) throws IOException {
        if (first <= 0) {
            throw new IOException(first < 0 ? "the decoder stopped inside a header" : "not an element");
        }
        int length = Integer.numberOfLeadingZeros(first) - 23;
        long value = withoutMarker ? first & (1 << 8 - length) - 1 : first;
        for (int i = 1; i < length; i++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the decoder stopped inside a header");
            }
            value = value << 8 | next;
        }
        return value;
    }
}
