package dev.vireo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes a large home's worth of media out of a few samples: crops, flips and re-encodings of pictures; loops of videos,
 * shifted, mirrored, cropped, in two codecs. The same samples give the same files. What is there already is kept.
 */
final class ScaleMedia {
    /** Shares of width and height that a cut leaves, and where it lies; the first leaves everything. */
    private static final double[][] CUTS = {
        {1, 0, 0}, {0.9, 0, 0}, {0.9, 1, 1}, {0.85, 0.5, 0.5}, {0.8, 1, 0}, {0.8, 0, 1}, {0.95, 0.5, 0}, {0.75, 0.5, 0.5}
    };

    private final Ffmpeg ffmpeg;
    private final Path folder;

    ScaleMedia(Ffmpeg ffmpeg, Path folder) {
        this.ffmpeg = ffmpeg;
        this.folder = folder;
    }

    /** @param path the file, @param seconds its length */
    record Video(Path path, long seconds) {}

    static List<Path> pictures(Path samples) throws IOException {
        return files(samples, ".*\\.(jpe?g|png|webp|bmp)");
    }

    static List<Path> videos(Path samples) throws IOException {
        return files(samples, ".*\\.(mp4|mov|mkv|webm|avi|ts)");
    }

    private static List<Path> files(Path samples, String pattern) throws IOException {
        try (Stream<Path> all = Files.walk(samples)) {
            return all.filter(Files::isRegularFile)
                    .filter(p -> p.getFileName().toString().toLowerCase(Locale.ROOT).matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    /** @return the folder of exactly {@code count} pictures */
    Path makePictures(List<Path> samples, int count) throws IOException, InterruptedException {
        Path target = Files.createDirectories(folder.resolve("pictures"));
        for (int sample = 0; sample < samples.size(); sample++) {
            List<String> outputs = new ArrayList<>();
            List<Path[]> moves = new ArrayList<>();
            for (int n = sample; n < count; n += samples.size()) {
                Path file = target.resolve(String.format(Locale.ROOT, "picture-%05d.jpg", n));
                if (Files.exists(file)) {
                    continue;
                }
                Path aside = target.resolve(file.getFileName() + ".part.jpg");
                int variant = n / samples.size();
                outputs.addAll(List.of("-map", "0:v:0", "-frames:v", "1", "-update", "1", "-map_metadata", "-1",
                        "-vf", "format=yuvj420p," + cut(variant, variant % 2 == 1), "-c:v", "mjpeg",
                        "-q:v", Integer.toString(2 + variant % 5), "-y", aside.toString()));
                moves.add(new Path[] {aside, file});
            }
            if (!outputs.isEmpty()) {
                List<String> arguments = new ArrayList<>(List.of("-i", samples.get(sample).toString()));
                arguments.addAll(outputs);
                ffmpeg.run(arguments);
            }
            for (Path[] move : moves) {
                Files.move(move[0], move[1], StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return target;
    }

    /** Videos of at most {@code piece} each that are {@code total} long together, in turn from each sample. */
    List<Video> makeVideos(List<Path> samples, Duration total, Duration piece) throws IOException, InterruptedException {
        Path target = Files.createDirectories(folder.resolve("videos"));
        List<Video> made = new ArrayList<>();
        long left = total.toSeconds();
        for (int n = 0; left > 0; n++) {
            long seconds = Math.min(left, piece.toSeconds());
            left -= seconds;
            Path sample = samples.get(n % samples.size());
            int variant = n / samples.size();
            boolean h264 = n % 2 == 1;
            Path file = target.resolve(String.format(Locale.ROOT, "camera-%03d.%s", n, h264 ? "mp4" : "mkv"));
            made.add(new Video(file, seconds));
            if (Files.exists(file)) {
                continue;
            }
            Path aside = target.resolve("part-" + file.getFileName());
            List<String> arguments = new ArrayList<>(List.of(
                    "-stream_loop", "-1", "-i", sample.toString(), "-an", "-ss", Integer.toString(7 * variant % 30),
                    "-t", Long.toString(seconds), "-map_metadata", "-1",
                    "-vf", cut(variant, variant % 2 == 1) + ",format=yuv420p"));
            arguments.addAll(h264
                    ? List.of("-c:v", "libopenh264", "-b:v", "1500k")
                    : List.of("-c:v", "mpeg4", "-q:v", "4", "-g", "50"));
            arguments.addAll(List.of("-y", aside.toString()));
            ffmpeg.run(arguments);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return made;
    }

    private static String cut(int variant, boolean mirrored) {
        double[] cut = CUTS[variant % CUTS.length];
        // Even sizes: the codecs' chroma planes have half of them.
        return String.format(Locale.ROOT, "crop=2*floor(iw*%1$.2f/2):2*floor(ih*%1$.2f/2):(iw-ow)*%2$.2f:(ih-oh)*%3$.2f",
                cut[0], cut[1], cut[2]) + (mirrored ? ",hflip" : "");
    }
}
