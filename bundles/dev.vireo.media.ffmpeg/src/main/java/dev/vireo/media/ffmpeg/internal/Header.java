package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the first bytes of a file say, read in Java before any decoder sees the file: which of the allowed formats it
 * is, and for a picture its size, so that a bomb is refused for the price of a few reads.
 *
 * @param width stored width of a picture [px]; 0 for a video, whose size the prober tells
 * @param height stored height of a picture [px]
 * @param orientation 1 to 8 as in the Exif standard
 * @param moving true for a video and for a GIF of more than one frame
 * @param bytes size of the file
 * @param missing share of the bytes that the container announces and the file does not have, 0 (whole) to 1
 */
record Header(
        Format format,
        long width,
        long height,
        int orientation,
        boolean moving,
        long bytes,
        double missing,
        Optional<Tiff.Taken> taken) {
    private static final int MOST_SEGMENTS = 100_000;
    private static final int MOST_EXIF = 1 << 20;
    /** Control characters of all of Unicode (those above 127, too, steer terminals), format characters and line ends. */
    private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    private static final Set<String> STILL_BRANDS =
            Set.of("heic", "heix", "heim", "heis", "mif1", "mif2", "avif", "jpeg", "jxl ");
    private static final Set<String> MP4_ATOMS =
            Set.of("moov", "mdat", "wide", "free", "skip", "pnot", "moof", "styp", "sidx", "uuid");

    /** @throws VireoException USER_INPUT when the file cannot be read or is none of the formats */
    static Header read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw input(file, Files.exists(file) ? "is not a file" : "does not exist", null);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Reader(file, channel).header();
        } catch (NoSuchFileException e) {
            throw input(file, "does not exist", e);
        } catch (IOException e) {
            throw input(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static VireoException input(Path file, String what, IOException cause) {
        return new VireoException(ErrorKind.USER_INPUT, shown(file) + " " + what, cause);
    }

    /**
     * A file's name for a message. Control characters are replaced so that a name cannot forge lines of a log; a name
     * of the store says nothing to a person.
     */
    static String shown(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.matches("[0-9a-f]{64}")) {
            return "the file";
        }
        return harmless(name.length() > 200 ? name.substring(0, 200) + "…" : name);
    }

    /** Text of others without control and direction characters. */
    static String harmless(String text) {
        return STEERING.matcher(text).replaceAll("?");
    }

    /** Reads one open file. */
    private static final class Reader {
        private final Path file;
        private final FileChannel channel;
        private final long size;

        Reader(Path file, FileChannel channel) throws IOException {
            this.file = file;
            this.channel = channel;
            this.size = channel.size();
        }

        Header header() throws IOException {
            if (size == 0) {
                throw input(file, "is empty (0 bytes)", null);
            }
            byte[] start = upTo(0, 1024);
            if (starts(start, 0, 0xff, 0xd8, 0xff)) {
                return jpeg();
            }
            if (starts(start, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
                return png();
            }
            if (text(start, 0, 6).equals("GIF87a") || text(start, 0, 6).equals("GIF89a")) {
                return gif();
            }
            if (text(start, 0, 4).equals("RIFF")) {
                String kind = text(start, 8, 4);
                if (kind.equals("WEBP")) {
                    return webp();
                }
                if (kind.equals("AVI ")) {
                    return video(Format.AVI, 8 + little(start, 4, 4));
                }
            }
            if (text(start, 0, 2).equals("BM") && start.length >= 26 && little(start, 14, 4) >= 12
                    && little(start, 14, 4) <= 124) {
                return bmp(start);
            }
            if (text(start, 0, 4).equals("II*\0") || text(start, 0, 4).equals("MM\0*")) {
                return tiff();
            }
            if (text(start, 4, 4).equals("ftyp")) {
                String brand = text(start, 8, 4);
                if (STILL_BRANDS.contains(brand)) {
                    throw unread("is a HEIF or AVIF picture");
                }
                return video(brand.equals("qt  ") ? Format.MOV : Format.MP4, atomsEnd());
            }
            if (start.length >= 8 && MP4_ATOMS.contains(text(start, 4, 4))) {
                return video(Format.MOV, atomsEnd());
            }
            if (starts(start, 0, 0x1a, 0x45, 0xdf, 0xa3)) {
                return matroska(start);
            }
            if (transportStream(start)) {
                return video(Format.MPEGTS, size);
            }
            throw unread(looksLike(start));
        }

        private VireoException unread(String what) {
            return input(file, "is not an image or video that Vireo reads: it " + what + ". Supported: "
                    + Format.SUPPORTED, null);
        }

        private static String looksLike(byte[] start) {
            if (starts(start, 0, 'P', 'K', 3, 4)) {
                return "starts like a ZIP archive";
            }
            if (text(start, 0, 5).equals("%PDF-")) {
                return "starts like a PDF document";
            }
            if (starts(start, 0, 0x1f, 0x8b)) {
                return "starts like gzip data";
            }
            if (starts(start, 0, 0x7f, 'E', 'L', 'F')) {
                return "starts like a program";
            }
            if (text(start, 0, 4).equals("II+\0") || text(start, 0, 4).equals("MM\0+")) {
                return "is a BigTIFF";
            }
            if (text(start, 0, 7).equals("#EXTM3U")) {
                return "starts like a playlist";
            }
            for (byte value : start) {
                if (value >= 0 && value < ' ' && value != '\n' && value != '\r' && value != '\t') {
                    StringBuilder hex = new StringBuilder("starts with the bytes");
                    for (int i = 0; i < Math.min(8, start.length); i++) {
                        hex.append(String.format(" %02x", start[i] & 0xff));
                    }
                    return hex.toString();
                }
            }
            return "starts like text";
        }

        private Header video(Format format, long announced) {
            return new Header(format, 0, 0, 1, true, size, missing(announced), Optional.empty());
        }

        private double missing(long announced) {
            return announced <= size ? 0 : (double) (announced - size) / announced;
        }

        private VireoException cutOff(String what) {
            return input(file, "is cut off: " + what + " (it has " + size + " bytes)", null);
        }

        private Header image(Format format, long width, long height, Optional<Tiff> exif) {
            if (width <= 0 || height <= 0) {
                throw input(file, "is cut off or damaged: its header gives no size in pixels", null);
            }
            return new Header(format, width, height, exif.map(Tiff::orientation).orElse(1), false, size, 0,
                    exif.flatMap(Tiff::taken));
        }

        /** Segments up to the frame header (ITU-T T.81 annex B), Exif in APP1 on the way. */
        private Header jpeg() throws IOException {
            Optional<Tiff> exif = Optional.empty();
            long at = 2;
            for (int segment = 0; segment < MOST_SEGMENTS; segment++) {
                byte[] head = exactly(at, 4);
                if (head[0] != (byte) 0xff) {
                    break;
                }
                int marker = head[1] & 0xff;
                if (marker == 0xff) { // fill bytes
                    at++;
                    continue;
                }
                if (marker == 0x01 || marker >= 0xd0 && marker <= 0xd8) {
                    at += 2;
                    continue;
                }
                int length = (int) big(head, 2, 2);
                if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                    byte[] frame = exactly(at + 5, 4);
                    checkJpegEnd(at + 2 + length);
                    return image(Format.JPEG, big(frame, 2, 2), big(frame, 0, 2), exif);
                }
                if (marker == 0xe1 && exif.isEmpty() && length > 8 && text(upTo(at + 4, 6), 0, 6).equals("Exif\0\0")) {
                    exif = exif(at + 10, length - 8);
                }
                if (marker == 0xd9 || marker == 0xda || length < 2) {
                    break;
                }
                at += 2 + length;
            }
            throw input(file, "is a damaged JPEG: no frame header was found", null);
        }

        /**
         * Looks for the end marker, which cannot occur in what comes between. A decoder fills what is missing with
         * grey, and a half grey picture would be searched as if it were whole.
         */
        private void checkJpegEnd(long from) throws IOException {
            long at = from;
            byte last = 0;
            for (byte[] part = upTo(at, 1 << 16); part.length > 0; part = upTo(at, 1 << 16)) {
                for (byte value : part) {
                    if (last == (byte) 0xff && value == (byte) 0xd9) {
                        return;
                    }
                    last = value;
                }
                at += part.length;
            }
            throw cutOff("the end of the JPEG is missing");
        }

        private Header png() throws IOException {
            byte[] first = exactly(8, 16);
            if (!text(first, 4, 4).equals("IHDR")) {
                throw input(file, "is a damaged PNG: its first chunk is not IHDR", null);
            }
            Optional<Tiff> exif = Optional.empty();
            long at = 8;
            for (int chunk = 0; chunk < MOST_SEGMENTS; chunk++) {
                byte[] head = upTo(at, 8);
                if (head.length < 8) {
                    throw cutOff("the end of the PNG is missing");
                }
                if (text(head, 4, 4).equals("IEND")) {
                    break;
                }
                long length = big(head, 0, 4);
                if (text(head, 4, 4).equals("eXIf")) {
                    exif = exif(at + 8, length);
                }
                at += 12 + length;
            }
            return image(Format.PNG, big(first, 8, 4), big(first, 12, 4), exif);
        }

        private Header webp() throws IOException {
            if (missing(8 + little(exactly(4, 4), 0, 4)) > 0) {
                throw cutOff("the end of the WebP is missing");
            }
            Optional<Tiff> exif = Optional.empty();
            long width = 0;
            long height = 0;
            long at = 12;
            for (int chunk = 0; chunk < MOST_SEGMENTS; chunk++) {
                byte[] head = upTo(at, 18);
                if (head.length < 8) {
                    break;
                }
                String name = text(head, 0, 4);
                if (head.length == 18 && name.equals("VP8X")) {
                    if ((head[8] & 2) != 0) {
                        throw unread("is an animated WebP");
                    }
                    width = 1 + little(head, 12, 3);
                    height = 1 + little(head, 15, 3);
                } else if (head.length >= 13 && name.equals("VP8L") && width == 0) {
                    long bits = little(head, 9, 4);
                    width = 1 + (bits & 0x3fff);
                    height = 1 + (bits >> 14 & 0x3fff);
                } else if (head.length == 18 && name.equals("VP8 ") && width == 0) {
                    width = little(head, 14, 2) & 0x3fff;
                    height = little(head, 16, 2) & 0x3fff;
                } else if (name.equals("EXIF")) {
                    boolean prefixed = text(head, 8, 6).equals("Exif\0\0");
                    long length = little(head, 4, 4);
                    exif = prefixed ? exif(at + 14, length - 6) : exif(at + 8, length);
                }
                long length = little(head, 4, 4);
                at += 8 + length + (length & 1);
            }
            return image(Format.WEBP, width, height, exif);
        }

        private Header bmp(byte[] start) {
            boolean old = little(start, 14, 4) == 12;
            long width = old ? little(start, 18, 2) : little(start, 18, 4);
            long height = old ? little(start, 20, 2) : little(start, 22, 4);
            return image(Format.BMP, width, Math.abs((int) height), Optional.empty());
        }

        private Header tiff() throws IOException {
            Optional<Tiff> tags = Tiff.read((offset, length) -> part(0, size, offset, length));
            return image(Format.TIFF, tags.map(Tiff::width).orElse(0L), tags.map(Tiff::height).orElse(0L), tags);
        }

        /** Walks the blocks to count the frames (GIF89a specification, appendix A). */
        private Header gif() throws IOException {
            byte[] screen = exactly(6, 7);
            long width = little(screen, 0, 2);
            long height = little(screen, 2, 2);
            long at = 13 + tableBytes(screen[4]);
            int frames = 0;
            boolean whole = true;
            var window = new Window();
            for (int kind = window.at(at); kind == 0x2c || kind == 0x21; kind = window.at(at)) {
                if (kind == 0x2c) {
                    frames++;
                    at += 10 + tableBytes((byte) Math.max(0, window.at(at + 9))) + 1;
                } else {
                    at += 2;
                }
                int length = window.at(at);
                while (length > 0) {
                    at += 1 + length;
                    length = window.at(at);
                }
                whole = length == 0;
                at++;
            }
            if (frames > 1) {
                return new Header(Format.GIF, width, height, 1, true, size, whole ? 0 : 1, Optional.empty());
            }
            if (!whole) {
                throw cutOff("the end of the GIF is missing");
            }
            return image(Format.GIF, width, height, Optional.empty());
        }

        private static long tableBytes(byte flags) {
            return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
        }

        private Header matroska(byte[] start) throws IOException {
            if (start.length < 32) {
                throw input(file, "is cut off: it has " + size + " bytes only", null);
            }
            boolean webm = text(start, 0, Math.min(64, start.length)).contains("webm");
            int at = 4;
            int headLength = vintBytes(start, at);
            long segment = at + headLength + vint(start, at);
            long end = size;
            byte[] head = upTo(segment, 12);
            if (head.length == 12 && starts(head, 0, 0x18, 0x53, 0x80, 0x67)) {
                int bytes = vintBytes(head, 4);
                long length = vint(head, 4);
                boolean open = length == (1L << 7 * bytes) - 1; // all ones: written live, size unknown
                end = open ? size : segment + 4 + bytes + length;
            }
            return video(webm ? Format.WEBM : Format.MKV, end);
        }

        private static int vintBytes(byte[] bytes, int at) {
            return Math.min(8, Integer.numberOfLeadingZeros(bytes[at] & 0xff) - 23);
        }

        private static long vint(byte[] bytes, int at) {
            int length = vintBytes(bytes, at);
            return big(bytes, at, length) & (1L << 7 * length) - 1;
        }

        /** Where the last top-level atom ends by its own word (ISO/IEC 14496-12 section 4.2). */
        private long atomsEnd() throws IOException {
            long at = 0;
            for (int atom = 0; atom < MOST_SEGMENTS && at < size; atom++) {
                byte[] head = upTo(at, 16);
                long length = head.length < 8 ? 0 : big(head, 0, 4);
                if (length == 1 && head.length == 16) {
                    length = big(head, 8, 8);
                }
                if (length < 8) {
                    return size; // 0 means up to the end of the file; the rest is nonsense that the decoder will name
                }
                at += Math.min(length, Long.MAX_VALUE / 4);
            }
            return at;
        }

        /** Packets of 188, 192 or 204 bytes that start with 0x47; the file may start in the middle of one. */
        private static boolean transportStream(byte[] start) {
            for (int packet : new int[] {188, 192, 204}) {
                for (int first = 0; first < packet; first++) {
                    int found = 0;
                    int at = first;
                    while (at < start.length && start[at] == 0x47) {
                        found++;
                        at += packet;
                    }
                    if (at >= start.length && found >= 3) {
                        return true;
                    }
                }
            }
            return false;
        }

        private Optional<Tiff> exif(long from, long length) throws IOException {
            long end = Math.min(size, from + Math.min(MOST_EXIF, length));
            return Tiff.read((offset, wanted) -> part(from, end, offset, wanted));
        }

        private byte[] part(long from, long end, long offset, int length) throws IOException {
            if (offset < 0 || offset > end - from - length) {
                return null;
            }
            byte[] bytes = upTo(from + offset, length);
            return bytes.length == length ? bytes : null;
        }

        private byte[] exactly(long at, int length) throws IOException {
            byte[] bytes = upTo(at, length);
            if (bytes.length < length) {
                throw input(file, "is cut off: its header needs more than its " + size + " bytes", null);
            }
            return bytes;
        }

        private byte[] upTo(long at, int length) throws IOException {
            if (at < 0 || at >= size) {
                return new byte[0];
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, size - at));
            while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
                // until it is full or the file ends
            }
            byte[] bytes = new byte[buffer.position()];
            buffer.flip().get(bytes);
            return bytes;
        }

        /** Single bytes of the file through a window that moves forward. */
        private final class Window {
            private byte[] bytes = new byte[0];
            private long from;

            /** The byte at this place, or -1 beyond the end. */
            int at(long place) throws IOException {
                if (place < from || place >= from + bytes.length) {
                    bytes = upTo(place, 1 << 16);
                    from = place;
                }
                return bytes.length == 0 ? -1 : bytes[(int) (place - from)] & 0xff;
            }
        }

        private static boolean starts(byte[] bytes, int at, int... wanted) {
            if (bytes.length < at + wanted.length) {
                return false;
            }
            for (int i = 0; i < wanted.length; i++) {
                if ((bytes[at + i] & 0xff) != wanted[i]) {
                    return false;
                }
            }
            return true;
        }

        private static String text(byte[] bytes, int at, int length) {
            return bytes.length < at + length ? "" : new String(bytes, at, length, StandardCharsets.ISO_8859_1);
        }

        private static long big(byte[] bytes, int at, int length) {
            long value = 0;
            for (int i = 0; i < length; i++) {
                value = value << 8 | bytes[at + i] & 0xff;
            }
            return value;
        }

        private static long little(byte[] bytes, int at, int length) {
            long value = 0;
            for (int i = length - 1; i >= 0; i--) {
                value = value << 8 | bytes[at + i] & 0xff;
            }
            return value;
        }
    }
}
