package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vireo.testkit.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that says where the runtime answers. */
public final class EndpointFuzz {
    private static final Path HOME = home();

    private EndpointFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, EndpointFuzz::take);
    }

    private static Path home() {
        try {
            Path home = Files.createTempDirectory(Path.of("target"), "fuzz");
            Files.createDirectories(home.resolve("run"));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void take(byte[] input) throws IOException {
        Files.write(HOME.resolve("run/endpoint.json"), input);
        try {
            Endpoint.read(HOME, new ObjectMapper());
        } catch (Failure e) {
            if (e.getMessage().isBlank()) {
                throw new AssertionError(e);
            }
        }
    }
}
