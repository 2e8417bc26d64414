package dev.vireo.cli.internal;

import dev.vireo.testkit.Fuzz;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Arguments, one a line, of a command line whose runtime is not there: boxes, points, times, ids, options. */
public final class CommandLineFuzz {
    static {
        take("--help".getBytes(StandardCharsets.UTF_8)); // the first command line reads all the commands
    }

    private CommandLineFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, CommandLineFuzz::take);
    }

    private static void take(byte[] input) {
        String[] arguments = new String(input, StandardCharsets.UTF_8).replace("\0", "").split("\n", 64);
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        int exit = Vireo.run(new Screen(out, out, false, false), out, out, Map.of("VIREO_HOME", "/nonexistent"), arguments);
        if (exit < 0 || exit > 3 || said.toString().contains("Exception") && !String.join("", arguments).contains("Exception")) {
            throw new AssertionError("exit code " + exit + ": " + said);
        }
        boolean steers = said.toString().codePoints().anyMatch(c -> Character.getType(c) == Character.CONTROL && c != '\n');
        if (steers) {
            throw new AssertionError("steers the terminal: " + said);
        }
    }
}
