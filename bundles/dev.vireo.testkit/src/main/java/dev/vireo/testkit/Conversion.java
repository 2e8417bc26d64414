package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A script of a model bundle's, run by Node, that makes committed files out of their sources. */
public final class Conversion {
    private static final Path COMMITTED = Path.of("src/main/resources/META-INF/vireo");
    /** Exit status of a conversion that could not fetch its source package. */
    private static final int NOT_FETCHED = 69;

    private Conversion() {}

    /**
     * The committed file is what the script makes now, byte for byte. Not checked, with the reason, where Node is absent or the
     * source cannot be fetched.
     *
     * @param folder where the script's file and its output go
     * @param file of the bundle, below {@code META-INF/vireo}
     * @param script relative to the module, and its arguments; the file to make follows as the last one
     */
    public static void assertSameBytes(Path folder, String file, String... script) throws IOException, InterruptedException {
        Path made = folder.resolve(file);
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(script));
        command.add(made.toString());
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        } catch (IOException e) {
            assumeTrue(false, "node cannot be run, so " + file + " is not checked: " + e.getMessage());
            return;
        }
        int status = process.waitFor();
        String said = Files.readString(log, StandardCharsets.UTF_8).strip();
        assumeTrue(status != NOT_FETCHED, file + " is not checked: " + said);
        assertEquals(0, status, said);
        assertArrayEquals(Files.readAllBytes(COMMITTED.resolve(file)), Files.readAllBytes(made), file);
    }
}
