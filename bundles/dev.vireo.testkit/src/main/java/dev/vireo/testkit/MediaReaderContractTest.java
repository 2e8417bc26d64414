package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.media.MediaReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every media reader must do. */
public abstract class MediaReaderContractTest {
    @TempDir
    Path folder;

    /** A live reader; {@link #stop} ends it. */
    protected abstract MediaReader reader();

    /** Ends the reader as the framework would. */
    protected abstract void stop(MediaReader reader);

    /** A video of at least three seconds whose picture changes, with at least five frames a second. */
    protected abstract Path video();

    /** The picture as an uncompressed 24-bit BMP (rows from the bottom, padded to four bytes, BGR). */
    public static byte[] bmp(Image image) {
        int row = (image.width() * 3 + 3) / 4 * 4;
        ByteBuffer out = ByteBuffer.allocate(54 + row * image.height()).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'B').put((byte) 'M').putInt(out.capacity()).putInt(0).putInt(54);
        out.putInt(40).putInt(image.width()).putInt(image.height()).putShort((short) 1).putShort((short) 24);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int from = (y * image.width() + x) * 3;
                int to = 54 + (image.height() - 1 - y) * row + x * 3;
                out.put(to, image.rgb()[from + 2]).put(to + 1, image.rgb()[from + 1]).put(to + 2, image.rgb()[from]);
            }
        }
        return out.array();
    }

    private static List<Frame> all(FrameStream stream) {
        List<Frame> frames = new ArrayList<>();
        try (stream) {
            for (Optional<Frame> next = stream.next(); next.isPresent(); next = stream.next()) {
                frames.add(next.get());
            }
            assertEquals(Optional.empty(), stream.next(), "the end is not the end");
        }
        return frames;
    }

    @Test
    void picturesKeepEveryPixel() throws IOException {
        MediaReader reader = reader();
        int number = 0;
        for (Image picture : Pictures.extreme()) {
            byte[] bytes = bmp(picture);
            assertArrayEquals(picture.rgb(), reader.decode(bytes).rgb());
            Path file = Files.write(folder.resolve("picture" + number++), bytes);
            MediaInfo info = reader.probe(file);
            assertEquals(MediaKind.IMAGE, info.kind());
            assertEquals(picture.width(), info.width());
            assertEquals(picture.height(), info.height());
            assertArrayEquals(picture.rgb(), reader.frameAt(file, 12_345).rgb());
            Image small = all(reader.frames(file, FrameRequest.every(1, 16))).getFirst().image();
            assertTrue(small.width() <= 16 && small.height() <= 16 && small.width() >= 1, picture.width() + "x" + picture.height());
            assertTrue(reader.decode(reader.jpeg(file, 0, List.of(new Box(0, 0, 1, 1)), 64)).width() <= 64);
        }
        stop(reader);
    }

    @Test
    void framesComeInOrderOfTimeAndOncePerInterval() {
        MediaReader reader = reader();
        MediaInfo info = reader.probe(video());
        assertEquals(MediaKind.VIDEO, info.kind());
        assertTrue(info.durationMs() >= 3000 && info.frameRate() >= 5, info.toString());
        List<Frame> frames = all(reader.frames(video(), FrameRequest.every(500, 64)));
        assertEquals((info.durationMs() + 499) / 500, frames.size(), 1);
        for (int i = 0; i < frames.size(); i++) {
            assertEquals(i * 500L, frames.get(i).timeMs(), 1000 / info.frameRate());
            assertEquals(64, Math.max(frames.get(i).image().width(), frames.get(i).image().height()));
        }
        List<Frame> part = all(reader.frames(video(), new FrameRequest(1000, 2000, 500, 64)));
        assertEquals(frames.subList(2, 4).stream().map(Frame::timeMs).toList(), part.stream().map(Frame::timeMs).toList());
        assertArrayEquals(frames.get(2).image().rgb(), part.getFirst().image().rgb(), "another frame with the same time");
        Image full = reader.frameAt(video(), frames.get(2).timeMs());
        assertEquals(info.width(), full.width());
        assertEquals(info.height(), full.height());
        stop(reader);
    }

    @Test
    void aClipIsAVideoOfItsLength() {
        MediaReader reader = reader();
        Path clip = folder.resolve("clip.mp4");
        reader.clip(video(), 1000, 2000, clip);
        MediaInfo info = reader.probe(clip);
        assertEquals("h264", info.codec());
        assertEquals(1000, info.durationMs(), 1000 / info.frameRate() + 1);
        stop(reader);
    }

    @Test
    void whatIsNoMediaIsTheCallersFault() throws IOException {
        MediaReader reader = reader();
        Path text = Files.writeString(folder.resolve("text.mp4"), "no video at all, only text");
        for (Path file : List.of(text, folder.resolve("absent.jpg"), folder, Files.createFile(folder.resolve("empty.png")))) {
            for (Runnable use : List.<Runnable>of(() -> reader.probe(file), () -> reader.frameAt(file, 0),
                    () -> reader.frames(file, FrameRequest.every(1, 64)).close(), () -> reader.jpeg(file, 0, List.of(), 64),
                    () -> reader.clip(file, 0, 1, folder.resolve("clip.mp4")))) {
                VireoException e = assertThrows(VireoException.class, use::run);
                assertEquals(ErrorKind.USER_INPUT, e.kind(), e.getMessage());
            }
        }
        assertEquals(ErrorKind.USER_INPUT, assertThrows(VireoException.class, () -> reader.decode(new byte[3])).kind());
        stop(reader);
    }

    @Test
    void afterItsEndItRefuses() {
        MediaReader reader = reader();
        FrameStream open = reader.frames(video(), FrameRequest.every(1, 4000));
        assertTrue(open.next().isPresent());
        stop(reader);
        assertEquals(ErrorKind.UNAVAILABLE,
                assertThrows(VireoException.class, () -> reader.frameAt(video(), 0)).kind());
        open.close();
    }
}
