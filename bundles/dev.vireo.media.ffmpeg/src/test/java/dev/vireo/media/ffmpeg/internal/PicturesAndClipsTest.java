package dev.vireo.media.ffmpeg.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the reader makes: pictures with boxes, and clips. */
final class PicturesAndClipsTest {
    @TempDir
    Path folder;

    private final FfmpegReader reader = Footage.reader();

    @AfterEach
    void stop() {
        assertEquals(List.of(), reader.decoders(), "decoders left behind");
        reader.stop();
    }

    @Test
    void boxesAreDrawnWhereTheyAre() throws IOException {
        Path file = folder.resolve("grey.avi");
        Footage.ffmpeg("-filter_complex", "color=c=gray:s=640x480:r=10:d=2[v]", "-map", "[v]", "-c:v", "mpeg4", "-pix_fmt",
                "yuv420p", file.toString());
        Box box = new Box(100, 200, 300, 100);
        Image image = reader.decode(reader.jpeg(file, 1000, List.of(box), Integer.MAX_VALUE));
        assertEquals(640, image.width());
        assertBox(image, 100, 200, 400, 300);
        Image half = reader.decode(reader.jpeg(file, 1000, List.of(box), 320));
        assertEquals(320, half.width());
        assertBox(half, 50, 100, 200, 150);
        Image edges = reader.decode(reader.jpeg(file, 0, List.of(new Box(-50, -50, 5000, 5000), new Box(639, 479, 1, 1),
                new Box(1e9, 1e9, 1, 1)), 640));
        assertEquals(480, edges.height());
        VireoException e = assertThrows(VireoException.class, () -> reader.jpeg(file, 0, List.of(), 3));
        assertEquals(ErrorKind.USER_INPUT, e.kind());
    }

    private static void assertBox(Image image, int left, int top, int right, int bottom) {
        int middle = (top + bottom) / 2;
        assertYellow(image, left, middle);
        assertYellow(image, right - 1, middle);
        assertYellow(image, (left + right) / 2, top);
        assertYellow(image, (left + right) / 2, bottom - 1);
        FormatsTest.assertColour(128, 128, 128, FormatsTest.pixel(image, (left + right) / 2, middle), "inside");
        FormatsTest.assertColour(128, 128, 128, FormatsTest.pixel(image, left - 12, middle), "outside");
    }

    private static void assertYellow(Image image, int x, int y) {
        int[] found = FormatsTest.pixel(image, x, y);
        assertTrue(found[0] > 180 && found[1] > 140 && found[2] < 110, "line at " + x + "," + y + " is " + found[0] + ","
                + found[1] + "," + found[2]);
    }

    @ParameterizedTest
    @CsvSource({"v.mp4,-c:v libopenh264 -b:v 400k -g 50", "v.ts,-c:v mpeg2video -q:v 3 -g 50", "v.avi,-c:v mpeg4 -g 50",
        "v.webm,-c:v libvpx -b:v 400k"})
    void aClipHoldsItsPartOfTheVideo(String name, String codec) throws IOException {
        Path file = Footage.video(folder, name, 250, (codec + " -pix_fmt yuv420p").split(" "));
        Path clip = folder.resolve("clip.mp4");
        reader.clip(file, 3000, 5000, clip);
        MediaInfo info = reader.probe(clip);
        assertEquals("h264", info.codec());
        assertEquals(2000, info.durationMs(), 45);
        List<Frame> frames = FormatsTest.all(reader, clip, FrameRequest.every(1, 640));
        assertEquals(50, frames.size(), 1);
        for (int i = 0; i < 50; i += 12) {
            assertNear(75 + i, frames.get(i).image());
        }
        byte[] bytes = Files.readAllBytes(clip);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertTrue(text.indexOf("moov") < text.indexOf("mdat"), "a browser cannot start before the whole file is there");
        assertEquals(List.of("clip.mp4", name), list());
    }

    /** The encoder loses some levels of grey; neighbours are nine apart. */
    private static void assertNear(int n, Image image) {
        int found = FormatsTest.pixel(image, 80, 60)[0];
        double wanted = 9.315 * (n % 28);
        assertTrue(Math.abs(wanted - found) < 8, "frame " + n + " is grey " + wanted + ", got " + found);
    }

