package dev.vireo.ingest.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Films that tests make of others, with the programs that {@link Home#ffmpeg} unpacked. */
public final class Films {
    private Films() {}

    /** Runs ffmpeg to its end, over files that are there already. */
    public static void ffmpeg(List<String> arguments) throws IOException, InterruptedException {
        Path program;
        try (Stream<Path> files = Files.walk(Path.of("target", "media-home", "cache").toAbsolutePath())) {
            program = files.filter(f -> f.getFileName().toString().equals("ffmpeg") && Files.isExecutable(f))
                    .findFirst()
                    .orElseThrow();
        }
        List<String> command = new ArrayList<>(List.of(program.toString(), "-v", "error", "-nostdin", "-y"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", program.getParent().toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0, arguments + ": " + said);
    }

    /**
     * Makes a piece of a film that {@link #join} takes.
     *
     * @param input what ffmpeg reads, with its options
     * @param filter what is done to the frames
     * @param rate bits a second, as ffmpeg takes it
     */
    public static Path piece(Path piece, int seconds, List<String> input, String filter, String rate) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(input);
        arguments.addAll(List.of("-t", Integer.toString(seconds), "-vf", filter, "-c:v", "libopenh264", "-b:v", rate, "-g", "50",
                "-pix_fmt", "yuv420p", "-video_track_timescale", "10000", piece.toString()));
        ffmpeg(arguments);
        return piece;
    }

    /** One film of pieces of the same make, one after the other. */
    public static Path join(Path film, List<Path> pieces) throws IOException, InterruptedException {
        Path list = Files.createTempFile("pieces", ".txt");
        try {
            Files.write(list, pieces.stream().map(p -> "file '" + p + "'").toList());
            ffmpeg(List.of("-f", "concat", "-safe", "0", "-i", list.toString(), "-c", "copy", film.toString()));
        } finally {
            Files.delete(list);
        }
        return film;
    }
}
