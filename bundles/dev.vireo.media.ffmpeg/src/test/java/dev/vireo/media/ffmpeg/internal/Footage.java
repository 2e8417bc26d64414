package dev.vireo.media.ffmpeg.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Makes media files for tests with the bundle's own ffmpeg, and readers for them. */
final class Footage {
    /** Kept between test classes so that the programs are unpacked once. */
    static final Path HOME = Path.of("target", "media-home").toAbsolutePath();
    static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

    private Footage() {}

    static Limits limits() {
        return limits(60_000, 60_000);
    }

    static Limits limits(long probeMs, long frameMs) {
        return new Limits(Limits.MAX_PIXELS, Limits.MAX_SIDE, 168, probeMs, frameMs, 60_000, 10_000, 8, 2, 2048, 512);
    }

    static FfmpegReader reader() {
        return new FfmpegReader(HOME, limits(), NOW);
    }

    static FfmpegReader reader(Limits limits) {
        return new FfmpegReader(HOME, limits, NOW);
    }

    /** Runs ffmpeg without limits and returns what it printed. */
    static String ffmpeg(String... arguments) throws IOException {
        Path folder = new Programs(HOME.resolve("cache")).folder();
        List<String> command = new ArrayList<>(
                List.of(folder.resolve("ffmpeg").toString(), "-v", "error", "-nostdin", "-y"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("ffmpeg " + String.join(" ", arguments) + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    /** A video whose frames count up: frame n of 25 a second is a grey of 16 + 8 * (n modulo 28). */
    static Path video(Path folder, String name, int frames, String... codec) throws IOException {
        Path file = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("-filter_complex",
                "color=c=black:s=160x120:r=25,format=yuv444p,geq=cb=128:cr=128:lum='16+8*mod(N,28)'[v]", "-map", "[v]", "-frames:v",
                Integer.toString(frames)));
        arguments.addAll(List.of(codec));
        arguments.add(file.toString());
        ffmpeg(arguments.toArray(String[]::new));
        return file;
    }

    /** A picture of four quarters: red, green / blue, white. */
    static Path picture(Path folder, String name, String... codec) throws IOException {
        Path file = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("-filter_complex", "color=c=red:s=64x48,format=rgb24,"
                + "drawbox=x=32:y=0:w=32:h=24:c=lime:t=fill,drawbox=x=0:y=24:w=32:h=24:c=blue:t=fill,"
                + "drawbox=x=32:y=24:w=32:h=24:c=white:t=fill[v]", "-map", "[v]", "-frames:v", "1"));
        arguments.addAll(List.of(codec));
        arguments.add(file.toString());
        ffmpeg(arguments.toArray(String[]::new));
        return file;
    }

    static Path cut(Path file, long bytes) throws IOException {
        Path shorter = file.resolveSibling("cut-" + file.getFileName());
        byte[] all = Files.readAllBytes(file);
        Files.write(shorter, java.util.Arrays.copyOf(all, (int) Math.min(bytes, all.length)));
        return shorter;
    }
}
