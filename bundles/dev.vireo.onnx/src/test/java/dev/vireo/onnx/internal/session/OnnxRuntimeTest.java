package dev.vireo.onnx.internal.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.testkit.Callers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeTest {
    /** A process of 4 KiB arguments ends in the native library's start: measured with 1.29.0, fine up to 3,970 bytes. */
    @Test
    void refusesToStartWhereTheNativeLibraryWouldDie(@TempDir Path folder) throws IOException {
        Path commandLine = Files.writeString(folder.resolve("cmdline"), "x".repeat(3_801));
        Callers.assertRefused(ErrorKind.RESOURCES, () -> OnnxRuntime.refuseLongCommandLine(commandLine));
        OnnxRuntime.refuseLongCommandLine(Files.writeString(folder.resolve("short"), "x".repeat(3_800)));
        OnnxRuntime.refuseLongCommandLine(folder.resolve("absent"));
        assertTrue(Files.exists(commandLine));
    }
}
