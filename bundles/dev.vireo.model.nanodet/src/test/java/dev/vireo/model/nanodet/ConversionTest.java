package dev.vireo.model.nanodet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The committed files are what the committed scripts make of their sources, byte for byte. */
class ConversionTest {
    private static final Path COMMITTED = Path.of("src/main/resources/META-INF/vireo");
    /** Exit status of a conversion that could not fetch its source package. */
    private static final int NOT_FETCHED = 69;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void weightsAreWhatTheConversionMakes() throws Exception {
        assertSameBytes("model.onnx", "convert/convert.mjs");
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void vocabularyIsWhatItsScriptMakes() throws Exception {
        assertSameBytes("vocabulary.json", "../../runtime/convert/vocabulary/vocabulary.mjs", "coco80");
    }

    private void assertSameBytes(String file, String... script) throws IOException, InterruptedException {
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
