package dev.vireo.media.ffmpeg.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Piece;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Image;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pieces with a gap between: red from 0 to 2 s, blue from 5 to 8 s. */
final class PieceFootageTest {
    @TempDir
    Path home;

    private final FfmpegReader reader = Footage.reader();
    private final List<Piece> pieces = new ArrayList<>();

    @AfterEach
    void stop() {
        reader.stop();
    }

    private PieceFootage footage() throws IOException {
        ContentStore store = new ContentStore(home);
        add(store, "red", 0, 2);
        add(store, "blue", 5, 3);
        Catalog catalog = (Catalog) Proxy.newProxyInstance(
                Catalog.class.getClassLoader(), new Class<?>[] {Catalog.class}, (_, method, arguments) -> {
                    assertEquals("pieces", method.getName());
                    return (long) arguments[0] == 7 ? pieces : List.of();
                });
        return new PieceFootage(catalog, store, reader);
    }

    private void add(ContentStore store, String colour, int fromS, int seconds) throws IOException {
        Path file = home.resolve(colour + ".mp4");
        Footage.ffmpeg("-filter_complex", "color=c=" + colour + ":s=160x120:r=10:d=" + seconds + "[v]", "-map", "[v]", "-c:v",
                "libopenh264", file.toString());
        var stored = store.put(file);
        pieces.add(new Piece(fromS * 1000L, (fromS + seconds) * 1000L, stored.sha256(), stored.bytes()));
    }

    private static String colour(Image image) {
        int at = (image.height() / 2 * image.width() + image.width() / 2) * 3;
        return (image.rgb()[at] & 0xff) > 128 ? "red" : "blue";
    }

    @Test
    void aPositionShowsItsPieceAndAGapTheFrameBefore() throws IOException {
        PieceFootage footage = footage();

        assertEquals("red", colour(footage.frameAt(7, 0)));
        assertEquals("red", colour(footage.frameAt(7, 1_900)));
        assertEquals("red", colour(footage.frameAt(7, 4_000)));
        assertEquals("blue", colour(footage.frameAt(7, 5_000)));
        assertEquals("blue", colour(footage.frameAt(7, 60_000)));
        assertEquals("blue", colour(reader.decode(footage.jpeg(7, 6_000, List.of(), 160))));
        VireoException e = assertThrows(VireoException.class, () -> footage.frameAt(8, 0));
        assertEquals(ErrorKind.NOT_FOUND, e.kind());
    }

    @Test
    void aClipSpansPiecesAndLeavesOutTheGap() throws IOException {
        PieceFootage footage = footage();
        Path target = home.resolve("clip.mp4");

        footage.clip(7, 1_000, 6_000, target);

        assertEquals(2_000, reader.probe(target).durationMs(), 150);
        assertEquals("red", colour(reader.frameAt(target, 500)));
        assertEquals("blue", colour(reader.frameAt(target, 1_500)));
        Files.delete(target);
        VireoException e = assertThrows(VireoException.class, () -> footage.clip(7, 2_500, 4_500, target));
        assertTrue(e.getMessage().contains("nothing was recorded from 2500 to 4500"), e.getMessage());
    }
}
