package dev.vireo.launcher;

import dev.vireo.testkit.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A feature file of the distribution. */
public final class FeatureFuzz {
    static {
        // The JSON reader asserts where it means to refuse, and the product runs without assertions.
        FeatureFuzz.class.getClassLoader().setPackageAssertionStatus("org.eclipse.parsson", false);
    }

    private static final Path ROOT = folder();

    private FeatureFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, FeatureFuzz::take);
    }

    private static Path folder() {
        try {
            Path root = Files.createTempDirectory(Path.of("target"), "fuzz");
            Files.createDirectories(root.resolve("features"));
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void take(byte[] input) throws IOException {
        Files.write(ROOT.resolve("features/x.json"), input);
        try {
            new Distribution(ROOT).read();
        } catch (LaunchException e) {
            if (!e.getMessage().contains("x.json")) {
                throw new AssertionError("names no file", e);
            }
        }
    }
}
