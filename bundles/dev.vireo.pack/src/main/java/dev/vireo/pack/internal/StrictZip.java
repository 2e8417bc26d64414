package dev.vireo.pack.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The directory of a zip archive, read so that every reader sees the same entries: each byte of the file belongs to one entry or
 * to the directory, local headers say what the directory says, and no entry has a name or a kind that could reach out of a
 * folder. Nothing is unpacked by reading it. Fields and numbers are those of PKWARE's APPNOTE 6.3.10, section 4.3.
 */
final class StrictZip {
    /** What an archive may hold. */
    enum Form {
        /** A package: stored files only, nothing else about them. */
        PACKAGE,
        /** A bundle: what the usual tools write. */
        JAR,
        /** A jar inside of a bundle: never unpacked, and made by others, so names may differ in case alone. */
        INNER_JAR
    }

    static final int MOST_ENTRIES = 20_000;
    private static final int END_BYTES = 22;
    private static final int DIRECTORY_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED = 0x1 | 0x40 | 0x2000;
    private static final int DESCRIPTOR = 0x8;
    /** How hard the writer tried, and that names are UTF-8. */
    private static final int HARMLESS = 0x6 | 0x800;
    private static final int ZIP64 = 0x1;
    private static final int OTHER_PATH = 0x7075;

    private final String what;
    private final Slice file;
    private final Form form;

    private StrictZip(String what, Slice file, Form form) {
        this.what = what;
        this.file = file;
        this.form = form;
    }

    /**
     * @param what names the archive in a refusal
     * @return the entries by their place in the file
     * @throws VireoException USER_INPUT when anything about the archive is not plain
     */
    static List<ZipEntryHeader> entries(String what, Slice file, Form form) {
        return new StrictZip(what, file, form).read();
    }

    private VireoException refused(String why) {
        return new VireoException(ErrorKind.USER_INPUT, what + ": " + why);
    }

    private static int u16(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private static long u32(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xffff_ffffL;
    }

    private List<ZipEntryHeader> read() {
        if (file.length() < END_BYTES) {
            throw refused("has " + file.length() + " bytes, which is no zip archive; it is cut short or something else");
        }
        ByteBuffer end = file.bytes(file.length() - END_BYTES, END_BYTES);
        if (end.getInt(0) != 0x06054b50 || u16(end, 20) != 0) {
            throw refused("does not end as a zip archive does: it is cut short, or there is data after its end");
        }
        int count = u16(end, 10);
        long size = u32(end, 12);
        long begin = u32(end, 16);
        if (u16(end, 4) != 0 || u16(end, 6) != 0 || u16(end, 8) != count) {
            throw refused("is one part of an archive of several files");
        }
        if (count == 0xffff || size == 0xffff_ffffL || begin == 0xffff_ffffL) {
            throw refused("is a zip64 archive; 2 GiB and " + MOST_ENTRIES + " entries are the most");
        }
        if (begin + size != file.length() - END_BYTES) {
            throw refused("its directory is not where its end says: there is data before, between or after the parts of the archive");
        }
        if (count == 0 || count > MOST_ENTRIES) {
            throw refused("has " + count + " entries; expected 1 to " + MOST_ENTRIES);
        }
        if (size > (64L << 20)) {
            throw refused("has a directory of " + size + " bytes; 64 MiB are the most");
        }
        List<ZipEntryHeader> entries = directory(file.bytes(begin, (int) size), count, begin);
        contiguous(entries, begin);
        new EntryNames(what, form).check(entries);
        return entries;
    }

    private List<ZipEntryHeader> directory(ByteBuffer directory, int count, long begin) {
        List<ZipEntryHeader> entries = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (directory.limit() - at < DIRECTORY_BYTES || directory.getInt(at) != 0x02014b50) {
                throw refused("its directory ends after " + i + " of " + count + " entries");
            }
            int name = u16(directory, at + 28);
            int extra = u16(directory, at + 30);
            int comment = u16(directory, at + 32);
            if (directory.limit() - at < DIRECTORY_BYTES + name + extra + comment) {
                throw refused("its directory ends within entry " + (i + 1));
            }
            entries.add(entry(directory.slice(at, DIRECTORY_BYTES + name + extra + comment).order(directory.order()), begin));
            at += DIRECTORY_BYTES + name + extra + comment;
        }
        if (at != directory.limit()) {
            throw refused("its directory has " + (directory.limit() - at) + " bytes that belong to no entry");
        }
        entries.sort(Comparator.comparingLong(ZipEntryHeader::header));
        return entries;
    }

    private ZipEntryHeader entry(ByteBuffer directory, long directoryBegin) {
        int flags = u16(directory, 8);
        int method = u16(directory, 10);
        long crc = u32(directory, 16);
        long compressed = u32(directory, 20);
        long size = u32(directory, 24);
        int nameBytes = u16(directory, 28);
        int extraBytes = u16(directory, 30);
        long header = u32(directory, 42);
        String name = name(directory, DIRECTORY_BYTES, nameBytes, flags);
        String entry = "entry \"" + Names.shown(name) + "\" ";
        if ((flags & ENCRYPTED) != 0) {
            throw refused(entry + "is encrypted");
        }
        if ((flags & ~(HARMLESS | (form == Form.PACKAGE ? 0 : DESCRIPTOR))) != 0) {
            throw refused(entry + "has flags 0x" + Integer.toHexString(flags) + " that are not allowed");
        }
        boolean deflated = method == 8;
        if (method != 0 && (!deflated || form == Form.PACKAGE)) {
            throw refused(entry + "is stored with method " + method + "; expected 0" + (form == Form.PACKAGE ? "" : " or 8"));
        }
        if (compressed == 0xffff_ffffL || size == 0xffff_ffffL || header == 0xffff_ffffL) {
            throw refused(entry + "is in zip64 form; 2 GiB are the most");
        }
        if (!deflated && compressed != size) {
            throw refused(entry + "is stored and has two sizes, " + compressed + " and " + size);
        }
        boolean described = (flags & DESCRIPTOR) != 0;
        if (described && !deflated) {
            throw refused(entry + "is stored, and its size comes after it");
        }
        if (u16(directory, 34) != 0 || u16(directory, 32) != 0) {
            throw refused(entry + "has a comment or lies in another file");
        }
        kind(entry, name, directory.getInt(38));
        extra(entry, directory, DIRECTORY_BYTES + nameBytes, extraBytes);
        return local(entry, directory, directoryBegin, new ZipEntryHeader(name, deflated, crc, compressed, size, header, 0, 0), described);
    }

