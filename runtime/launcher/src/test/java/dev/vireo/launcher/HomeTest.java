package dev.vireo.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    private Path directory;

    @Test
    void aSecondRuntimeIsToldWhoHoldsTheHome() {
        try (Home first = Home.open(directory)) {
            String message = assertThrows(LaunchException.class, () -> Home.open(directory)).getMessage();

            assertEquals("another runtime (process " + ProcessHandle.current().pid() + ") runs on " + first.root()
                    + "; stop it, or give another directory with --home", message);
        }
    }

    @Test
    void aClosedHomeCanBeOpenedAgain() {
        Home.open(directory).close();
        Home.open(directory).close();
    }

    @Test
    void disposablePartsAreEmptiedAndTheRestIsKept() throws IOException {
        Path cached = directory.resolve("cache/felix/bundle7/bundle.info");
        Path media = directory.resolve("media/aa/file.jpg");
        Path endpoint = directory.resolve("run/endpoint.json");
        for (Path file : new Path[] {cached, media, endpoint}) {
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }

        try (Home home = Home.open(directory)) {
            assertFalse(Files.exists(home.bundleCache()));
            assertFalse(Files.exists(endpoint), "a stale address would be taken for an answer");
            assertTrue(Files.exists(media));
            assertTrue(Files.isDirectory(home.temporary()));
        }
    }

    @Test
    void aFileIsNoHome() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        String message = assertThrows(LaunchException.class, () -> Home.open(file)).getMessage();

        assertTrue(message.startsWith(file + " cannot be used as a home"), message);
        assertTrue(message.endsWith("with --home"), message);
    }
}
