package dev.vireo.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A folder of files that are broken, lie, or want something else than to be looked at, among a few good ones, and what
 * has to become of each.
 */
final class HostileFolder {
    /** What has to become of a file. */
    enum Fate {
        /** Found afterwards. */
        ADDED,
        /** Listed with a reason. */
        REFUSED,
        /** Damaged: either, but never a fault of Vireo. */
        EITHER
    }

    /**
     * @param reason part of the reason that has to be given; empty when any will do
     */
    record Expected(Fate fate, String reason) {}

    private static final int FRAMES = 50;

    private final Path folder;
    private final Path ffmpeg;
    private final String address;
    private final Path canary;
    private final Path trap;
    private final Map<Path, Expected> expected = new LinkedHashMap<>();

    /**
     * @param folder an empty folder
     * @param ffmpeg the folder of Vireo's own ffmpeg, to make media with
     * @param address what lists point at, {@code 127.0.0.1:PORT}
     * @param canary a good picture outside of the folder that lists point at, too
     * @param trap a named pipe that lists point at; it shows whether somebody opened it
     */
    HostileFolder(Path folder, Path ffmpeg, String address, Path canary, Path trap) {
        this.folder = folder;
        this.ffmpeg = ffmpeg;
        this.address = address;
        this.canary = canary;
        this.trap = trap;
    }

    /** Makes everything. @return every path that a job has to report, and what has to become of it */
    Map<Path, Expected> make() throws IOException {
        good();
        bombs();
        lists();
        lies();
        damaged();
        disguised();
        metadata();
        notFiles();
        names();
        deep();
        return expected;
    }

