package dev.vireo.pack.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A jar with plain entries, to be read without being unpacked. */
final class Jar {
    /** Content of all entries together, unpacked [bytes]. */
    private static final long MOST_CONTENT = 4L << 30;
    private static final int BLOCK = 1 << 16;

    private final String title;
    private final Slice slice;
    private final Map<String, ZipEntryHeader> entries = new LinkedHashMap<>();

    private Jar(String title, Slice slice, List<ZipEntryHeader> all) {
        this.title = title;
        this.slice = slice;
        long content = 0;
        for (ZipEntryHeader entry : all) {
            entries.put(entry.name(), entry);
            content += entry.size();
        }
        if (content > MOST_CONTENT) {
            throw refused("unpacks to " + content + " bytes; " + MOST_CONTENT + " are the most");
        }
    }

    static Jar read(String title, Slice slice, StrictZip.Form form) {
        return new Jar(title, slice, StrictZip.entries(title, slice, form));
    }

    String title() {
        return title;
    }

    VireoException refused(String why) {
        return new VireoException(ErrorKind.USER_INPUT, title + ": " + why);
    }

    /** By place in the file. */
    List<ZipEntryHeader> entries() {
        return List.copyOf(entries.values());
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** Content of an entry that is small. */
    byte[] bytes(String name, int most) {
        ZipEntryHeader entry = entries.get(name);
        if (entry == null) {
            throw refused("has no " + name);
        }
        if (entry.size() > most) {
            throw refused("\"" + Names.shown(name) + "\" has " + entry.size() + " bytes; " + most + " are the most");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) entry.size());
        copy(entry, out);
        return out.toByteArray();
    }

    /** A stored entry as a part of the file. */
    Slice stored(ZipEntryHeader entry) {
        return slice.part(entry.data(), entry.size());
    }

    /** Copies the content of an entry; size, check sum and the length of what was compressed must be as said. */
    void copy(ZipEntryHeader entry, OutputStream out) {
        CRC32 crc = new CRC32();
        try (InputStream in = slice.part(entry.data(), entry.compressed()).stream()) {
            long size = entry.deflated() ? inflate(entry, in, out, crc) : transfer(in, out, crc);
            if (size != entry.size() || crc.getValue() != entry.crc()) {
                throw damaged(entry, "size or check sum are wrong");
            }
        } catch (DataFormatException e) {
            throw new VireoException(ErrorKind.USER_INPUT, damaged(entry, e.getMessage()).getMessage(), e);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, title + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private VireoException damaged(ZipEntryHeader entry, String why) {
        return refused("entry \"" + Names.shown(entry.name()) + "\" is damaged: " + why);
    }

    private static long transfer(InputStream in, OutputStream out, CRC32 crc) throws IOException {
        byte[] block = new byte[BLOCK];
        long size = 0;
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            crc.update(block, 0, n);
            out.write(block, 0, n);
            size += n;
        }
        return size;
    }

    private long inflate(ZipEntryHeader entry, InputStream in, OutputStream out, CRC32 crc) throws IOException, DataFormatException {
        byte[] block = new byte[BLOCK];
        byte[] packed = new byte[BLOCK];
        long size = 0;
        try (Inflater inflater = new Inflater(true)) {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    int n = in.read(packed);
                    if (n < 0 || inflater.needsDictionary()) {
                        throw damaged(entry, "its content ends too early");
                    }
                    inflater.setInput(packed, 0, n);
                }
                int n = inflater.inflate(block);
                crc.update(block, 0, n);
                out.write(block, 0, n);
                size += n;
                if (size > entry.size()) {
                    throw damaged(entry, "it unpacks to more than the " + entry.size() + " bytes that it says");
                }
            }
            if (inflater.getRemaining() > 0 || in.read() >= 0) {
                throw damaged(entry, "there is data after its end");
            }
        }
        return size;
    }
}
