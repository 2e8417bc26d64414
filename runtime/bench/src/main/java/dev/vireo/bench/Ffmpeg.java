package dev.vireo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The runtime's own ffmpeg, which it unpacks into its home when it first reads media. */
final class Ffmpeg {
    private final Path program;

    private Ffmpeg(Path program) {
        this.program = program;
    }

    /** Finds it in a home; empty as long as that home has read no media. */
    static Optional<Ffmpeg> of(Path home) throws IOException {
        Path cache = home.resolve("cache");
        if (!Files.isDirectory(cache)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(p -> p.getFileName().toString().equals("ffmpeg") && Files.isExecutable(p))
                    .findFirst()
                    .map(Ffmpeg::new);
        }
    }

    /** Runs it to its end. @throws IllegalStateException when it fails or takes longer than 20 minutes */
    void run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-v", "error", "-nostdin"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LD_LIBRARY_PATH", program.getParent().toString());
        Process process = builder.inheritIO().start();
        if (!process.waitFor(20, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("ffmpeg failed: " + String.join(" ", arguments));
        }
    }
}
