package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vireo.testkit.RtspServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How soon live footage is searchable: cameras behind a real RTSP server, of which one loses its line for three seconds, with
 * or without files that are taken in meanwhile. What cameras cost those is seen by taking the files in without them first.
 */
final class StreamsBench implements Benchmark {
    private static final int LOOK_MS = 50;
    private static final int LINE_CUT_MS = 3_000;

    /**
     * A segment that became searchable.
     *
     * @param lengthMs from the end of the one before; empty for the first and behind a gap
     * @param delayMs from its last frame until it was searchable, {@link #LOOK_MS} too much at most
     */
    private record Row(String stream, Instant at, Optional<Long> lengthMs, long delayMs) {}

    /**
     * How far a job came.
     *
     * @param share of its work, 0 to 1
     * @param seconds until it ended, or was looked at last
     */
    private record Batch(double share, double seconds) {
        double perMinute() {
            return 100 * share / seconds * 60;
        }
    }

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public String summary() {
        return "FILE [CAMERAS=1] [SECONDS=60] [FOLDER]  delay of cameras that show FILE until they are searchable, while FOLDER is taken in";
    }

    @Override
    public int run(List<String> args) throws Exception {
        if (args.isEmpty() || !Files.isReadable(Path.of(args.get(0))) || args.size() > 3 && !Files.isDirectory(Path.of(args.get(3)))) {
            System.err.println("bench streams needs a readable video, and as its fourth argument a folder if any; got " + args);
            return 2;
        }
        int cameras = args.size() > 1 ? Integer.parseInt(args.get(1)) : 1;
        int seconds = args.size() > 2 ? Integer.parseInt(args.get(2)) : 60;
        if (cameras < 1 || cameras > 32 || seconds < 30 || seconds > 3_600) {
            System.err.println("bench streams takes 1 to 32 cameras for 30 to 3600 s, got " + args);
            return 2;
        }
        if (!Camera.available()) {
            return 2;
        }
        Path clip = Path.of(args.get(0)).toAbsolutePath();
        Path work = Files.createTempDirectory("vireo-bench-streams");
        List<RtspServer> servers = new ArrayList<>();
        try {
            Path home = Files.createDirectory(work.resolve("home"));
            try (Appliance appliance = Appliance.start(home)) {
                appliance.add(List.of(clip), null, "warm"); // ffmpeg is unpacked
            }
            Path film = Camera.film(Ffmpeg.of(home).orElseThrow(), clip, seconds + 60, work.resolve("film.mp4"));
            for (int i = 0; i < cameras; i++) {
                servers.add(RtspServer.start(film));
            }
            Optional<Path> folder = args.size() > 3 ? Optional.of(Path.of(args.get(3))) : Optional.empty();
            Optional<Batch> alone = folder.isPresent() ? Optional.of(alone(home, folder.get(), seconds)) : Optional.empty();
            // The runtime is new: the first segments are those of a start.
            try (Appliance appliance = Appliance.start(home)) {
                return measured(appliance, servers, seconds, folder, alone);
            }
        } finally {
            servers.forEach(RtspServer::close);
            Appliance.deleteTree(work);
        }
    }

    /** Takes the files in without cameras, for as long as it will be with them. */
    private static Batch alone(Path home, Path folder, int seconds) throws Exception {
        try (Appliance appliance = Appliance.start(home)) {
            long begin = System.nanoTime();
            String job = appliance.submit(List.of(folder), null, "alone");
            Batch batch = batch(appliance, job, begin);
            while (batch.share() < 1 && batch.seconds() < seconds) {
                Thread.sleep(LOOK_MS);
                batch = batch(appliance, job, begin);
            }
            if (batch.share() < 1) {
                appliance.delete("/api/v1/jobs/" + job);
                appliance.await(job);
            }
            return batch;
        }
    }

    private static Batch batch(Appliance appliance, String job, long begin) throws Exception {
        JsonNode now = appliance.get("/api/v1/jobs/" + job);
        return new Batch(now.path("percent").asDouble() / 100, (System.nanoTime() - begin) / 1e9);
    }

