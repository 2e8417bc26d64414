package dev.vireo.pack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Writes archives field by field, so that each can be a lie. */
final class RawZip {
    /** One entry; what is not set is as it should be. */
    static final class Entry {
        byte[] name;
        byte[] localName;
        byte[] data;
        int flags;
        int method;
        long crc;
        long size;
        long localSize = -1;
        int attributes;
        byte[] extra = {};
        byte[] after = {};
        /** Position in the directory; the true one when negative. */
        long header = -1;
        boolean hidden;

        Entry(String name, byte[] data) {
            this.name = name.getBytes(StandardCharsets.UTF_8);
            this.localName = this.name;
            this.data = data;
            CRC32 sum = new CRC32();
            sum.update(data);
            this.crc = sum.getValue();
            this.size = data.length;
        }
    }

    final List<Entry> entries = new ArrayList<>();
    byte[] before = {};
    byte[] beforeDirectory = {};
    byte[] comment = {};
    byte[] after = {};
    int count = -1;
    long directoryBegin = -1;

    Entry add(String name, byte[] data) {
        Entry entry = new Entry(name, data);
        entries.add(entry);
        return entry;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(before);
        List<Long> begins = new ArrayList<>();
        for (Entry e : entries) {
            begins.add((long) out.size());
            long size = e.localSize >= 0 ? e.localSize : e.size;
            out.writeBytes(fields(30 + e.localName.length + e.extra.length).putInt(0x04034b50).putShort((short) 10).putShort((short) e.flags)
                    .putShort((short) e.method).putShort((short) 0).putShort((short) 0x41).putInt((int) e.crc)
                    .putInt((int) (e.method == 0 ? size : e.data.length)).putInt((int) size)
                    .putShort((short) e.localName.length).putShort((short) e.extra.length).put(e.localName).put(e.extra).array());
            out.writeBytes(e.data);
            out.writeBytes(e.after);
        }
        out.writeBytes(beforeDirectory);
        long directory = directoryBegin >= 0 ? directoryBegin : out.size();
        int begin = out.size();
        int seen = 0;
        for (int i = 0; i < entries.size(); i++) {
            Entry e = entries.get(i);
            if (e.hidden) {
                continue;
            }
            seen++;
            out.writeBytes(fields(46 + e.name.length + e.extra.length).putInt(0x02014b50).putShort((short) 0x030a).putShort((short) 10)
                    .putShort((short) e.flags).putShort((short) e.method).putShort((short) 0).putShort((short) 0x41).putInt((int) e.crc)
                    .putInt((int) (e.method == 0 ? e.size : e.data.length)).putInt((int) e.size).putShort((short) e.name.length)
                    .putShort((short) e.extra.length).putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(e.attributes)
                    .putInt((int) (e.header >= 0 ? e.header : begins.get(i))).put(e.name).put(e.extra).array());
        }
        int size = out.size() - begin;
        short total = (short) (count >= 0 ? count : seen);
        out.writeBytes(fields(22 + comment.length).putInt(0x06054b50).putShort((short) 0).putShort((short) 0).putShort(total).putShort(total)
                .putInt(size).putInt((int) directory).putShort((short) comment.length).put(comment).array());
        out.writeBytes(after);
        return out.toByteArray();
    }

    private static ByteBuffer fields(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