    private String name(ByteBuffer bytes, int at, int length, int flags) {
        byte[] name = new byte[length];
        bytes.get(at, name);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
            if ((flags & 0x800) == 0 && text.length() != length) {
                throw refused("entry \"" + Names.shown(text) + "\" has a name that is not ASCII and is not marked as UTF-8");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new VireoException(ErrorKind.USER_INPUT, what + ": has an entry whose name is not UTF-8", e);
        }
    }

    /** Kind of a file as Unix and DOS note it: a link would be followed by whoever unpacks the archive. */
    private void kind(String entry, String name, int attributes) {
        int type = attributes >>> 28;
        boolean folder = name.endsWith("/");
        if (type == 0xA) {
            throw refused(entry + "is a symbolic link");
        }
        if (type != 0 && type != 0x8 && type != 0x4 || type == 0x4 && !folder || type == 0x8 && folder || (attributes & 0x10) != 0 && !folder) {
            throw refused(entry + "is neither a plain file nor a folder");
        }
    }

    /** Fields beside the fixed ones: times and the like are skipped; other sizes and other names are not. */
    private void extra(String entry, ByteBuffer bytes, int at, int length) {
        int end = at + length;
        int i = at;
        while (i + 4 <= end) {
            int id = u16(bytes, i);
            if (id == ZIP64) {
                throw refused(entry + "is in zip64 form; 2 GiB are the most");
            }
            if (id == OTHER_PATH) {
                throw refused(entry + "has a second name");
            }
            i += 4 + u16(bytes, i + 2);
        }
        if (i != end || form == Form.PACKAGE && length > 0) {
            throw refused(entry + "has extra fields that are not well-formed");
        }
    }

    private ZipEntryHeader local(String entry, ByteBuffer directory, long directoryBegin, ZipEntryHeader e, boolean described) {
        if (e.header() > directoryBegin - LOCAL_BYTES) {
            throw refused(entry + "begins outside of the archive");
        }
        ByteBuffer local = file.bytes(e.header(), LOCAL_BYTES);
        int nameBytes = u16(local, 26);
        int extraBytes = u16(local, 28);
        long data = e.header() + LOCAL_BYTES + nameBytes + extraBytes;
        if (local.getInt(0) != 0x04034b50 || data > directoryBegin - e.compressed()) {
            throw refused(entry + "has no header of its own, or ends outside of the archive");
        }
        ByteBuffer rest = file.bytes(e.header() + LOCAL_BYTES, nameBytes + extraBytes);
        boolean sizes = u32(local, 14) == e.crc() && u32(local, 18) == e.compressed() && u32(local, 22) == e.size();
        boolean later = described && u32(local, 14) == 0 && u32(local, 18) == 0 && u32(local, 22) == 0;
        if (u16(local, 6) != u16(directory, 8) || u16(local, 8) != u16(directory, 10) || !(sizes || later)
                || !name(rest, 0, nameBytes, u16(local, 6)).equals(e.name())) {
            throw refused(entry + "is described differently by its own header and by the directory");
        }
        extra(entry, rest, nameBytes, extraBytes);
        long end = data + e.compressed();
        if (described) {
            end = descriptor(entry, e, end, directoryBegin);
        }
        return new ZipEntryHeader(e.name(), e.deflated(), e.crc(), e.compressed(), e.size(), e.header(), data, end);
    }

    /** Sum and sizes once more after the content, with a mark before them or without. */
    private long descriptor(String entry, ZipEntryHeader e, long at, long directoryBegin) {
        for (int mark = 4; mark >= 0; mark -= 4) {
            if (at + mark + 12 <= directoryBegin) {
                ByteBuffer d = file.bytes(at, mark + 12);
                if ((mark == 0 || d.getInt(0) == 0x08074b50) && u32(d, mark) == e.crc() && u32(d, mark + 4) == e.compressed()
                        && u32(d, mark + 8) == e.size()) {
                    return at + mark + 12;
                }
            }
        }
        throw refused(entry + "is described differently after its content and by the directory");
    }

    /** Entries follow each other without gap or overlap from the first byte to the directory. */
    private void contiguous(List<ZipEntryHeader> entries, long directoryBegin) {
        long at = 0;
        for (ZipEntryHeader e : entries) {
            if (e.header() != at) {
                throw refused(e.header() < at
                        ? "entry \"" + Names.shown(e.name()) + "\" overlaps the one before"
                        : "there is data before entry \"" + Names.shown(e.name()) + "\" that belongs to no entry");
            }
            at = e.end();
        }
        if (at != directoryBegin) {
            throw refused("there is data after the last entry that belongs to none");
        }
    }
}
