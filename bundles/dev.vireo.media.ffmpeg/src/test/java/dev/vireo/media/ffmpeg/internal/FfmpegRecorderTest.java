package dev.vireo.media.ffmpeg.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.StreamRecorder.Recording;
import dev.vireo.api.media.StreamRecorder.Segment;
import dev.vireo.testkit.RtspServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real servers: GStreamer's for RTSP, the JDK's for HTTP. */
@Timeout(120)
final class FfmpegRecorderTest {
    private static final String SECRET = "pa%20ss%40word";

    @TempDir
    Path folder;

    private final FfmpegReader reader = Footage.reader();
    private final FfmpegRecorder recorder =
            new FfmpegRecorder(Footage.HOME, 4, 1024, 2_000, "", InstantSource.system());
    private HttpServer web;

    @BeforeEach
    void open() throws IOException {
        web = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        web.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        web.start();
    }

    @AfterEach
    void stop() {
        web.stop(0);
        assertEquals(List.of(), recorder.recorders(), "recorders left behind");
        recorder.stop();
        reader.stop();
    }

    /** H.264 with a key frame each second. */
    private Path film(int seconds) throws IOException {
        return Footage.video(folder, "film.mp4", 25 * seconds, "-c:v", "libopenh264", "-g", "25", "-pix_fmt", "yuv420p");
    }

    private static VireoException ends(Recording recording) {
        return assertThrows(VireoException.class, () -> {
            while (recording.next().isPresent()) {
                // what came before stays
            }
        });
    }

    private List<Segment> segments(Recording recording, int count) {
        List<Segment> segments = new ArrayList<>();
        while (segments.size() < count) {
            segments.add(recording.next().orElseThrow());
        }
        return segments;
    }

    private void assertPlayable(Segment segment) {
        MediaInfo info = reader.probe(segment.file());
        assertEquals(segment.durationMs(), info.durationMs(), 100);
        int frames = 0;
        try (FrameStream stream = reader.frames(segment.file(), FrameRequest.every(250, 320))) {
            while (stream.next().isPresent()) {
                frames++;
            }
        }
        assertEquals(segment.durationMs() / 250.0, frames, 1.5);
    }

    @Test
    @SuppressWarnings("try") // closed early, to see what comes then
    void segmentsOfACameraFollowEachOtherAndItsPasswordIsNowhere() throws IOException {
        assumeTrue(RtspServer.available(), "needs the packages " + RtspServer.PACKAGES);
        Instant before = Instant.now();
        try (RtspServer camera = RtspServer.start(film(30), "us", "pa ss@word");
                Recording recording = recorder.record(camera.url("us", SECRET), folder.resolve("live"), 2_000)) {
            List<Segment> segments = segments(recording, 3);
            for (long pid : recorder.recorders()) {
                String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
                assertFalse(line.contains("word") || line.contains("127.0.0.1"), line);
            }
            for (Segment segment : segments) {
                assertPlayable(segment);
                assertTrue(Math.abs(segment.durationMs() - 2_000) <= 600, segment + ": not at the nearest key frame");
                assertTrue(segment.startedAt().isAfter(before) && segment.startedAt().isBefore(Instant.now()));
            }
            for (int i = 1; i < 3; i++) {
                Instant end = segments.get(i - 1).startedAt().plusMillis(segments.get(i - 1).durationMs());
                long gap = Duration.between(end, segments.get(i).startedAt()).toMillis();
                assertTrue(gap >= 0 && gap <= 100, "gap of " + gap + " ms");
            }
            // A camera tells its clock in RTCP sender reports, the first up to 7.5 s after the start (RFC 3550, 6.2).
            Optional<Long> told = segments.get(2).cameraOffsetMs();
            for (int i = 0; told.isEmpty() && i < 5; i++) {
                told = segments(recording, 1).get(0).cameraOffsetMs();
            }
            long offset = told.orElseThrow(() -> new AssertionError("no camera clock after eight segments"));
            // Both run on this machine, so what differs is the way between them.
            assertTrue(Math.abs(offset) < 3_000, "offset " + offset + " ms");
            assertTrue(recording.lastFrameAt().isPresent());
            recording.close();
            while (recording.next().isPresent()) {
                // what was being written is finished
            }
        }
        try (var left = Files.list(folder.resolve("live"))) {
            assertTrue(left.allMatch(p -> p.toString().endsWith(".mp4")));
        }
    }

