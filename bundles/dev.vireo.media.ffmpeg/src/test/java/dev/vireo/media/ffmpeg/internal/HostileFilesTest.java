package dev.vireo.media.ffmpeg.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken, lie, or want something else than to be looked at. */
final class HostileFilesTest {
    @TempDir
    Path folder;

    private final FfmpegReader reader = Footage.reader();

    @AfterEach
    void stop() {
        assertEquals(List.of(), reader.decoders(), "decoders left behind");
        reader.stop();
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.array();
    }

    private VireoException refused(Path file) {
        VireoException e = assertThrows(VireoException.class, () -> FormatsTest.all(reader, file, FrameRequest.every(1000, 640)));
        assertEquals(ErrorKind.USER_INPUT, e.kind(), e.getMessage());
        return e;
    }

    private void refused(Path file, String why) {
        VireoException e = refused(file);
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    @Test
    void thingsThatAreNoMediaAreNamed() throws IOException {
        refused(folder.resolve("nowhere.mp4"), "does not exist");
        refused(folder, "is not a file");
        refused(file("empty.mp4", new byte[0]), "is empty (0 bytes)");
        refused(file("one.mp4", new byte[1]), "starts with the bytes 00");
        refused(file("text.mp4", "Dear diary, ".repeat(500).getBytes(StandardCharsets.UTF_8)), "starts like text");
        refused(file("archive.jpg", "PK\3\4 and so on, and so on".getBytes(StandardCharsets.ISO_8859_1)), "ZIP archive");
        refused(file("paper.png", "%PDF-1.7 and so on, and so on".getBytes(StandardCharsets.ISO_8859_1)), "PDF");
        refused(file("drawing.png", "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.ISO_8859_1)),
                "Supported: JPEG, PNG");
        refused(file("still.mp4", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.ISO_8859_1)), "HEIF");
        byte[] noise = new byte[5000];
        new java.util.Random(7).nextBytes(noise);
        refused(file("noise.avi", noise), "starts with the bytes");
        refused(file("noise.jpg", concat(bytes(0xff, 0xd8, 0xff, 0xe0), noise)), "noise.jpg");
        refused(file("noise.mp4", concat("\0\0\0\u0014ftypisom\0\0\0\0isom".getBytes(StandardCharsets.ISO_8859_1), noise)), "noise.mp4");
        refused(file("noise.mkv", concat(bytes(0x1a, 0x45, 0xdf, 0xa3), noise)), "noise.mkv");
        refused(file("noise.webp", concat(concat("RIFF".getBytes(StandardCharsets.US_ASCII), bytes(0, 1, 0, 0)),
                concat("WEBPVP8 ".getBytes(StandardCharsets.US_ASCII), noise))), "noise.webp");
        refused(file("short.mkv", bytes(0x1a, 0x45, 0xdf, 0xa3, 0x9f)), "cut off");
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    @Test
    void soundAloneIsNoVideo() throws IOException {
        Path sound = folder.resolve("sound.mp4");
        Footage.ffmpeg("-filter_complex", "sine=d=1[a]", "-map", "[a]", sound.toString());
        refused(sound, "has no video in it");
    }

    @Test
    void videoWithSoundIsRead() throws IOException {
        for (String name : List.of("both.mp4", "both.mkv", "both.ts", "both.avi")) {
            Path both = folder.resolve(name);
            Footage.ffmpeg("-filter_complex", "sine=d=2[a];color=c=red:s=64x48:r=10:d=2[v]", "-map", "[a]", "-map", "[v]",
                    "-pix_fmt", "yuv420p", "-c:v", name.endsWith("avi") ? "mpeg4" : "libopenh264", both.toString());
            assertTrue(FormatsTest.all(reader, both, FrameRequest.every(1000, 640)).size() >= 2, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p.jpg", "p.png", "p.webp", "p.bmp", "p.gif", "p.tiff", "v.mp4", "faststart.mp4", "v.mkv", "v.avi"})
    void halfAFileIsRefused(String name) throws IOException {
        Path whole = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("-filter_complex",
                "color=c=red:s=320x240:r=10,format=rgb24,noise=alls=90:allf=t+u[v]", "-map", "[v]", "-frames:v",
                name.startsWith("v") || name.startsWith("f") ? "80" : "1"));
        switch (name.substring(name.indexOf('.'))) {
            case ".jpg" -> arguments.addAll(List.of("-pix_fmt", "yuvj420p"));
            case ".mp4" -> arguments.addAll(List.of("-c:v", "libopenh264", "-b:v", "2M", "-pix_fmt", "yuv420p"));
            default -> { }
        }
        if (name.startsWith("fast")) {
            arguments.addAll(List.of("-movflags", "+faststart"));
        }
        arguments.add(whole.toString());
        Footage.ffmpeg(arguments.toArray(String[]::new));
        FormatsTest.all(reader, whole, FrameRequest.every(1000, 640));
        refused(Footage.cut(whole, Files.size(whole) / 2), "cut-" + name);
    }

    @Test
    void whatComesBeforeTheCutStaysGood() throws IOException {
        Path whole = Footage.video(folder, "v.mp4", 250, "-c:v", "libopenh264", "-b:v", "400k", "-pix_fmt", "yuv420p",
                "-movflags", "+faststart");
        Path half = Footage.cut(whole, Files.size(whole) / 2);
        int good = 0;
        try (FrameStream frames = reader.frames(half, FrameRequest.every(1000, 640))) {
            for (; good < 4; good++) {
                FormatsTest.assertGrey(25 * good, frames.next().orElseThrow().image());
            }
            VireoException e = assertThrows(VireoException.class, () -> {
                while (frames.next().isPresent()) {
                    Thread.onSpinWait();
                }
            });
            assertTrue(e.getMessage().contains("cut off or damaged: its last frame is at"), e.getMessage());
            assertEquals(Optional.empty(), frames.next());
        }
    }

    /** Nobody answers, nothing is opened, and the file's text does not come back in the error. */
    @ParameterizedTest
    @ValueSource(strings = {"hls", "ffconcat", "sdp", "dash"})
    void playlistsOpenNothing(String kind) throws IOException {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            web.setSoTimeout(300);
            String address = "http://127.0.0.1:" + web.getLocalPort() + "/a.ts";
            Path secret = Footage.picture(folder, "secret.png");
            String list = switch (kind) {
                case "hls" -> "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\nfile:///etc/passwd\n#EXTINF:10,\n" + address
                        + "\n#EXTINF:10,\nconcat:file:///etc/passwd|" + address + "\n#EXT-X-ENDLIST\n";
                case "ffconcat" -> "ffconcat version 1.0\nfile '" + secret + "'\nfile '" + address + "'\nfile '/etc/passwd'\n";
                case "sdp" -> "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video "
                        + web.getLocalPort() + " RTP/AVP 96\na=rtpmap:96 H264/90000\n";
                default -> "<?xml version='1.0'?><MPD type='static'><Period><AdaptationSet><Representation><BaseURL>"
                        + address + "</BaseURL></Representation></AdaptationSet></Period></MPD>";
            };
            for (String name : List.of("list.mp4", "list.m3u8", "list.ts", "list.png")) {
                VireoException e = refused(file(name, list.getBytes(StandardCharsets.UTF_8)));
                assertFalse(e.getMessage().contains("root:"), e.getMessage());
            }
            assertThrows(SocketTimeoutException.class, web::accept, "somebody followed the address");
            secondLine(kind, file("list", list.getBytes(StandardCharsets.UTF_8)));
            assertThrows(SocketTimeoutException.class, web::accept, "somebody followed the address");
        }
    }

    /** Even if a list were taken for media, the child can open no other file or address. */
    private void secondLine(String kind, Path list) {
        String demuxer = kind.equals("ffconcat") ? "concat" : kind;
        List<String> command = new ArrayList<>(List.of("-v", "error", "-nostdin"));
        command.addAll(Arguments.input(Header.read(png()), Footage.limits()));
        command.replaceAll(argument -> argument.equals(Format.PNG.demuxer()) ? demuxer : argument);
        command.remove("-format_whitelist");
        command.remove(demuxer);
        command.addAll(List.of("-f", demuxer, "-i", "fd:", "-map", "0", "-f", "null", "-"));
        try (Children children = new Children(new Programs(Footage.HOME.resolve("cache")), Footage.limits());
                Child child = children.start("ffmpeg", list, 10, command)) {
            assertFalse(child.await(20_000) == 0, kind + " was followed");
        }
    }

    private Path png() {
        try {
            return Footage.picture(folder, "plain.png");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A reader whose programs were never unpacked shows that no decoder was asked. */
    @Test
    void bombsAreRefusedFromTheirHeaderWithoutADecoder() throws IOException {
        ByteBuffer png = ByteBuffer.allocate(45);
        png.put(bytes(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R')).putInt(60_000)
                .putInt(60_000).put(bytes(8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'I', 'E', 'N', 'D', 1, 1, 1, 1));
        ByteBuffer gif = ByteBuffer.allocate(35).order(ByteOrder.LITTLE_ENDIAN);
        gif.put("GIF89a".getBytes(StandardCharsets.US_ASCII)).putShort((short) 60_000).putShort((short) 60_000)
                .put(bytes(0x80, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x2c)).putInt(0).putShort((short) 60_000)
                .putShort((short) 60_000).put(bytes(0, 2, 1, 0, 0, 0x3b));
        byte[] jpeg = bytes(0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xea, 0x60, 0xea, 0x60, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11,
                1, 0xff, 0xd9);
        ByteBuffer bmp = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
        bmp.put((byte) 'B').put((byte) 'M').putInt(60).putInt(0).putInt(54).putInt(40).putInt(60_000).putInt(-60_000);
        ByteBuffer tiff = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) 2)
                .putShort((short) 0x100).putShort((short) 4).putInt(1).putInt(60_000)
                .putShort((short) 0x101).putShort((short) 4).putInt(1).putInt(60_000);
        ByteBuffer webp = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        webp.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(22)
                .put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(0)
                .put(bytes(0x5f, 0xea, 0, 0x5f, 0xea, 0));
        Path home = folder.resolve("home");
        FfmpegReader fresh = new FfmpegReader(home, Footage.limits(), Footage.NOW);
        byte[][] bombs = {png.array(), gif.array(), jpeg, bmp.array(), tiff.array(), webp.array()};
        for (byte[] bomb : bombs) {
            Path file = file("bomb" + bomb.length, bomb);
            for (VireoException e : List.of(assertThrows(VireoException.class, () -> fresh.probe(file)),
                    assertThrows(VireoException.class, () -> fresh.frameAt(file, 0)),
                    assertThrows(VireoException.class, () -> fresh.decode(bomb)))) {
                assertEquals(ErrorKind.USER_INPUT, e.kind());
                assertTrue(e.getMessage().contains("60000 x 60000 pixels by its header; Vireo reads up to 67 megapixels"),
                        e.getMessage());
            }
        }
        fresh.stop();
        assertFalse(Files.exists(home.resolve("cache/ffmpeg")) || Files.exists(home.resolve("cache"))
                && programs(home) > 0, "a decoder was unpacked");
    }

    private static long programs(Path home) throws IOException {
        try (var found = Files.list(home.resolve("cache"))) {
            return found.filter(path -> path.getFileName().toString().startsWith("ffmpeg")).count();
        }
    }

    @Test
    void hugeVideoFramesAreRefused() throws IOException {
        Path file = folder.resolve("huge.mov");
        Footage.ffmpeg("-filter_complex", "color=c=red:s=8400x8400:r=1[v]", "-map", "[v]", "-frames:v", "1", "-c:v",
                "mjpeg", "-pix_fmt", "yuvj420p", file.toString());
        refused(file, "no frame size up to the 67 megapixels");
    }

    @Test
    void theLargestPictureFitsIntoADecoder() throws IOException {
        Path file = folder.resolve("large.png");
        Footage.ffmpeg("-filter_complex", "color=c=red:s=8192x8192,format=rgb24[v]", "-map", "[v]", "-frames:v", "1",
                "-compression_level", "1", file.toString());
        var frames = FormatsTest.all(reader, file, FrameRequest.every(1000, 640));
        assertEquals(640, frames.getFirst().image().width());
        FormatsTest.assertColour(255, 0, 0, FormatsTest.pixel(frames.getFirst().image(), 320, 320), "middle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-i.png", "-version", "new\nline.png", "quo'te\".png", "%03d.png", "file:x.png", "a b;c|d&.png",
        "ünïcode-白.png", "concat:a|b.png", "pipe:0"})
    void namesAreOnlyNames(String name) throws IOException {
        Path picture = Footage.picture(folder, "plain.png");
        Path odd = Files.copy(picture, folder.resolve(name));
        FormatsTest.assertQuarters(reader.frameAt(odd, 0), 64, 48);
        Path video = Footage.video(folder, "v.avi", 30, "-c:v", "mpeg4", "-pix_fmt", "yuv420p");
        Path oddVideo = Files.move(video, folder.resolve(name + "v"));
        assertEquals(2, FormatsTest.all(reader, oddVideo, FrameRequest.every(1000, 64)).size());
        Path clip = folder.resolve(name + ".mp4");
        reader.clip(oddVideo, 0, 1000, clip);
        assertEquals(1000, reader.probe(clip).durationMs(), 50);
    }

    @Test
    void aNameCannotForgeLines() throws IOException {
        VireoException e = refused(file("a\nERROR forged", new byte[10]));
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }

    @Test
    void aNameOfTheStoreIsNotShown() throws IOException {
        VireoException e = refused(file("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", new byte[10]));
        assertTrue(e.getMessage().startsWith("the file is not an image or video"), e.getMessage());
    }

    @Test
    void codecsOutsideTheListAreNotDecoded() throws IOException {
        Path file = folder.resolve("odd.avi");
        Footage.ffmpeg("-filter_complex", "color=c=red:s=64x48:r=5:d=1[v]", "-map", "[v]", "-c:v", "zmbv", file.toString());
        refused(file, "is encoded as zmbv, which Vireo does not decode");
    }
}
