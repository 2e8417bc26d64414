package dev.vireo.media.ffmpeg.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.media.CaptureTime;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The footage that ships, and what lies in the shared media folder. */
final class RealFootageTest {
    private static final Path SAMPLE = Path.of("../../runtime/dist/src/main/sample");

    private final FfmpegReader reader = Footage.reader();

    @AfterEach
    void stop() {
        assertEquals(List.of(), reader.decoders(), "decoders left behind");
        reader.stop();
    }

    private static Path shared(String name) {
        String property = System.getProperty("VIREO_SHARED", System.getenv("VIREO_SHARED"));
        Path file = Path.of(property == null ? "../../../shared" : property, "media", name);
        Assumptions.assumeTrue(Files.exists(file), "absent: " + file);
        return file;
    }

    @Test
    void theSampleClipIsWholeSmallAndDated() throws IOException {
        Path clip = SAMPLE.resolve("car-park.mp4");
        assertTrue(Files.size(clip) <= 3_000_000);
        MediaInfo info = reader.probe(clip);
        assertEquals(new MediaInfo(MediaKind.VIDEO, "mp4", "h264", 768, 576, 79_500, 10, Optional.of(new CaptureTime(
                LocalDateTime.of(2026, 10, 5, 16, 30), Optional.of(ZoneOffset.UTC), ClockSource.CONTAINER))), info);
        List<Frame> frames = FormatsTest.all(reader, clip, FrameRequest.every(1000, 768));
        assertEquals(80, frames.size());
        for (int i = 0; i < 80; i++) {
            assertEquals(i * 1000L, frames.get(i).timeMs());
            // The van's white side, in each second.
            int[] side = FormatsTest.pixel(frames.get(i).image(), 705, 75);
            assertTrue(side[0] > 150 && side[1] > 150 && side[2] > 150, "second " + i + ": " + side[0] + "," + side[1] + "," + side[2]);
        }
    }

    @Test
    void theSamplePhotographsAreRead() throws IOException {
        try (var found = Files.list(SAMPLE)) {
            List<Path> photographs = found.filter(path -> path.toString().endsWith(".jpg")).toList();
            assertTrue(photographs.size() >= 4);
            for (Path photograph : photographs) {
                assertTrue(Files.size(photograph) <= 200_000, photograph.toString());
                MediaInfo info = reader.probe(photograph);
                Image image = reader.frameAt(photograph, 0);
                assertEquals(info.width(), image.width());
                assertEquals(info.height(), image.height());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"videos/vtest.avi,msmpeg4v3,768,576,79500", "videos/car-detection.mp4,h264,768,432,30160",
        "videos/bottle-detection.mp4,h264,640,360,39855"})
    void sharedVideos(String name, String codec, int width, int height, long durationMs) {
        Path file = shared(name);
        MediaInfo info = reader.probe(file);
        assertEquals(codec, info.codec());
        assertEquals(width, info.width());
        assertEquals(height, info.height());
        assertEquals(durationMs, info.durationMs(), 100);
        List<Frame> frames = FormatsTest.all(reader, file, FrameRequest.every(1000, 416));
        assertEquals((durationMs + 999) / 1000, frames.size());
        for (int i = 0; i < frames.size(); i++) {
            assertEquals(i * 1000L, frames.get(i).timeMs(), 1000 / info.frameRate());
        }
        Frame some = frames.get(frames.size() / 2);
        Image same = reader.frameAt(file, some.timeMs());
        assertEquals(width, same.width());
    }

    @Test
    void sharedPhotographs() throws IOException {
        try (var found = Files.list(shared("photos"))) {
            List<Path> photographs = found.filter(path -> path.toString().endsWith(".JPEG")).sorted().limit(40).toList();
            Assumptions.assumeFalse(photographs.isEmpty(), "no photographs");
            for (Path photograph : photographs) {
                MediaInfo info = reader.probe(photograph);
                Frame frame = FormatsTest.all(reader, photograph, FrameRequest.every(1000, 224)).getFirst();
                assertEquals(Math.min(224, Math.max(info.width(), info.height())),
                        Math.max(frame.image().width(), frame.image().height()), photograph.toString());
            }
        }
    }
}