    @Test
    void aWrongPasswordAndAWrongPathAreTold() throws IOException {
        assumeTrue(RtspServer.available(), "needs the packages " + RtspServer.PACKAGES);
        try (RtspServer camera = RtspServer.start(film(5), "us", "right")) {
            try (Recording recording = recorder.record(camera.url("us", "wr0ng"), folder.resolve("a"), 2_000)) {
                VireoException e = ends(recording);
                assertEquals(ErrorKind.USER_INPUT, e.kind());
                assertTrue(e.getMessage().contains("refuses the user (401)"), e.getMessage());
                assertFalse(e.getMessage().contains("wr0ng"), e.getMessage());
            }
            String absent = camera.url("us", "right").replace("/cam", "/cam2");
            try (Recording recording = recorder.record(absent, folder.resolve("b"), 2_000)) {
                VireoException e = ends(recording);
                assertEquals(ErrorKind.USER_INPUT, e.kind());
                assertTrue(e.getMessage().contains("404") || e.getMessage().contains("401"), e.getMessage());
            }
        }
    }

    @Test
    void aKilledAndAFrozenCameraAreNoticedAndComeBack() throws IOException {
        assumeTrue(RtspServer.available(), "needs the packages " + RtspServer.PACKAGES);
        try (RtspServer camera = RtspServer.start(film(60))) {
            try (Recording recording = recorder.record(camera.url(), folder.resolve("live"), 1_000)) {
                segments(recording, 1);
                camera.kill();
                while (recording.next().isPresent()) {
                    // a connection that its other side closes ends without an error
                }
            }
            try (Recording recording = recorder.record(camera.url(), folder.resolve("live"), 1_000)) {
                VireoException e = ends(recording);
                assertTrue(e.getMessage().contains("nobody answers"), e.getMessage());
            }
            camera.start();
            try (Recording recording = recorder.record(camera.url(), folder.resolve("live"), 1_000)) {
                segments(recording, 1);
                camera.freeze();
                long begin = System.nanoTime();
                VireoException e = ends(recording);
                assertTrue(e.getMessage().contains("silent"), e.getMessage());
                assertTrue(System.nanoTime() - begin < 10_000_000_000L, "noticed after 10 s only");
                camera.thaw();
            }
            try (Recording recording = recorder.record(camera.url(), folder.resolve("live"), 1_000)) {
                assertPlayable(segments(recording, 1).get(0));
            }
        }
    }

