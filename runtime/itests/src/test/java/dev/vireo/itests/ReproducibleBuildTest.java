package dev.vireo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ./check} builds some bundles before the build that is tested and leaves their hashes. */
class ReproducibleBuildTest {
    @Test
    void twoCleanBuildsGiveTheSameBundles() throws Exception {
        Path root = Path.of(System.getProperty("vireo.root"));
        Path hashes = root.resolve(".vireo/first-build.sha256");
        assumeTrue(Files.exists(hashes), hashes + " is absent: run ./check, which builds twice");
        List<String> lines = Files.readAllLines(hashes);
        assertTrue(lines.size() >= 2, lines.toString());
        for (String line : lines) {
            String[] parts = line.split(" +");
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(root.resolve(parts[1])));
            assertEquals(parts[0], HexFormat.of().formatHex(digest), parts[1] + " differs between two clean builds");
        }
    }
}
