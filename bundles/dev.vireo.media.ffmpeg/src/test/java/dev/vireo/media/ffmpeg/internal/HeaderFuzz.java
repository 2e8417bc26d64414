package dev.vireo.media.ffmpeg.internal;

import dev.vireo.testkit.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of any bytes: the format, and of pictures the size, orientation and time. */
public final class HeaderFuzz {
    private static final Path FILE = file();

    private HeaderFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, HeaderFuzz::take);
    }

    private static Path file() {
        try {
            Path shm = Path.of("/dev/shm"); // a file in memory, where there is one
            Path file = Files.isWritable(shm) ? Files.createTempFile(shm, "vireo-fuzz", "") : Files.createTempFile("vireo-fuzz", "");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void take(byte[] input) throws IOException {
        Files.write(FILE, input);
        Header header = Header.read(FILE);
        boolean sized = header.width() > 0 && header.height() > 0;
        if (!header.moving() && !sized || header.orientation() < 1 || header.orientation() > 8 || !(header.missing() >= 0 && header.missing() <= 1)) {
            throw new AssertionError(header.toString());
        }
    }
}