    private String serve(String path, String type, byte[] bytes, int everyMs, int chunk) {
        web.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int at = 0; at < bytes.length; at += chunk) {
                    out.write(bytes, at, Math.min(chunk, bytes.length - at));
                    out.flush();
                    if (everyMs > 0) {
                        Thread.sleep(everyMs);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return "http://127.0.0.1:" + web.getAddress().getPort() + path;
    }

    @Test
    void motionJpegIsTimedByItsArrival() throws IOException {
        Path picture = Footage.picture(folder, "p.jpg", "-q:v", "3", "-pix_fmt", "yuvj420p");
        byte[] jpeg = Files.readAllBytes(picture);
        byte[] part = new byte[2_000]; // each picture padded to one size, so that the server can pace them
        byte[] head = ("--b\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        java.util.Arrays.fill(part, (byte) '\r');
        System.arraycopy(head, 0, part, 0, head.length);
        System.arraycopy(jpeg, 0, part, head.length, jpeg.length);
        part[part.length - 1] = '\n';
        byte[] all = new byte[part.length * 60];
        for (int i = 0; i < 60; i++) {
            System.arraycopy(part, 0, all, i * part.length, part.length);
        }
        String url = serve("/mjpeg", "multipart/x-mixed-replace; boundary=b", all, 100, part.length);
        try (Recording recording = recorder.record(url, folder.resolve("live"), 2_000)) {
            Segment segment = segments(recording, 1).get(0);
            assertEquals(2_000, segment.durationMs(), 500); // twenty pictures: 0.8 s at the 25 a second FFmpeg assumes
            assertEquals(segment.durationMs(), reader.probe(segment.file()).durationMs(), 250);
            assertEquals(Optional.empty(), segment.cameraOffsetMs());
        }
    }

    @Test
    void aFinishedFilmComesNoFasterThanTimePasses() throws IOException {
        Path film = folder.resolve("film.mkv");
        Footage.ffmpeg("-i", film(8).toString(), "-c", "copy", film.toString());
        String url = serve("/film.mkv", "video/x-matroska", Files.readAllBytes(film), 0, 1 << 16);
        long begin = System.nanoTime();
        try (Recording recording = recorder.record(url, folder.resolve("live"), 2_000)) {
            int ms = 0;
            for (Optional<Segment> next = recording.next(); next.isPresent(); next = recording.next()) {
                ms += Math.toIntExact(next.get().durationMs());
            }
            assertEquals(8_000, ms, 200);
            assertTrue(System.nanoTime() - begin > 5_000_000_000L, "8 s came within 5 s");
        }
    }

    @Test
    void aChangeOfResolutionIsRecorded() throws IOException {
        List<byte[]> parts = new ArrayList<>();
        for (String size : List.of("320x240", "160x120")) {
            Path part = folder.resolve(size + ".ts");
            Footage.ffmpeg("-filter_complex", "testsrc=s=" + size + ":r=10:d=3[v]", "-map", "[v]", "-c:v", "libopenh264", "-g",
                    "10", "-pix_fmt", "yuv420p", "-output_ts_offset", parts.isEmpty() ? "0" : "3", part.toString());
            parts.add(Files.readAllBytes(part));
        }
        byte[] all = new byte[parts.get(0).length + parts.get(1).length];
        System.arraycopy(parts.get(0), 0, all, 0, parts.get(0).length);
        System.arraycopy(parts.get(1), 0, all, parts.get(0).length, parts.get(1).length);
        String url = serve("/live.ts", "video/mp2t", all, 20, all.length / 250);
        long ms = 0;
        try (Recording recording = recorder.record(url, folder.resolve("live"), 1_000)) {
            for (Optional<Segment> next = recording.next(); next.isPresent(); next = recording.next()) {
                assertPlayable(next.get());
                ms += next.get().durationMs();
            }
        }
        assertEquals(6_000, ms, 500);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "list.m3u8|#EXTM3U\\n#EXT-X-TARGETDURATION:5\\n#EXTINF:5,\\nfile:///etc/passwd\\n#EXT-X-ENDLIST\\n",
        "concat|ffconcat version 1.0\\nfile 'file:/etc/passwd'\\n",
        "sdp|v=0\\no=- 0 0 IN IP4 127.0.0.1\\ns=x\\nc=IN IP4 127.0.0.1\\nt=0 0\\nm=video 5004 RTP/AVP 96\\na=rtpmap:96 H264/90000\\n",
        "dash|<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"></MPD>",
        "garbage|\u0001\u0002\u0003 nothing that is a video"
    })
    void aSourceCannotNameOtherFilesOrAddresses(String name, String body) {
        String text = body.replace("\\n", "\n");
        String url = serve("/" + name, "text/plain", text.repeat(name.equals("garbage") ? 5_000 : 1)
                .getBytes(StandardCharsets.UTF_8), 0, 1 << 16);
        try (Recording recording = recorder.record(url, folder.resolve("live"), 2_000)) {
            VireoException e = ends(recording);
            assertFalse(e.getMessage().contains("root:"), e.getMessage());
            assertTrue(e.getMessage().startsWith(url), e.getMessage());
        }
        assertEquals(0, folder.resolve("live").toFile().list().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "http://127.0.0.1:%d/film.mkv"})
    void redirectsAreNotFollowed(String target) throws IOException {
        serve("/film.mkv", "video/x-matroska", Files.readAllBytes(film(2)), 0, 1 << 16);
        int port = web.getAddress().getPort();
        web.createContext("/away", exchange -> {
            exchange.getResponseHeaders().set("Location", target.formatted(port));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        try (Recording recording = recorder.record("http://u:pw@127.0.0.1:" + port + "/away", folder.resolve("live"), 2_000)) {
            VireoException e = ends(recording);
            assertTrue(e.getMessage().contains("redirects"), e.getMessage());
            assertFalse(e.getMessage().contains("pw"), e.getMessage());
        }
    }

    @Test
    void addressesAreCheckedAndShownWithoutSecrets() {
        assertEquals("rtsp://cam:554/s?channel=1&password=***",
                recorder.check("rtsp://joe:s3cret@cam:554/s?channel=1&password=geheim"));
        assertEquals("https://[::1]/live.ts", recorder.check("https://[::1]/live.ts"));
        for (String wrong : List.of("file:///etc/passwd", "concat:a|b", "subfile,,start,0,end,9,,:/etc/passwd", "/etc/passwd",
                "udp://@:5000", "rtsp:///x", "rtsp://joe:s3cret@/x", "http://h:0/", "http://h:99999/",
                "rtsp://joe:s3cret@host/a b", "rtsp://joe:s3:cr@et@host/", "http://h/'\n", "http://h/#x", "", "rtsp:")) {
            VireoException e = assertThrows(VireoException.class, () -> recorder.check(wrong), wrong);
            assertEquals(ErrorKind.USER_INPUT, e.kind());
            assertFalse(e.getMessage().contains("s3"), e.getMessage());
        }
    }

    @Test
    void closingEndsAWaitingRecording() throws Exception {
        web.createContext("/silent", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
        });
        Recording recording = recorder.record("http://127.0.0.1:" + web.getAddress().getPort() + "/silent",
                folder.resolve("live"), 2_000);
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            recording.close();
        });
        assertEquals(Optional.empty(), recording.next());
    }
}
