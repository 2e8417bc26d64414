package dev.vireo.ingest.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourcesTest {
    @TempDir
    Path dir;

    @Test
    void readsFoldersRecursivelyInOrderOfName() throws IOException {
        file("b/2.jpg");
        file("b/1.jpg");
        file("a.mp4");
        file("c/d/e/deep.png");
        assertEquals(List.of("a.mp4", "b/1.jpg", "b/2.jpg", "c/d/e/deep.png"), names(Sources.list(List.of(dir))));
    }

    @Test
    void passesOverHiddenAndSystemFilesInSilence() throws IOException {
        file(".hidden.jpg");
        file(".git/x.jpg");
        file("Thumbs.db");
        file("$RECYCLE.BIN/x.jpg");
        file("@eaDir/x.jpg");
        file("seen.jpg");
        Sources.Listing listing = Sources.list(List.of(dir));
        assertEquals(List.of("seen.jpg"), names(listing));
        assertEquals(List.of(), listing.refused());
    }

    @Test
    void doesNotFollowLinksOutOfTheFolderNorInCircles() throws IOException {
        Path outside = Files.createDirectory(dir.resolve("outside"));
        Files.writeString(outside.resolve("secret.jpg"), "x");
        Path inside = Files.createDirectory(dir.resolve("inside"));
        Files.writeString(inside.resolve("own.jpg"), "x");
        Files.createSymbolicLink(inside.resolve("out"), outside);
        Files.createSymbolicLink(inside.resolve("file.jpg"), outside.resolve("secret.jpg"));
        Files.createSymbolicLink(inside.resolve("loop"), inside);
        Files.createSymbolicLink(inside.resolve("again.jpg"), inside.resolve("own.jpg"));
        Sources.Listing listing = Sources.list(List.of(inside));
        assertEquals(List.of("inside/own.jpg"), names(listing));
        assertEquals(
                List.of("file.jpg", "out"),
                listing.refused().stream().map(r -> r.path().getFileName().toString()).sorted().toList());
    }

    @Test
    void followsALinkThatWasNamed() throws IOException {
        file("real/own.jpg");
        Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("real"));
        assertEquals(List.of("real/own.jpg"), names(Sources.list(List.of(link))));
    }

    @Test
    void takesAFileThatIsNamedTwiceOnce() throws IOException {
        Path one = file("one.jpg");
        assertEquals(List.of("one.jpg"), names(Sources.list(List.of(one, dir, one))));
    }

    @Test
    void takesNamesWithLineBreaksAsTheyAre() throws IOException {
        file("two\nlines.jpg");
        assertEquals(List.of("two\nlines.jpg"), names(Sources.list(List.of(dir))));
    }

    @Test
    void listsWhatCannotBeReadAndGoesOn() throws IOException {
        file("good.jpg");
        Sources.Listing listing = Sources.list(List.of(dir.resolve("gone.jpg"), dir));
        assertEquals(List.of("good.jpg"), names(listing));
        assertEquals(1, listing.refused().size());
        assertTrue(listing.refused().get(0).reason().contains("does not exist"), listing.refused().toString());
    }

    private Path file(String name) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    private List<String> names(Sources.Listing listing) throws IOException {
        Path root = dir.toRealPath();
        return listing.files().stream()
                .map(c -> c.file().startsWith(root) ? root.relativize(c.file()).toString() : dir.relativize(c.file()).toString())
                .toList();
    }
}
