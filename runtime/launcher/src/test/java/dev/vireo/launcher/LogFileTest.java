package dev.vireo.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFileTest {
    private static final String HOSTILE = "a\n2026-01-01T00:00:00.000Z SEVERE forged\u001b[2J\u202egpj.exe\u2028x\ty";

    @TempDir
    Path folder;

    @Test
    void anotherPersonsTextNeitherForgesEntriesNorSteersTheTerminal() throws IOException {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        Path file = folder.resolve("vireo.log");
        List<Handler> before = List.of(Logger.getLogger("").getHandlers());
        PrintStream out = System.out;
        PrintStream err = System.err;
        LogFile log = LogFile.install(file, new PrintStream(terminal, true, StandardCharsets.UTF_8));
        try {
            LogRecord entry = new LogRecord(Level.SEVERE, "looking at " + HOSTILE + " failed");
            entry.setThrown(new IllegalStateException(HOSTILE, new IOException(HOSTILE)));
            log.publish(entry);
        } finally {
            System.setOut(out);
            System.setErr(err);
            log.close();
            Logger.getLogger("").removeHandler(log);
            before.forEach(Logger.getLogger("")::addHandler);
        }
        String written = Files.readString(file);
        assertEquals(1, written.lines().filter(l -> !l.startsWith("  ")).count(), written);
        for (String shown : List.of(written, terminal.toString(StandardCharsets.UTF_8))) {
            assertTrue(shown.contains("\n  2026-01-01T00:00:00.000Z SEVERE forged\\u001b[2J\\u202egpj.exe\\u2028x    y"), shown);
            assertFalse(shown.codePoints().anyMatch(c -> Character.getType(c) == Character.CONTROL && c != '\n'), shown);
        }
    }
}