    private Path file(String name, byte[] bytes, Fate fate, String reason) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        expected.put(file, new Expected(fate, reason));
        return file;
    }

    private void refused(String name, byte[] bytes, String reason) throws IOException {
        file(name, bytes, Fate.REFUSED, reason);
    }

    private void refused(String name, String text, String reason) throws IOException {
        refused(name, text.getBytes(StandardCharsets.UTF_8), reason);
    }

    private void added(String name, byte[] bytes) throws IOException {
        file(name, bytes, Fate.ADDED, "");
    }

    // Good files

    private byte[] jpeg;
    private byte[] png;
    private byte[] mp4;

    private void good() throws IOException {
        jpeg = made("good.jpg", "testsrc=s=160x120:r=1", "-frames:v", "1", "-pix_fmt", "yuvj420p");
        png = made("good.png", "testsrc2=s=160x120:r=1", "-frames:v", "1");
        mp4 = made("good.mp4", "testsrc=s=160x120:r=10", "-frames:v", Integer.toString(FRAMES), "-c:v", "libopenh264", "-pix_fmt", "yuv420p");
        added("good/picture.jpg", jpeg);
        added("good/picture.png", png);
        added("good/video.mp4", mp4);
    }

    // Bombs

    private void bombs() throws IOException {
        ByteBuffer gif = ByteBuffer.allocate(35).order(ByteOrder.LITTLE_ENDIAN);
        gif.put(ascii("GIF89a")).putShort((short) 60_000).putShort((short) 60_000).put(bytes(0x80, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x2c))
                .putInt(0).putShort((short) 60_000).putShort((short) 60_000).put(bytes(0, 2, 1, 0, 0, 0x3b));
        refused("bombs/35-bytes.gif", gif.array(), "60000 x 60000 pixels by its header; Vireo reads up to 67 megapixels");
        refused("bombs/100k.png", png(100_000, 100_000, 8, 6, List.of()), "100000 x 100000 pixels by its header");
        refused("bombs/one-bit.png", png(60_000, 60_000, 1, 0, List.of(chunk("IDAT", deflated(new byte[1_000])))),
                "60000 x 60000 pixels by its header");
        byte[] zeros = deflatedZeros(300_000_000);
        byte[] pixel = chunk("IDAT", deflated(new byte[4]));
        List<byte[]> ztxt = new ArrayList<>();
        List<byte[]> itxt = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ztxt.add(chunk("zTXt", concat(ascii("Comment\0\0"), zeros)));
            itxt.add(chunk("iTXt", concat(ascii("Comment\0\1\0en\0\0"), zeros)));
        }
        ztxt.add(pixel);
        itxt.add(pixel);
        added("bombs/ztxt.png", png(1, 1, 8, 2, ztxt));
        added("bombs/itxt.png", png(1, 1, 8, 2, itxt));
        file("bombs/iccp.png", png(1, 1, 8, 2, List.of(chunk("iCCP", concat(ascii("icc\0\0"), zeros)), pixel)), Fate.EITHER, "");
        added("bombs/largest.png", png(8_192, 8_192, 8, 6, List.of(chunk("IDAT", deflatedZeros(8_192L * (4 * 8_192 + 1))))));
        // Far more pixels than the header says: the rest must not be unpacked.
        added("bombs/more-than-said.png", png(16, 16, 8, 6, List.of(chunk("IDAT", deflatedZeros(1_000_000_000)))));
        file("bombs/10000-frames.gif", frames(10_000), Fate.ADDED, "");
    }

    private static byte[] png(int width, int height, int depth, int colour, List<byte[]> chunks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'));
        out.writeBytes(chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height)
                .put(bytes(depth, colour, 0, 0, 0)).array()));
        chunks.forEach(out::writeBytes);
        out.writeBytes(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    private static byte[] chunk(String name, byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(ascii(name));
        crc.update(body);
        return ByteBuffer.allocate(body.length + 12).putInt(body.length).put(ascii(name)).put(body).putInt((int) crc.getValue())
                .array();
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream deflater = new DeflaterOutputStream(out, new Deflater(1))) {
            deflater.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] deflatedZeros(long count) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (OutputStream deflater = new DeflaterOutputStream(out, new Deflater(1))) {
            for (long left = count; left > 0; left -= zeros.length) {
                deflater.write(zeros, 0, (int) Math.min(left, zeros.length));
            }
        }
        return out.toByteArray();
    }

    /** A GIF of 4 x 4 pixels with this many frames, a tenth of a second each. */
    private static byte[] frames(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ascii("GIF89a"));
        out.writeBytes(bytes(4, 0, 4, 0, 0x80, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff));
        for (int i = 0; i < count; i++) {
            out.writeBytes(bytes(0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 4, 0, 4, 0, 0, 2, 5, 0x84, 0x8f, 0xa9, 0xcb, 0x0d, 0));
        }
        out.write(0x3b);
        return out.toByteArray();
    }

    // Lists that point elsewhere

    private void lists() throws IOException {
        String url = "http://" + address + "/";
        String file = canary.toString();
        Map<String, String> lists = new LinkedHashMap<>();
        lists.put("hls", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-MAP:URI=\"" + url + "map.mp4\"\n#EXTINF:10,\n"
                + url + "a.ts\n#EXTINF:10,\n" + trap + "\n#EXTINF:10,\nfile://" + file + "\n#EXTINF:10,\nconcat:" + file + "|" + url + "b.ts\n#EXT-X-ENDLIST\n");
        lists.put("ffconcat", "ffconcat version 1.0\nfile '" + trap + "'\nfile '" + file + "'\nfile '" + url + "c.mp4'\n");
        lists.put("sdp", "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video "
                + address.substring(address.indexOf(':') + 1) + " RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n");
        lists.put("mpd", "<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011' type='static'><Period><AdaptationSet>"
                + "<Representation><BaseURL>" + url + "d.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>");
        lists.put("ism", "<?xml version='1.0'?><SmoothStreamingMedia><StreamIndex Url='" + url + "'/></SmoothStreamingMedia>");
        lists.put("pls", "[playlist]\nFile1=" + url + "e.mp4\nFile2=" + file + "\nNumberOfEntries=2\nVersion=2\n");
        lists.put("asx", "<asx version='3.0'><entry><ref href='" + url + "f.avi'/></entry></asx>");
        lists.put("strm", url + "g.mp4\n");
        lists.put("url", "[InternetShortcut]\r\nURL=" + url + "\r\n");
        lists.put("desktop", "[Desktop Entry]\nType=Link\nURL=" + url + "\n");
        lists.put("svg", "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file://" + file + "'><!ENTITY y SYSTEM '" + url
                + "'>]><svg xmlns='http://www.w3.org/2000/svg'><image href='" + url + "h.png'/><text>&x;&y;</text></svg>");
        lists.put("xml", "<!DOCTYPE a [<!ENTITY b SYSTEM '" + url + "'>]><a>&b;</a>");
        lists.put("html", "<html><body><img src='" + url + "i.png'><video src='file://" + file + "'></body></html>");
        for (Map.Entry<String, String> list : lists.entrySet()) {
            String why = list.getKey().equals("hls") ? "starts like a playlist" : "starts like text";
            refused("lists/list." + (list.getKey().equals("hls") ? "m3u8" : list.getKey()), list.getValue(), why);
            for (String other : List.of("mp4", "jpg", "ts")) {
                refused("lists/" + list.getKey() + "." + other, list.getValue(), why);
            }
        }
        // A Windows shell link: its header and class, then where it leads.
        refused("lists/video.lnk", concat(bytes(0x4c, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46),
                ascii(url + "\0" + file)), "starts with the bytes 4c 00 00 00");
        refused("lists/link.mp4", concat(bytes(0x4c, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46),
                ascii(url + "\0" + file)), "starts with the bytes 4c 00 00 00");
        // A film whose frames are said to lie elsewhere, by address and by path; and one that is only a reference.
        for (String target : List.of(url + "j.mov", "file://" + file, trap.toString())) {
            byte[] elsewhere = externalData(mp4, target);
            String kind = target.startsWith("http") ? "address" : target.startsWith("file") ? "file" : "path";
            file("lists/external-" + kind + ".mov", elsewhere, Fate.EITHER, "");
        }
        byte[] reference = atom("rdrf", concat(concat(new byte[4], ascii("url ")),
                concat(ByteBuffer.allocate(4).putInt(url.length() + 1).array(), ascii(url + "\0"))));
        refused("lists/reference.mov", concat(atom("ftyp", ascii("qt  \0\0\0\0qt  ")),
                atom("moov", atom("rmra", atom("rmda", reference)))), "");
    }

    /** Replaces the "data is in this file" entry by an address. */
    private static byte[] externalData(byte[] film, String target) {
        int at = indexOf(film, ascii("url "), 0);
        byte[] entry = concat(concat(new byte[4], ascii(target)), new byte[1]);
        return grown(film, at - 4, 12, atom("url ", entry), List.of("dref", "dinf", "minf", "mdia", "trak", "moov"));
    }

    // Headers that lie

    private void lies() throws IOException {
        for (long factor : new long[] {10, 0}) {
            byte[] film = mp4.clone();
            for (String atom : List.of("mvhd", "tkhd", "mdhd")) {
                int at = indexOf(film, ascii(atom), 0) + 4; // version 0: flags, created, modified, [track, 0 or scale], duration
                int duration = at + (atom.equals("tkhd") ? 20 : 16);
                ByteBuffer.wrap(film).putInt(duration, (int) (factor == 0 ? 1 : factor * ByteBuffer.wrap(film).getInt(duration)));
            }
            // The edit list would limit what is shown.
            byte[] plain = renamed(film, "edts", "free");
            file("lies/" + (factor == 0 ? "shorter" : "longer") + ".mp4", plain, Fate.ADDED, "");
        }
        byte[] age = renamed(mp4.clone(), "edts", "free");
        for (String atom : List.of("mvhd", "mdhd")) {
            int at = indexOf(age, ascii(atom), 0) + 4;
            ByteBuffer.wrap(age).putInt(at + 12, 1).putInt(at + 16, Integer.MAX_VALUE); // scale of 1 a second
        }
        ByteBuffer.wrap(age).putInt(indexOf(age, ascii("tkhd"), 0) + 24, Integer.MAX_VALUE);
        file("lies/68-years.mp4", age, Fate.EITHER, "");
        byte[] track = mp4.clone();
        int size = indexOf(track, ascii("tkhd"), 0) + 4 + 76;
        ByteBuffer.wrap(track).putInt(size, 60_000 << 16).putInt(size + 4, 60_000 << 16);
        file("lies/track-size.mp4", track, Fate.EITHER, "");
        byte[] sample = mp4.clone();
        size = indexOf(sample, ascii("avc1"), indexOf(sample, ascii("stsd"), 0)) + 4 + 24;
        ByteBuffer.wrap(sample).putShort(size, (short) 60_000).putShort(size + 2, (short) 60_000);
        file("lies/sample-size.mp4", sample, Fate.EITHER, "");
        byte[] avi = made("avi.avi", "testsrc=s=160x120:r=10", "-frames:v", "30", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p");
        int header = indexOf(avi, ascii("avih"), 0) + 8;
        int stream = indexOf(avi, ascii("strh"), 0) + 8;
        int format = indexOf(avi, ascii("strf"), 0) + 8;
        for (int rate : new int[] {0, 1, 1_000_000_000}) {
            byte[] film = avi.clone();
            ByteBuffer.wrap(film).order(ByteOrder.LITTLE_ENDIAN).putInt(header, rate == 0 ? 0 : Integer.MAX_VALUE)
                    .putInt(stream + 20, rate == 1 ? 1_000_000_000 : 1).putInt(stream + 24, rate);
            file("lies/rate-" + rate + ".avi", film, Fate.EITHER, "");
        }
        byte[] large = avi.clone();
        ByteBuffer.wrap(large).order(ByteOrder.LITTLE_ENDIAN).putInt(header + 32, 100_000).putInt(header + 36, 100_000)
                .putInt(format + 4, 100_000).putInt(format + 8, 100_000);
        file("lies/size.avi", large, Fate.EITHER, "");
        file("lies/loop.mov", endless(mp4), Fate.EITHER, "");
        refused("lies/no-frames.mp4", concat(atom("ftyp", ascii("isom\0\0\0\0isom")), atom("moov", new byte[0])), "");
        // 4 bytes say that the atom is larger than any disk.
        refused("lies/atom.mp4", concat(atom("ftyp", ascii("isom\0\0\0\0isom")), concat(bytes(0, 0, 0, 1), concat(ascii("moov"),
                bytes(0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)))), "");
        byte[] nested = new byte[0];
        for (int depth = 0; depth < 10_000; depth++) {
            nested = depth < 2_000 ? atom("moov", nested) : nested;
        }
        refused("lies/nested.mp4", concat(atom("ftyp", ascii("isom\0\0\0\0isom")), nested), "");
    }

    /** An edit list that shows the film a hundred thousand times. */
    private static byte[] endless(byte[] film) {
        int at = indexOf(film, ascii("edts"), 0);
        int count = 100_000;
        ByteBuffer list = ByteBuffer.allocate(8 + 12 * count).putInt(0).putInt(count);
        for (int i = 0; i < count; i++) {
            list.putInt(5_000).putInt(0).putShort((short) 1).putShort((short) 0);
        }
        int length = ByteBuffer.wrap(film).getInt(at - 4);
        return grown(film, at - 4, length, atom("edts", atom("elst", list.array())), List.of("trak", "moov"));
    }

    // Cut off and flipped

    private void damaged() throws IOException {
        Map<String, byte[]> whole = new LinkedHashMap<>();
        whole.put("jpg", jpeg);
        whole.put("png", png);
        whole.put("mp4", mp4);
        for (String kind : List.of("webp", "bmp", "gif", "tiff")) {
            whole.put(kind, made("damaged." + kind, "testsrc2=s=64x48:r=1", "-frames:v", "1"));
        }
        for (String kind : List.of("mkv", "avi", "ts", "mov", "webm")) {
            List<String> codec = switch (kind) {
                case "avi" -> List.of("-c:v", "mpeg4");
                case "webm" -> List.of("-c:v", "libvpx", "-b:v", "200k", "-deadline", "realtime");
                default -> List.of("-c:v", "libopenh264");
            };
            List<String> arguments = new ArrayList<>(List.of("-frames:v", "20", "-pix_fmt", "yuv420p"));
            arguments.addAll(codec);
            whole.put(kind, made("damaged." + kind, "testsrc2=s=64x48:r=10", arguments.toArray(String[]::new)));
        }
        Random random = new Random(20261124);
        for (Map.Entry<String, byte[]> one : whole.entrySet()) {
            byte[] bytes = one.getValue();
            for (int percent : new int[] {10, 90}) {
                file("damaged/cut-" + percent + "." + one.getKey(), Arrays.copyOf(bytes, bytes.length * percent / 100), Fate.EITHER, "");
            }
            for (int round = 0; round < 3; round++) {
                byte[] flipped = bytes.clone();
                // Where headers are, all over, or both.
                int reach = round % 2 == 0 ? Math.min(512, flipped.length) : flipped.length;
                for (int bit = 0; bit < (round == 0 ? 3 : 30); bit++) {
                    flipped[12 + random.nextInt(reach - 12)] ^= (byte) (1 << random.nextInt(8));
                }
                file("damaged/flipped-" + round + "." + one.getKey(), flipped, Fate.EITHER, "");
            }
        }
    }

    // Something else under a wrong name, or two things at once

    private void disguised() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("../../../../tmp/escaped.jpg"));
            out.write(jpeg);
        }
        byte[] archive = zip.toByteArray();
        refused("disguised/zip.jpg", archive, "starts like a ZIP archive");
        refused("disguised/zip.mp4", archive, "starts like a ZIP archive");
        refused("disguised/text.mp4", "Dear diary, ".repeat(1_000), "starts like text");
        refused("disguised/empty.mp4", new byte[0], "is empty");
        refused("disguised/program.png", concat(bytes(0x7f, 'E', 'L', 'F', 2, 1, 1, 0), new byte[500]), "starts like a program");
        refused("disguised/paper.jpg", concat(ascii("%PDF-1.7\n1 0 obj\nstream\n"), jpeg), "starts like a PDF document");
        refused("disguised/script.mp4", "#!/bin/sh\ntouch /tmp/escaped\n", "starts like text");
        added("disguised/picture-and-zip.jpg", concat(jpeg, archive));
        added("disguised/picture-and-zip.png", concat(png, archive));
        byte[] comment = ascii("%PDF-1.7\n<script>alert(1)</script>");
        added("disguised/picture-and-paper.jpg", concat(concat(Arrays.copyOf(jpeg, 2), concat(bytes(0xff, 0xfe, 0, comment.length + 2),
                comment)), Arrays.copyOfRange(jpeg, 2, jpeg.length)));
        added("disguised/film-and-page.mp4", concat(mp4, atom("free", ascii("<html><script>alert(1)</script></html>"))));
        added("disguised/picture.mp4", jpeg);
        added("disguised/film.jpg", mp4);
    }

    // More metadata than picture

    private void metadata() throws IOException {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.writeBytes(Arrays.copyOf(jpeg, 2));
        for (int i = 0; i < 600; i++) { // 39 MB
            int marker = i % 3 == 0 ? 0xe1 : i % 3 == 1 ? 0xe2 : 0xed;
            String start = i % 3 == 0 ? "http://ns.adobe.com/xmp/extension/\0" : i % 3 == 1 ? "ICC_PROFILE\0" : "Photoshop 3.0\0";
            many.writeBytes(concat(bytes(0xff, marker, 0xff, 0xff), Arrays.copyOf(ascii(start), 65_533)));
        }
        many.writeBytes(Arrays.copyOfRange(jpeg, 2, jpeg.length));
        added("metadata/39-megabytes.jpg", many.toByteArray());
        ByteBuffer exif = ByteBuffer.allocate(40_000_000).order(ByteOrder.LITTLE_ENDIAN);
        exif.put(ascii("II*\0")).putInt(8).putShort((short) 0xffff);
        for (int i = 0; i < 0xffff; i++) { // every entry leads to the directory that it is in
            exif.putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(8);
        }
        byte[] body = Arrays.copyOfRange(png, 33, png.length);
        file("metadata/exif.png", concat(concat(Arrays.copyOf(png, 33), chunk("eXIf", exif.array())), body), Fate.EITHER, "");
        byte[] circle = exif.array().clone();
        file("metadata/circle.tiff", Arrays.copyOf(circle, 1_000_000), Fate.REFUSED, "");
    }

    // What is no file

    private void notFiles() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("odd"));
        Files.createSymbolicLink(odd.resolve("out.jpg"), canary);
        expected.put(odd.resolve("out.jpg"), new Expected(Fate.REFUSED, "is a link that leads out of the folder"));
        Files.createSymbolicLink(odd.resolve("system"), Path.of("/etc"));
        expected.put(odd.resolve("system"), new Expected(Fate.REFUSED, "is a link that leads out of the folder"));
        Files.createSymbolicLink(odd.resolve("itself.mp4"), odd.resolve("itself.mp4"));
        expected.put(odd.resolve("itself.mp4"), new Expected(Fate.REFUSED, "is a link that leads nowhere"));
        Files.createSymbolicLink(odd.resolve("nowhere.mp4"), folder.resolve("missing"));
        expected.put(odd.resolve("nowhere.mp4"), new Expected(Fate.REFUSED, "is a link that leads nowhere"));
        Files.createSymbolicLink(odd.resolve("zero.mp4"), Path.of("/dev/zero"));
        expected.put(odd.resolve("zero.mp4"), new Expected(Fate.REFUSED, "is a link that leads out of the folder"));
        Files.createSymbolicLink(odd.resolve("round"), folder); // what lies inside is found under its own name
        added("odd/folder.mp4/inside.png", made("inside.png", "testsrc=s=32x32:r=1", "-frames:v", "1"));
        if (shell("mkfifo " + quoted(odd.resolve("pipe.mp4")))) {
            expected.put(odd.resolve("pipe.mp4"), new Expected(Fate.REFUSED, "is neither a file nor a folder"));
        }
        if (shell("mknod " + quoted(odd.resolve("device.mp4")) + " c 1 5")) { // needs the rights of root
            expected.put(odd.resolve("device.mp4"), new Expected(Fate.REFUSED, "is neither a file nor a folder"));
        }
        Path unreadable = folder.resolve("odd/unreadable.jpg");
        Files.write(unreadable, jpeg);
        Files.setPosixFilePermissions(unreadable, java.util.Set.of());
        if (!Files.isReadable(unreadable)) { // root reads everything
            expected.put(unreadable, new Expected(Fate.REFUSED, "permission denied"));
        } else {
            Files.delete(unreadable);
        }
    }

    // Names

    private void names() throws IOException {
        List<String> names = List.of("two\nlines", "forged\n2026-01-01T00:00:00.000Z SEVERE dev.vireo all is lost", "quo'te\"s", "`touch x`$(id)",
                "tab\tand\rreturn", "red\u001b[31mtext\u001b]0;title\u0007", "right\u202egnp.exe", "bell\u0007", "-rf", "%s%n%d", "{0}",
                "a;b|c&d", "\u2028separator", "<script>alert(1)</script>".replace('/', '_'), "白い車", "e\u0301\u200b\ufeff");
        int n = 0;
        for (String name : names) {
            refused("names/" + name + ".mp4", "no film " + n++, "starts like text");
            added("names/" + name + ".png", made("name-" + n + ".png", "testsrc2=s=64x48:r=1", "-vf", "hue=h=" + 20 * n, "-frames:v", "1"));
        }
    }

    /** Names that are no text in UTF-8, made by the shell: Java itself could not write them everywhere. */
    void bytes(String printf, byte[] content) throws IOException {
        Path plain = folder.resolve("plain");
        Files.write(plain, content);
        if (!shell("cd " + quoted(folder) + " && mkdir -p names && mv plain \"$(printf 'names/" + printf + "')\"")) {
            throw new IOException("cannot make a name of bytes");
        }
    }

    private void deep() throws IOException {
        Path bottom = folder.resolve("deep");
        for (int i = 0; i < 120; i++) {
            bottom = bottom.resolve("deeper");
        }
        added(folder.relativize(bottom.resolve("bottom.png")).toString(), made("bottom.png", "testsrc=s=48x32:r=1", "-frames:v", "1"));
    }

    /** Folders within each other until no path names them any more. To be removed with {@code rm -rf}. */
    void bottomless() throws IOException {
        Path top = folder.resolve("abyss");
        Path other = folder.resolve("other");
        for (Path start : List.of(top, other)) {
            Path at = start;
            for (int i = 0; i < 30; i++) {
                at = at.resolve("d".repeat(100));
            }
            Files.createDirectories(at);
            Files.write(at.resolve("end.mp4"), new byte[0]);
        }
        Path bottom = top;
        for (int i = 0; i < 30; i++) {
            bottom = bottom.resolve("d".repeat(100));
        }
        Files.move(other, bottom.resolve("other"));
        expected.put(bottom.resolve("end.mp4"), new Expected(Fate.REFUSED, "is empty"));
    }

    // Helpers

    /** Makes a file with Vireo's own ffmpeg. */
    byte[] made(String name, String source, String... arguments) throws IOException {
        Path scratch = Files.createTempDirectory("vireo-made");
        Path file = scratch.resolve(name);
        List<String> command = new ArrayList<>(List.of(ffmpeg.resolve("ffmpeg").toString(), "-v", "error", "-nostdin", "-y",
                "-filter_complex", source + (arguments[0].equals("-vf") ? "," + arguments[1] : "") + "[v]", "-map", "[v]"));
        command.addAll(List.of(arguments).subList(arguments[0].equals("-vf") ? 2 : 0, arguments.length));
        command.add(file.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", ffmpeg.toString());
        run(builder);
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        Files.delete(scratch);
        return bytes;
    }

    private static boolean shell(String command) throws IOException {
        try {
            run(new ProcessBuilder("/bin/sh", "-c", command).redirectErrorStream(true));
            return true;
        } catch (FileSystemException e) {
            return false;
        }
    }

    private static void run(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new FileSystemException(String.join(" ", builder.command()) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] atom(String name, byte[] body) {
        return ByteBuffer.allocate(body.length + 8).putInt(body.length + 8).put(ascii(name)).put(body).array();
    }

    private static byte[] renamed(byte[] film, String from, String to) {
        byte[] renamed = film.clone();
        int at = indexOf(renamed, ascii(from), 0);
        if (at >= 0) {
            System.arraycopy(ascii(to), 0, renamed, at, 4);
        }
        return renamed;
    }

    /**
     * Replaces a piece of a film's header, which lies behind its frames so that no offset moves, and lengthens the atoms
     * around it.
     */
    private static byte[] grown(byte[] film, int at, int length, byte[] piece, List<String> around) {
        byte[] result = concat(concat(Arrays.copyOf(film, at), piece), Arrays.copyOfRange(film, at + length, film.length));
        for (String name : around) {
            int size = lastIndexOf(result, ascii(name), at) - 4;
            ByteBuffer.wrap(result).putInt(size, ByteBuffer.wrap(result).getInt(size) + piece.length - length);
        }
        return result;
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int at = from; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    private static int lastIndexOf(byte[] bytes, byte[] wanted, int before) {
        for (int at = before; at >= 0; at--) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new IllegalArgumentException("no " + new String(wanted, StandardCharsets.US_ASCII));
    }
}
