package dev.vireo.media.ffmpeg.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the fragmented MP4 that our own FFmpeg child writes (ISO/IEC 14496-12): an initial part, then one fragment a frame,
 * each with the time of its producer (prft) before it where the muxer has one. Only what that muxer writes is understood.
 */
final class Fragments {
    private static final int MOST_INITIAL = 4 << 20;
    private static final int MOST_FRAME = 64 << 20;
    private static final int NOT_SYNC = 0x10000;
    /** Seconds from 1900 (NTP) to 1970. */
    private static final long NTP_TO_UNIX_S = 2_208_988_800L;
    /** MPEG-4 object type of JPEG (ISO/IEC 14496-1, table 5). */
    private static final byte JPEG = 0x6C;

    /**
     * One frame.
     *
     * @param moof its box; its decode time stands at {@code timeAt}
     * @param mdat its box
     * @param decode decode time [ticks]
     * @param shown presentation time [ticks]
     * @param key whether it can be decoded without others
     * @param producedMs when the source says it was captured [ms since 1970]; may be the muxer's own clock
     */
    record Frame(byte[] moof, byte[] mdat, int timeAt, long decode, long shown, boolean key, OptionalLong producedMs) {}

    private final InputStream in;
    private byte[] initial;
    private long timescale;
    private boolean jpeg;

    Fragments(InputStream in) {
        this.in = in;
    }

    /** What each file of these fragments begins with: file type and the description of the track. */
    byte[] initial() {
        return initial;
    }

    /** Ticks a second. */
    long timescale() {
        return timescale;
    }

    /** Whether the frames are JPEG pictures. */
    boolean jpeg() {
        return jpeg;
    }

    /** The next frame; empty at the end of the stream, also inside of a frame. */
    Optional<Frame> next() throws IOException {
        byte[] moof = null;
        OptionalLong produced = OptionalLong.empty();
        byte[] type = new byte[0];
        while (true) {
            byte[] box;
            try {
                box = box();
            } catch (EOFException e) {
                return Optional.empty();
            }
            switch (name(box)) {
                case "ftyp" -> type = box;
                case "moov" -> begin(type, box);
                case "prft" -> produced = produced(box);
                case "moof" -> moof = box;
                case "mdat" -> {
                    if (moof == null || initial == null) {
                        throw new IOException("a frame without its description");
                    }
                    return Optional.of(frame(moof, box, produced));
                }
                default -> { } // an index or nothing of ours
            }
        }
    }

    private byte[] box() throws IOException {
        byte[] head = in.readNBytes(8);
        if (head.length < 8) {
            throw new EOFException();
        }
        long size = ByteBuffer.wrap(head).getInt() & 0xffffffffL;
        if (size < 8 || size > (name(head).equals("mdat") ? MOST_FRAME : MOST_INITIAL)) {
            throw new IOException("a box of " + size + " bytes");
        }
        byte[] box = new byte[(int) size];
        System.arraycopy(head, 0, box, 0, 8);
        if (in.readNBytes(box, 8, box.length - 8) < box.length - 8) {
            throw new EOFException();
        }
        return box;
    }

    private static String name(byte[] box) {
        return new String(box, 4, 4, StandardCharsets.ISO_8859_1);
    }

    private void begin(byte[] type, byte[] moov) throws IOException {
        if (initial != null) {
            throw new IOException("the description of the track changed");
        }
        int header = find(moov, 8, moov.length, "trak", "mdia", "mdhd");
        if (header < 0) {
            throw new IOException("no track");
        }
        ByteBuffer buffer = ByteBuffer.wrap(moov);
        timescale = buffer.getInt(header + (moov[header + 8] == 1 ? 28 : 20)) & 0xffffffffL;
        if (timescale == 0) {
            throw new IOException("a track without a time scale");
        }
        int entries = find(moov, 8, moov.length, "trak", "mdia", "minf", "stbl", "stsd");
        jpeg = entries > 0 && jpeg(moov, entries, entries + buffer.getInt(entries));
        initial = new byte[type.length + moov.length];
        System.arraycopy(type, 0, initial, 0, type.length);
        System.arraycopy(moov, 0, initial, type.length, moov.length);
    }

