package dev.vireo.media.ffmpeg.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;

/**
 * The few tags that Vireo needs of a TIFF structure, which is also how EXIF is written: size, orientation and capture
 * time (TIFF 6.0 section 2; Exif 3.0 sections 4.6.5 and 4.6.6). Every read is bounded and no value is followed but the
 * pointer to the Exif directory, so a hostile file costs a few kilobytes at most.
 */
final class Tiff {
    private static final int WIDTH = 0x100;
    private static final int HEIGHT = 0x101;
    private static final int ORIENTATION = 0x112;
    private static final int EXIF_DIRECTORY = 0x8769;
    private static final int TIME_ORIGINAL = 0x9003;
    private static final int TIME_DIGITIZED = 0x9004;
    private static final int OFFSET_ORIGINAL = 0x9011;
    private static final int OFFSET_DIGITIZED = 0x9012;
    private static final int MOST_ENTRIES = 512;
    private static final int ENTRY_BYTES = 12;

    /** Random access to the structure. */
    interface Source {
        /** Exactly {@code length} bytes, or null when they lie beyond the end. */
        byte[] at(long offset, int length) throws IOException;
    }

    /** A time of capture as written. */
    record Taken(LocalDateTime local, Optional<ZoneOffset> offset) {}

    private final Source source;
    private boolean little;
    private long width;
    private long height;
    private int orientation = 1;
    private String original;
    private String originalOffset;
    private String digitized;
    private String digitizedOffset;

    private Tiff(Source source) {
        this.source = source;
    }

    /** Reads the first directory and its Exif directory; empty when it does not start like a TIFF. */
    static Optional<Tiff> read(Source source) throws IOException {
        byte[] start = source.at(0, 8);
        if (start == null) {
            return Optional.empty();
        }
        Tiff tiff = new Tiff(source);
        tiff.little = start[0] == 'I';
        boolean order = start[0] == start[1] && (start[0] == 'I' || start[0] == 'M');
        if (!order || tiff.number(start, 2, 2) != 42) {
            return Optional.empty();
        }
        long exif = tiff.directory(tiff.number(start, 4, 4));
        if (exif > 0) {
            tiff.directory(exif);
        }
        return Optional.of(tiff);
    }

    long width() {
        return width;
    }

    long height() {
        return height;
    }

    /** 1 to 8 as in the Exif standard; 1 (upright) when absent or out of range. */
    int orientation() {
        return orientation;
    }

    /** When the picture was taken, or digitised when only that is written. */
    Optional<Taken> taken() {
        return time(original, originalOffset).or(() -> time(digitized, digitizedOffset));
    }

    /** Reads one directory; returns the offset of the Exif directory, 0 without one. */
    private long directory(long offset) throws IOException {
        byte[] head = source.at(offset, 2);
        if (head == null) {
            return 0;
        }
        int count = (int) Math.min(MOST_ENTRIES, number(head, 0, 2));
        long exif = 0;
        for (int entry = 0; entry < count; entry++) {
            byte[] bytes = source.at(offset + 2 + (long) entry * ENTRY_BYTES, ENTRY_BYTES);
            if (bytes == null) {
                break;
            }
            switch ((int) number(bytes, 0, 2)) {
                case WIDTH -> width = value(bytes);
                case HEIGHT -> height = value(bytes);
                case ORIENTATION -> {
                    long turned = value(bytes);
                    orientation = turned >= 1 && turned <= 8 ? (int) turned : 1;
                }
                case EXIF_DIRECTORY -> exif = value(bytes);
                case TIME_ORIGINAL -> original = text(bytes);
                case TIME_DIGITIZED -> digitized = text(bytes);
                case OFFSET_ORIGINAL -> originalOffset = text(bytes);
                case OFFSET_DIGITIZED -> digitizedOffset = text(bytes);
                default -> { }
            }
        }
        return exif;
    }

    private long value(byte[] entry) {
        return number(entry, 2, 2) == 3 ? number(entry, 8, 2) : number(entry, 8, 4);
    }

    private String text(byte[] entry) throws IOException {
        long length = number(entry, 4, 4);
        if (number(entry, 2, 2) != 2 || length > 64) {
            return null;
        }
        byte[] bytes = length <= 4 ? entry : source.at(number(entry, 8, 4), (int) length);
        if (bytes == null) {
            return null;
        }
        int from = length <= 4 ? 8 : 0;
        String text = new String(bytes, from, (int) length, StandardCharsets.US_ASCII);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).trim();
    }

    private long number(byte[] bytes, int from, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[little ? from + length - 1 - i : from + i] & 0xff;
        }
        return value;
    }

    /** "2026:10:05 16:30:00"; blanks and zeros stand for an unknown time. */
    private static Optional<Taken> time(String text, String offset) {
        return parsed(text, written -> {
            String[] parts = written.split("[: ]+");
            if (parts.length != 6) {
                throw new DateTimeException("not six numbers");
            }
            int[] number = new int[6];
            for (int i = 0; i < 6; i++) {
                number[i] = Integer.parseInt(parts[i]);
            }
            return LocalDateTime.of(number[0], number[1], number[2], number[3], number[4], number[5]);
        }).map(local -> new Taken(local, parsed(offset, ZoneOffset::of)));
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty(); // metadata is often wrong; a file without a usable time has none
        }
    }
}
