package dev.vireo.media.ffmpeg.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.MediaStore.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContentStoreTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-4

    @TempDir
    Path folder;

    private Path home;
    private ContentStore store;

    @BeforeEach
    void open() {
        home = folder.resolve("home");
        store = new ContentStore(home);
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(home.resolve("media"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void bytesLieUnderTheirHash() throws IOException {
        Path file = file("-odd\nname.mp4", "abc".getBytes(StandardCharsets.US_ASCII));
        assertEquals(ABC, store.hash(file));
        assertEquals(0, files());
        Stored stored = store.put(file);
        assertEquals(new Stored(ABC, 3, home.resolve("media/ba/" + ABC)), stored);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(stored.file()));
        assertEquals(stored.file(), store.file(ABC));
        assertFalse(Files.getPosixFilePermissions(stored.file()).toString().contains("WRITE"));
        assertEquals(stored, store.put(file("again.png", "abc".getBytes(StandardCharsets.US_ASCII))));
        assertEquals(1, files());
        store.remove(ABC);
        store.remove(ABC);
        assertEquals(0, files());
        assertEquals(ErrorKind.NOT_FOUND, assertThrows(VireoException.class, () -> store.file(ABC)).kind());
    }

    @Test
    void largeFilesComeBackWhole() throws IOException {
        byte[] bytes = new byte[5_000_001];
        new Random(1).nextBytes(bytes);
        Stored stored = store.put(file("large", bytes));
        assertArrayEquals(bytes, Files.readAllBytes(stored.file()));
        assertEquals(store.hash(stored.file()), stored.sha256());
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        for (Path path : new Path[] {folder.resolve("nowhere"), folder}) {
            VireoException e = assertThrows(VireoException.class, () -> store.put(path));
            assertEquals(ErrorKind.USER_INPUT, e.kind());
            assertThrows(VireoException.class, () -> store.hash(path));
        }
        assertEquals(0, files());
        for (String name : new String[] {"", "../../etc/passwd", ABC.toUpperCase(java.util.Locale.ROOT), "ba"}) {
            assertEquals(ErrorKind.NOT_FOUND, assertThrows(VireoException.class, () -> store.file(name)).kind());
            assertThrows(VireoException.class, () -> store.remove(name));
        }
    }

    /** A sparse file of 8 EiB - 1 is larger than any disk, whatever this machine has. */
    @Test
    void aFullDiskIsSaidWithFigures() throws IOException {
        Path huge = folder.resolve("huge");
        try (var channel = java.nio.channels.FileChannel.open(huge, java.nio.file.StandardOpenOption.CREATE_NEW,
                java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[1]), 15L << 40); // ext4 ends at 16 TiB
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort("this file system makes no sparse file of 15 TiB: " + e.getMessage());
        }
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.getFileStore(folder).getUsableSpace() < 15L << 40,
                "this disk has 15 TiB free");
        VireoException e = assertThrows(VireoException.class, () -> store.put(huge));
        assertEquals(ErrorKind.RESOURCES, e.kind());
        assertTrue(e.getMessage().matches("no room for huge: it has 16492674 MB, the disk of .* has \\d+ MB free .*"), e.getMessage());
        assertEquals(0, files());
    }

    @Test
    void aDamagedCopyIsReplaced() throws IOException {
        Path file = file("f", "abc".getBytes(StandardCharsets.US_ASCII));
        Path stored = store.put(file).file();
        Files.delete(stored);
        Files.write(stored, new byte[0]);
        store.put(file);
        assertEquals("abc", Files.readString(stored));
    }

    @Test
    void unfinishedCopiesOfACrashAreRemoved() throws IOException {
        Files.write(home.resolve("media/incoming/half"), new byte[10]);
        store.put(file("f", "abc".getBytes(StandardCharsets.US_ASCII)));
        ContentStore again = new ContentStore(home);
        assertEquals(1, files());
        assertEquals(3, Files.size(again.file(ABC)));
    }
}