    /** The decoder configuration of an esds box: tag 4, its length, the object type. */
    private static boolean jpeg(byte[] moov, int from, int to) {
        for (int i = from; i + 4 <= to; i++) {
            if (moov[i] == 'e' && moov[i + 1] == 's' && moov[i + 2] == 'd' && moov[i + 3] == 's') {
                for (int j = i + 8; j + 6 < to; j++) {
                    if (moov[j] == 4) {
                        int k = j + 1;
                        while (k < to && (moov[k] & 0x80) != 0) {
                            k++;
                        }
                        return k + 1 < to && moov[k + 1] == JPEG;
                    }
                }
            }
        }
        return false;
    }

    /** Where the box of this path begins; −1 when it is not there. */
    private static int find(byte[] bytes, int from, int to, String... path) {
        int at = from;
        int end = to;
        int found = -1;
        for (String wanted : path) {
            found = -1;
            while (at + 8 <= end) {
                int size = ByteBuffer.wrap(bytes).getInt(at);
                if (size < 8 || size > end - at) {
                    return -1;
                }
                if (new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1).equals(wanted)) {
                    found = at;
                    break;
                }
                at += size;
            }
            if (found < 0) {
                return -1;
            }
            end = found + ByteBuffer.wrap(bytes).getInt(found);
            at = found + 8;
        }
        return found;
    }

    private static OptionalLong produced(byte[] box) {
        if (box.length < 24) {
            return OptionalLong.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(box);
        long seconds = (buffer.getInt(16) & 0xffffffffL) - NTP_TO_UNIX_S;
        long fraction = buffer.getInt(20) & 0xffffffffL;
        return OptionalLong.of(seconds * 1000 + (fraction * 1000 + (1L << 31) >>> 32));
    }

    private Frame frame(byte[] moof, byte[] mdat, OptionalLong produced) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(moof);
        int header = find(moof, 8, moof.length, "traf", "tfhd");
        int time = find(moof, 8, moof.length, "traf", "tfdt");
        int run = find(moof, 8, moof.length, "traf", "trun");
        if (header < 0 || time < 0 || run < 0 || moof[time + 8] != 1 || buffer.getInt(run + 12) != 1) {
            throw new IOException("a fragment that is not one frame");
        }
        try {
            int headerFlags = buffer.getInt(header + 8) & 0xffffff;
            int sampleFlags = 0;
            if ((headerFlags & 0x20) != 0) {
                int at = header + 16 + ((headerFlags & 1) != 0 ? 8 : 0) + ((headerFlags & 2) != 0 ? 4 : 0)
                        + ((headerFlags & 8) != 0 ? 4 : 0) + ((headerFlags & 0x10) != 0 ? 4 : 0);
                sampleFlags = buffer.getInt(at);
            }
            int runFlags = buffer.getInt(run + 8) & 0xffffff;
            int at = run + 16 + ((runFlags & 1) != 0 ? 4 : 0);
            if ((runFlags & 4) != 0) {
                sampleFlags = buffer.getInt(at);
                at += 4;
            }
            at += ((runFlags & 0x100) != 0 ? 4 : 0) + ((runFlags & 0x200) != 0 ? 4 : 0);
            if ((runFlags & 0x400) != 0) {
                sampleFlags = buffer.getInt(at);
                at += 4;
            }
            long later = (runFlags & 0x800) != 0 ? buffer.getInt(at) : 0;
            long decode = buffer.getLong(time + 12);
            return new Frame(moof, mdat, time + 12, decode, decode + later, (sampleFlags & NOT_SYNC) == 0, produced);
        } catch (IndexOutOfBoundsException e) {
            throw new UncheckedIOException(new IOException("a fragment that is cut off", e));
        }
    }
}
