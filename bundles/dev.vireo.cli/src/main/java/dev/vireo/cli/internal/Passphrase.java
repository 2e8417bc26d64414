package dev.vireo.cli.internal;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where the pass phrase of a private key comes from: never the command line, which others on the machine can read. */
final class Passphrase {
    private static final String VARIABLE = "VIREO_PASSPHRASE";
    private static final int LONGEST_FILE = 4096;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "File whose first line is the pass phrase of the private key. Without it: the variable " + VARIABLE
                    + ", else a question on the terminal")
    private Path file;

    /**
     * @param key names the key that is opened
     * @param fresh whether it is a new pass phrase, which is asked for twice
     */
    char[] read(Vireo vireo, String key, boolean fresh) {
        return read(file, vireo.environment(), key, fresh);
    }

    static char[] read(Path file, Map<String, String> environment, String key, boolean fresh) {
        if (file != null) {
            return firstLine(file);
        }
        String variable = environment.get(VARIABLE);
        if (variable != null) {
            return variable.toCharArray();
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new Failure(Exit.USAGE, "the pass phrase of " + Screen.safe(key) + " is needed; give --passphrase-file FILE or set " + VARIABLE);
        }
        char[] first = console.readPassword("Pass phrase of %s: ", Screen.safe(key));
        if (first == null) {
            throw new Failure(Exit.FAILURE, "no pass phrase was given");
        }
        if (fresh && !Arrays.equals(first, console.readPassword("Once more: "))) {
            throw new Failure(Exit.FAILURE, "the two pass phrases differ; nothing was written");
        }
        return first;
    }

    private static char[] firstLine(Path file) {
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new Failure(Exit.USAGE, Screen.safe(file.toString()) + " is too long for a file with a pass phrase");
            }
            return Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("").toCharArray();
        } catch (IOException e) {
            throw new Failure(Exit.FAILURE, "cannot read the pass phrase from " + Screen.safe(file.toString()) + ": " + e.getMessage(), e);
        }
    }
}
