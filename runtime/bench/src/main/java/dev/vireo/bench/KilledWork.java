package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vireo.testkit.RtspServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a runtime that is killed has to do at once: a job of photographs and one of films, again and again, a camera of which
 * everything is kept, and one of which little is kept.
 */
final class KilledWork {
    /** What is kept of the second camera: recordings of a segment or two, and a removal every few segments. */
    static final long KEPT_BYTES = 3_000_000;

    private static final String PASSING = "passing";
    private static final int FILM_S = 60;
    private static final int SHOT_S = 6;
    private static final int PHOTOGRAPHS = 24;

    private final RtspServer camera;
    private final Consumer<String> fault;
    private final List<Rounds> all;
    private String kept;
    private String passing;

    /** The same folder over and over. The same bytes in one domain are one asset: each round has a domain of its own. */
    private static final class Rounds {
        private final Path folder;
        private String job;
        private int begun;

        Rounds(Path folder) {
            this.folder = folder;
        }

        String domain() {
            return folder.getFileName() + "-" + begun;
        }
    }

    /** @param fault told what is not as it has to be */
    KilledWork(Path photographs, Path films, RtspServer camera, Consumer<String> fault) {
        this.camera = camera;
        this.fault = fault;
        this.all = List.of(new Rounds(photographs), new Rounds(films));
    }

    /** Frames of the samples as pictures. */
    static Path photographs(Ffmpeg ffmpeg, List<Path> samples, Path folder) throws Exception {
        Files.createDirectories(folder);
        for (int i = 0; i < samples.size(); i++) {
            ffmpeg.run(List.of("-i", samples.get(i).toString(), "-vf", "fps=2,scale=640:480", "-frames:v",
                    Integer.toString(Math.ceilDiv(PHOTOGRAPHS, samples.size())), "-y", folder.resolve("sample" + i + "-%02d.jpg").toString()));
        }
        return folder;
    }

    /** Films of shots of all samples, so that a part is finished every few seconds. */
    static Path films(Ffmpeg ffmpeg, List<Path> samples, int count, Path folder) throws Exception {
        Files.createDirectories(folder);
        for (int number = 0; number < count; number++) {
            List<String> list = new ArrayList<>();
            List<Path> shots = new ArrayList<>();
            for (int shot = 0; shot * SHOT_S < FILM_S; shot++) {
                Path piece = folder.resolve("shot" + shot + ".mp4");
                Path sample = samples.get((shot + number) % samples.size());
                ffmpeg.run(List.of("-stream_loop", "-1", "-ss", Integer.toString(3 * number + shot), "-i", sample.toString(), "-t",
                        Integer.toString(SHOT_S), "-an", "-vf", "fps=10,scale=640:480,setsar=1", "-c:v", "libopenh264", "-b:v", "1500k",
                        "-g", "20", "-pix_fmt", "yuv420p", "-video_track_timescale", "10000", "-y", piece.toString()));
                list.add("file '" + piece + "'");
                shots.add(piece);
            }
            Path pieces = Files.write(folder.resolve("pieces.txt"), list);
            shots.add(pieces);
            ffmpeg.run(List.of("-f", "concat", "-safe", "0", "-i", pieces.toString(), "-c", "copy",
                    folder.resolve("film" + number + ".mp4").toString()));
            for (Path shot : shots) {
                Files.delete(shot);
            }
        }
        return folder;
    }

    /** Whether cameras are recorded by now. */
    boolean begun() {
        return passing != null;
    }

    /** Gives a runtime what it has not got to do yet, or not any more. */
    void give(Appliance appliance) throws Exception {
        if (kept == null) {
            kept = appliance.addStream(camera.url(), "cameras");
        }
        if (passing == null) {
            ObjectNode body = Appliance.JSON.createObjectNode();
            body.put("address", camera.url()).put("domain", PASSING).put("keep_gb", KEPT_BYTES / 1e9);
            passing = appliance.post("/api/v1/streams", body).path("id").asText();
        }
        for (Rounds rounds : all) {
            if (rounds.job != null && !appliance.has("/api/v1/jobs/" + rounds.job)) {
                fault.accept("job " + rounds.job + " of " + rounds.domain() + " is not known any more");
                rounds.job = null;
            }
            if (rounds.job == null || state(appliance, rounds).matches("done|failed|cancelled")) {
                rounds.begun++;
                rounds.job = appliance.submit(List.of(rounds.folder), null, rounds.domain());
            }
        }
    }

    private static String state(Appliance appliance, Rounds rounds) throws Exception {
        return appliance.get("/api/v1/jobs/" + rounds.job).path("state").asText().toLowerCase(Locale.ROOT);
    }

    /** Moments that the jobs have committed. */
    long committed(Appliance appliance) throws Exception {
        long moments = 0;
        for (Rounds rounds : all) {
            moments += appliance.get("/api/v1/jobs/" + rounds.job).path("moments").asLong();
        }
        return moments;
    }

    /** Assets of the rounds that are not over. */
    List<String> assets(Appliance appliance) throws Exception {
        List<String> ids = new ArrayList<>();
        for (Rounds rounds : all) {
            ids.addAll(assets(appliance, rounds.domain()));
        }
        return ids;
    }

    private static Set<String> assets(Appliance appliance, String domain) throws Exception {
        Set<String> ids = new TreeSet<>();
        appliance.get("/api/v1/assets?limit=10000&domain=" + domain).path("assets").forEach(a -> ids.add(a.path("id").asText()));
        return ids;
    }

    /** How far the camera of which everything is kept is searchable. */
    String searchable(Appliance appliance) throws Exception {
        return appliance.get("/api/v1/streams/" + kept).path("searchable_to").asText();
    }

    /** What is there of the camera of which little is kept. */
    Set<String> passing(Appliance appliance) throws Exception {
        return assets(appliance, PASSING);
    }

    /** Asks for what passes; nothing that is gone is found. */
    void ask(Appliance appliance, Set<String> gone) throws Exception {
        JsonNode answer = appliance.ask("people", 20, PASSING);
        for (JsonNode hit : answer.path("hits")) {
            if (gone.contains(hit.path("asset").asText())) {
                fault.accept(hit.path("asset").asText() + " was removed and is found: " + hit);
            }
        }
    }

    /** Waits for everything that was given; cameras are searchable then as far as they were recorded. */
    void finish(Appliance appliance) throws Exception {
        for (Rounds rounds : all) {
            JsonNode end = appliance.await(rounds.job);
            if (!end.path("state").asText().equalsIgnoreCase("done") || end.path("outcomes").path("refused").asInt() > 0) {
                fault.accept("the last job ended as " + end);
            }
        }
        KillBench.until(() -> behind(appliance, kept) == 0 && behind(appliance, passing) == 0);
    }

    private static int behind(Appliance appliance, String stream) throws Exception {
        return appliance.get("/api/v1/streams/" + stream).path("behind").asInt();
    }

    /** Jobs begun. */
    int jobs() {
        return all.stream().mapToInt(rounds -> rounds.begun).sum();
    }

    /** The number of the stream of which everything is kept. */
    long kept() {
        return Long.parseLong(kept.substring(1));
    }

    /** The number of the stream of which little is kept. */
    long passing() {
        return Long.parseLong(passing.substring(1));
    }
}
