package dev.vireo.media.ffmpeg.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every format of the list, made by ffmpeg and read back. */
final class FormatsTest {
    @TempDir
    Path folder;

    private final FfmpegReader reader = Footage.reader();

    @AfterEach
    void stop() {
        assertEquals(List.of(), reader.decoders(), "decoders left behind");
        reader.stop();
    }

    static List<Frame> all(FfmpegReader reader, Path file, FrameRequest request) {
        List<Frame> frames = new ArrayList<>();
        try (FrameStream stream = reader.frames(file, request)) {
            for (Optional<Frame> next = stream.next(); next.isPresent(); next = stream.next()) {
                frames.add(next.get());
            }
        }
        return frames;
    }

    static int[] pixel(Image image, int x, int y) {
        int at = (y * image.width() + x) * 3;
        return new int[] {image.rgb()[at] & 0xff, image.rgb()[at + 1] & 0xff, image.rgb()[at + 2] & 0xff};
    }

    static void assertColour(int red, int green, int blue, int[] found, String where) {
        int[] wanted = {red, green, blue};
        for (int i = 0; i < 3; i++) {
            assertTrue(Math.abs(wanted[i] - found[i]) <= 24, where + ": wanted " + red + "," + green + "," + blue
                    + " got " + found[0] + "," + found[1] + "," + found[2]);
        }
    }

    static void assertQuarters(Image image, int w, int h) {
        assertEquals(w, image.width());
        assertEquals(h, image.height());
        assertColour(255, 0, 0, pixel(image, w / 4, h / 4), "top left");
        assertColour(0, 255, 0, pixel(image, 3 * w / 4, h / 4), "top right");
        assertColour(0, 0, 255, pixel(image, w / 4, 3 * h / 4), "bottom left");
        assertColour(255, 255, 255, pixel(image, 3 * w / 4, 3 * h / 4), "bottom right");
    }

    @ParameterizedTest
    @CsvSource({"jpeg,p.jpg,-pix_fmt yuvj444p -q:v 2", "png,p.png,-c:v png", "webp,p.webp,-c:v libwebp -lossless 1",
            "webp,lossy.webp,-c:v libwebp -quality 95", "bmp,p.bmp,-c:v bmp", "gif,p.gif,-c:v gif",
            "tiff,p.tiff,-c:v tiff", "tiff,lzw.tif,-c:v tiff -compression_algo lzw", "png,deep.png,-pix_fmt rgb48be",
            "png,alpha.png,-pix_fmt rgba"})
    void picture(String container, String name, String codec) throws IOException {
        Path file = Footage.picture(folder, name, codec.split(" "));
        MediaInfo info = reader.probe(file);
        assertEquals(MediaKind.IMAGE, info.kind());
        assertEquals(container, info.container());
        assertEquals(64, info.width());
        assertEquals(48, info.height());
        assertEquals(0, info.durationMs());
        assertEquals(Optional.empty(), info.clock());
        assertQuarters(reader.frameAt(file, 0), 64, 48);
        assertQuarters(reader.decode(Files.readAllBytes(file)), 64, 48);
        List<Frame> frames = all(reader, file, FrameRequest.every(1000, 32));
        assertEquals(1, frames.size());
        assertEquals(0, frames.getFirst().timeMs());
        assertQuarters(frames.getFirst().image(), 32, 24);
    }

    @ParameterizedTest
    @CsvSource({"mp4,v.mp4,-c:v libopenh264 -pix_fmt yuv420p -b:v 400k", "mov,v.mov,-c:v mjpeg -pix_fmt yuvj420p -q:v 2",
            "mkv,v.mkv,-c:v libvpx -b:v 400k -pix_fmt yuv420p", "webm,v.webm,-c:v libvpx-vp9 -b:v 400k -pix_fmt yuv420p",
            "avi,v.avi,-c:v mpeg4 -q:v 2 -pix_fmt yuv420p", "avi,msmpeg4.avi,-c:v msmpeg4 -q:v 2 -pix_fmt yuv420p",
            "mpegts,v.ts,-c:v libopenh264 -pix_fmt yuv420p -b:v 400k", "mpegts,mpeg2.ts,-c:v mpeg2video -q:v 2 -g 50 -pix_fmt yuv420p",
            "mkv,av1.mkv,-c:v libaom-av1 -cpu-used 8 -b:v 300k -pix_fmt yuv420p", "gif,v.gif,-c:v gif -pix_fmt gray"})
    void video(String container, String name, String codec) throws IOException {
        Path file = Footage.video(folder, name, 75, codec.split(" "));
        MediaInfo info = reader.probe(file);
        assertEquals(MediaKind.VIDEO, info.kind());
        assertEquals(container, info.container());
        assertEquals(160, info.width());
        assertEquals(120, info.height());
        assertEquals(3000, info.durationMs(), 60);
        assertEquals(25, info.frameRate(), 0.1);

        List<Frame> frames = all(reader, file, FrameRequest.every(1000, 640));
        assertEquals(3, frames.size());
        for (int i = 0; i < 3; i++) {
            assertEquals(i * 1000, frames.get(i).timeMs(), 20);
            assertGrey(25 * i, frames.get(i).image());
        }
        frames = all(reader, file, new FrameRequest(1040, 2000, 200, 80));
        assertEquals(List.of(1040L, 1240L, 1440L, 1640L, 1840L), frames.stream().map(Frame::timeMs).toList());
        for (Frame frame : frames) {
            assertEquals(80, frame.image().width());
            assertGrey((int) frame.timeMs() / 40, frame.image());
        }
        assertEquals(List.of(), all(reader, file, new FrameRequest(50_000, 60_000, 200, 80)));
        for (int wanted : new int[] {0, 40, 45, 1000, 1039, 2960, 2990, 100_000}) {
            assertGrey(Math.min(74, wanted / 40), reader.frameAt(file, wanted));
        }
    }

    /** Frame n is grey 16 + 8 * (n modulo 28) in the range 16 to 235, which is 9.3 * (n modulo 28) in RGB. */
    static void assertGrey(int n, Image image) {
        int[] found = pixel(image, image.width() / 2, image.height() / 2);
        double wanted = 9.315 * (n % 28);
        assertTrue(Math.abs(wanted - found[0]) < 4.5, "frame " + n + " is grey " + wanted + ", got " + found[0]);
    }
}