    private int measured(Appliance appliance, List<RtspServer> servers, int seconds, Optional<Path> folder, Optional<Batch> alone)
            throws Exception {
        List<String> ids = new ArrayList<>();
        for (RtspServer server : servers) {
            ids.add(appliance.addStream(server.url(), "cameras"));
        }
        String job = folder.isPresent() ? appliance.submit(List.of(folder.get()), null, "files") : null;
        Optional<Batch> beside = Optional.empty();
        List<Row> rows = new ArrayList<>();
        Map<String, Instant> searchable = new HashMap<>();
        double cpuBefore = appliance.cpuSeconds();
        long begin = System.nanoTime();
        long cutAt = begin + TimeUnit.SECONDS.toNanos(seconds) / 2;
        Instant cut = null;
        Instant back = null;
        Instant again = null;
        System.out.println("stream   time s   segment s   searchable after its last frame s");
        while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(seconds)) {
            if (cut == null && System.nanoTime() >= cutAt) {
                servers.get(0).kill();
                cut = Instant.now();
            } else if (cut != null && back == null && Duration.between(cut, Instant.now()).toMillis() >= LINE_CUT_MS) {
                servers.get(0).start();
                back = Instant.now();
            }
            JsonNode streams = appliance.get("/api/v1/streams").path("streams");
            Instant now = Instant.now();
            for (JsonNode stream : streams) {
                String id = stream.path("id").asText();
                if (id.equals(ids.get(0)) && back != null && again == null && time(stream, "last_frame_at").filter(back::isBefore).isPresent()) {
                    again = time(stream, "last_frame_at").orElseThrow();
                }
                Optional<Instant> to = time(stream, "searchable_to");
                if (to.isPresent() && !to.get().equals(searchable.get(id))) {
                    Instant before = searchable.put(id, to.get());
                    Optional<Long> length = Optional.ofNullable(before).map(b -> Duration.between(b, to.get()).toMillis()).filter(ms -> ms < 8_000);
                    Row row = new Row(id, now, length, Duration.between(to.get(), now).toMillis());
                    rows.add(row);
                    System.out.printf(Locale.ROOT, "%-6s %8.1f %11s %10.2f%n", id, (System.nanoTime() - begin) / 1e9,
                            length.map(ms -> String.format(Locale.ROOT, "%.2f", ms / 1e3)).orElse("-"), row.delayMs() / 1e3);
                }
            }
            if (job != null && beside.map(b -> b.share() < 1).orElse(true)) {
                beside = Optional.of(batch(appliance, job, begin));
            }
            Thread.sleep(LOOK_MS);
        }
        double wall = (System.nanoTime() - begin) / 1e9;
        double cpu = appliance.cpuSeconds() - cpuBefore;
        int behind = 0;
        int gaps = 0;
        List<Long> toldMost = new ArrayList<>();
        for (String id : ids) {
            JsonNode stream = appliance.get("/api/v1/streams/" + id);
            behind += stream.path("behind").asInt();
            toldMost.add(stream.path("delay").path("max_ms").asLong());
            for (JsonNode gap : stream.path("gaps")) {
                gaps++;
                System.out.println(id + " has a gap from " + gap.path("from").asText() + " to " + gap.path("to").asText() + ": "
                        + gap.path("reason").asText());
            }
        }
        ObjectNode result = Appliance.JSON.createObjectNode();
        result.put("bench", name());
        result.put("cameras", servers.size());
        result.put("seconds", seconds);
        result.put("cores", Runtime.getRuntime().availableProcessors());
        result.put("load", java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        result.put("segments", rows.size());
        List<Long> delays = rows.stream().map(Row::delayMs).sorted().toList();
        result.put("after_last_frame_p50_s", at(delays, 0.5));
        result.put("after_last_frame_p95_s", at(delays, 0.95));
        result.put("after_last_frame_max_s", at(delays, 1));
        List<Long> whole = rows.stream().flatMap(row -> row.lengthMs().map(ms -> ms + row.delayMs()).stream()).sorted().toList();
        toldMost.sort(null);
        result.put("after_first_frame_p50_s", at(whole, 0.5));
        result.put("after_first_frame_p95_s", at(whole, 0.95));
        result.put("after_first_frame_max_s", at(toldMost, 1)); // the runtime's own measure has the first segments, too
        result.put("later_than_10_s", whole.stream().filter(ms -> ms > 10_000).count());
        result.put("processor_share_of_one_core", cpu / wall);
        result.put("segments_waiting_at_end", behind);
        result.put("gaps", gaps);
        result.put("line_cut_s", LINE_CUT_MS / 1e3);
        result.put("recorded_again_after_s", again == null ? -1 : Duration.between(back, again).toMillis() / 1e3);
        double[] resident = appliance.residentMegabytes();
        result.put("resident_mb", resident[0]);
        result.put("peak_mb", resident[1]);
        if (job != null) {
            JsonNode files = appliance.get("/api/v1/jobs/" + job);
            result.put("files_state", files.path("state").asText());
            result.put("files_added", files.path("outcomes").path("added").asInt());
            result.put("files_percent", files.path("percent").asDouble());
            result.put("files_percent_a_minute_alone", alone.orElseThrow().perMinute());
            result.put("files_percent_a_minute_beside_cameras", beside.orElseThrow().perMinute());
        }
        System.out.println(result);
        return rows.isEmpty() || gaps > 1 || again == null ? 1 : 0;
    }

    private static Optional<Instant> time(JsonNode stream, String field) {
        String text = stream.path(field).asText("");
        return text.isEmpty() || text.equals("null") ? Optional.empty() : Optional.of(OffsetDateTime.parse(text).toInstant());
    }

    private static double at(List<Long> sorted, double share) {
        return sorted.isEmpty() ? -1 : sorted.get((int) Math.ceil(share * (sorted.size() - 1))) / 1e3;
    }
}