    private List<String> list() throws IOException {
        try (var found = Files.list(folder)) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aClipOfATimelapseShowsWhatWasOnScreen() throws IOException {
        Path file = folder.resolve("slow.mkv");
        Footage.ffmpeg("-filter_complex", "color=c=black:s=160x120:r=1/10,format=yuv444p,geq=cb=128:cr=128:lum='16+80*N'[v]",
                "-map", "[v]", "-frames:v", "3", "-c:v", "mpeg4", "-q:v", "2", "-pix_fmt", "yuv420p", file.toString());
        Path clip = folder.resolve("clip.mp4");
        reader.clip(file, 13_000, 16_000, clip);
        assertEquals(3000, reader.probe(clip).durationMs(), 1000);
        assertEquals(93, FormatsTest.pixel(reader.frameAt(clip, 0), 80, 60)[0], 8);
    }

    @Test
    void aClipThatCannotBeMadeLeavesNothing() throws IOException {
        Path picture = Footage.picture(folder, "p.png");
        Path target = folder.resolve("clip.mp4");
        assertEquals(ErrorKind.USER_INPUT, assertThrows(VireoException.class, () -> reader.clip(picture, 0, 1, target)).kind());
        Path video = Footage.video(folder, "v.avi", 50, "-c:v", "mpeg4", "-pix_fmt", "yuv420p");
        for (long[] part : new long[][] {{-1, 5}, {5, 5}, {5000, 6000}, {0, 10_000_000}}) {
            assertEquals(ErrorKind.USER_INPUT,
                    assertThrows(VireoException.class, () -> reader.clip(video, part[0], part[1], target)).kind());
        }
        Path nowhere = folder.resolve("no/such/folder/clip.mp4");
        VireoException e = assertThrows(VireoException.class, () -> reader.clip(video, 0, 1000, nowhere));
        assertEquals(ErrorKind.EXTERNAL, e.kind(), e.getMessage());
        assertFalse(e.getMessage().contains("v.avi cannot be decoded"), e.getMessage());
        assertEquals(List.of("p.png", "v.avi"), list());
    }

    @Test
    void picturesThatClientsSendLeaveNoFile() throws IOException {
        byte[] bytes = Files.readAllBytes(Footage.picture(folder, "p.png"));
        FormatsTest.assertQuarters(reader.decode(bytes), 64, 48);
        VireoException e = assertThrows(VireoException.class, () -> reader.decode("no picture at all".getBytes(StandardCharsets.UTF_8)));
        assertEquals(ErrorKind.USER_INPUT, e.kind());
        assertTrue(e.getMessage().startsWith("the picture is not an image"), e.getMessage());
        assertThrows(VireoException.class, () -> reader.decode(new byte[0]));
        byte[] video = Files.readAllBytes(Footage.video(folder, "v.avi", 25, "-c:v", "mpeg4", "-pix_fmt", "yuv420p"));
        assertTrue(assertThrows(VireoException.class, () -> reader.decode(video)).getMessage().contains("is a video"));
        try (var left = Files.list(Footage.HOME.resolve("cache/received"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void partsOfSeveralFilesBecomeOneClip() throws IOException {
        Path first = folder.resolve("red.mp4");
        Footage.ffmpeg("-filter_complex", "color=c=red:s=320x240:r=10:d=2[v]", "-map", "[v]", "-c:v", "libopenh264",
                first.toString());
        Path second = folder.resolve("blue.avi"); // another container, codec, size and rate
        Footage.ffmpeg("-filter_complex", "color=c=blue:s=640x480:r=25:d=3[v]", "-map", "[v]", "-c:v", "mpeg4",
                second.toString());
        Path target = folder.resolve("clip.mp4");

        reader.clip(List.of(new MediaReader.Span(first, 500, 2000), new MediaReader.Span(second, 1000, 2500)), target);

        MediaInfo info = reader.probe(target);
        assertEquals(320, info.width());
        assertEquals(3000, info.durationMs(), 150);
        assertColour(reader.frameAt(target, 1300), 255, 0, 0);
        assertColour(reader.frameAt(target, 1700), 0, 0, 255);
        assertEquals(ErrorKind.USER_INPUT,
                assertThrows(VireoException.class, () -> reader.clip(List.of(), target)).kind());
        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.filter(p -> p.getFileName().toString().startsWith(".clip")).toList());
        }
    }

    private static void assertColour(Image image, int red, int green, int blue) {
        int at = (image.height() / 2 * image.width() + image.width() / 2) * 3;
        String seen = (image.rgb()[at] & 0xff) + ", " + (image.rgb()[at + 1] & 0xff) + ", " + (image.rgb()[at + 2] & 0xff);
        assertTrue(Math.abs((image.rgb()[at] & 0xff) - red) < 12 && Math.abs((image.rgb()[at + 1] & 0xff) - green) < 12
                && Math.abs((image.rgb()[at + 2] & 0xff) - blue) < 12, seen);
    }
}
