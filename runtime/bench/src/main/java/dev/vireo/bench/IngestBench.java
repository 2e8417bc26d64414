package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Time until footage is searchable, interleaved with plain decoding of the same file by the runtime's own ffmpeg: the
 * least that any product that looks at every frame must spend.
 */
final class IngestBench implements Benchmark {
    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String summary() {
        return "FILE|FOLDER [ROUNDS=3] [--no-text]  wall and processor time until it is searchable, beside plain decoding of a file";
    }

    @Override
    public int run(List<String> arguments) throws Exception {
        List<String> args = new ArrayList<>(arguments);
        boolean text = !args.remove("--no-text");
        if (args.isEmpty() || !Files.isReadable(Path.of(args.get(0)))) {
            System.err.println("bench ingest needs a readable media file or folder, got " + arguments);
            return 2;
        }
        Path file = Path.of(args.get(0));
        int rounds = args.size() > 1 ? Integer.parseInt(args.get(1)) : 3;
        List<Double> wall = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        List<Double> decode = new ArrayList<>();
        double seconds = 0;
        double[] resident = {0, 0};
        System.out.println("round   add s   add cpu s   decode s   moments   resident MB   peak MB");
        for (int round = 1; round <= rounds; round++) {
            Path home = Files.createTempDirectory("vireo-bench-ingest");
            if (!text) {
                Files.writeString(Files.createDirectory(home.resolve("conf")).resolve("dev.vireo.ingest.json"), "{\"text.max.side\": 0}\n");
            }
            try (Appliance appliance = Appliance.start(home)) {
                double cpuBefore = appliance.cpuSeconds();
                long begin = System.nanoTime();
                JsonNode job = appliance.add(List.of(file), "2024-05-01T16:30:00");
                double took = (System.nanoTime() - begin) / 1e9;
                double used = appliance.cpuSeconds() - cpuBefore;
                double plain = Files.isDirectory(file) ? Double.NaN : decode(home, file);
                resident = appliance.residentMegabytes();
                seconds = 0;
                for (JsonNode item : job.path("items")) {
                    seconds += item.path("duration_ms").asDouble() / 1000;
                }
                wall.add(took);
                cpu.add(used);
                decode.add(plain);
                System.out.printf(
                        "%-7d %5.2f %11.2f %10.2f %9d %13.0f %9.0f%n",
                        round, took, used, plain, job.path("moments").asLong(), resident[0], resident[1]);
            } finally {
                Appliance.deleteTree(home);
            }
        }
        wall.sort(null);
        cpu.sort(null);
        decode.sort(null);
        double median = wall.get(wall.size() / 2);
        ObjectNode result = Appliance.JSON.createObjectNode();
        result.put("bench", name());
        result.put("file", file.getFileName().toString());
        result.put("footage_s", seconds);
        result.put("wall_s", median);
        result.put("cpu_s", cpu.get(cpu.size() / 2));
        result.put("text", text);
        if (!Files.isDirectory(file)) {
            result.put("plain_decode_s", decode.get(decode.size() / 2));
        }
        if (seconds > 0) {
            result.put("times_real_time", seconds / median);
        }
        result.put("resident_mb", resident[0]);
        result.put("peak_mb", resident[1]);
        System.out.println(result);
        return 0;
    }

    /** Seconds that ffmpeg alone takes to decode every frame of the file and throw it away. */
    private static double decode(Path home, Path file) throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.of(home).orElseThrow();
        long begin = System.nanoTime();
        ffmpeg.run(List.of("-i", file.toString(), "-an", "-f", "null", "-"));
        return (System.nanoTime() - begin) / 1e9;
    }
}
