package dev.vireo.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/** Media and models that are too large for the repository. */
public final class Shared {
    private Shared() {}

    /**
     * A file or folder below the shared folder, which system property or environment variable {@code VIREO_SHARED} names.
     * The calling test is skipped, saying what is absent, when it is not there.
     */
    public static Path file(String path) {
        String root = System.getProperty("VIREO_SHARED", System.getenv().getOrDefault("VIREO_SHARED", "../shared"));
        Path file = Path.of(root, path);
        Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is absent; set VIREO_SHARED to the folder that has it");
        return file;
    }
}
