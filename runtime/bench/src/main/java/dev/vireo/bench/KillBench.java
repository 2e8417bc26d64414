package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vireo.testkit.RtspServer;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills the runtime at random points of its life, while films are taken in and a camera is recorded: while it starts, at any
 * time, just after a part or a segment was committed, and while it stops. After each kill and each start it is looked whether
 * anything that was acknowledged is gone, repeated, orphaned or left running, and whether a recording lost more than the
 * segment that was being written.
 */
final class KillBench implements Benchmark {
    private static final int FILM_S = 60;
    private static final int SHOT_S = 6;
    private static final int CAMERA_S = 60;
    private static final int MOST_CAMERA_S = 240;
    private static final int MOST_WAIT_MS = 40_000;

    /** How long after its start a runtime surely has cleared what lay there before [ms]. */
    private static final int CLEARED_MS = 5_000;

    private enum Point {
        START, TIME, PART, SEGMENT, STOP
    }

    private final List<String> faults = new ArrayList<>();
    private final List<KilledHome.Outage> outages = new ArrayList<>();
    private final List<Point> round = new ArrayList<>();
    private final Map<Point, Integer> points = new EnumMap<>(Point.class);
    private final Acknowledged acknowledged = new Acknowledged(this::fault);
    private String job;
    private int jobs;
    private String stream;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String summary() {
        return "FOLDER [KILLS=50] [SEED] [POINT…]  kill -9 at random points while films made of FOLDER's and a camera are taken in";
    }

    @Override
    public int run(List<String> args) throws Exception {
        if (args.isEmpty() || !Files.isDirectory(Path.of(args.get(0))) || ScaleMedia.videos(Path.of(args.get(0))).isEmpty()) {
            System.err.println("bench kill needs a folder with videos, got " + args);
            return 2;
        }
        if (!Camera.available()) {
            return 2;
        }
        int kills = args.size() > 1 ? Integer.parseInt(args.get(1)) : 50;
        long seed = args.size() > 2 ? Long.parseLong(args.get(2)) : System.nanoTime();
        List<Point> chosen = args.size() > 3
                ? args.subList(3, args.size()).stream().map(a -> Point.valueOf(a.toUpperCase(Locale.ROOT))).toList()
                : List.of(Point.values());
        System.out.println("seed " + seed);
        Path work = Files.createTempDirectory("vireo-bench-kill");
        int status = 1;
        Path home = Files.createDirectory(work.resolve("home"));
        Path films = Files.createDirectory(work.resolve("films"));
        try {
            List<Path> samples = ScaleMedia.videos(Path.of(args.get(0)).toAbsolutePath());
            try (Appliance appliance = Appliance.start(home)) {
                appliance.add(List.of(samples.get(0)), null, "warm"); // ffmpeg is unpacked
            }
            Ffmpeg ffmpeg = Ffmpeg.of(home).orElseThrow();
            for (int i = 0; i < Math.clamp(kills / 4, 1, 3); i++) {
                film(ffmpeg, samples, i, films);
            }
            Path cameraFilm = Camera.film(ffmpeg, samples.getLast(), Math.min(MOST_CAMERA_S, CAMERA_S + 4 * kills), work.resolve("camera.mp4"));
            try (RtspServer camera = RtspServer.start(cameraFilm)) {
                status = killed(home, films, camera, kills, seed, chosen);
                return status;
            }
        } finally {
            if (status == 0) {
                Appliance.deleteTree(work);
            } else {
                System.out.println("kept for a look: " + work);
            }
        }
    }

    /** A film of shots of all samples, so that a part is finished every few seconds. */
    private static void film(Ffmpeg ffmpeg, List<Path> samples, int number, Path films) throws Exception {
        List<String> list = new ArrayList<>();
        for (int shot = 0; shot * SHOT_S < FILM_S; shot++) {
            Path piece = films.resolve("shot" + shot + ".mp4");
            Path sample = samples.get((shot + number) % samples.size());
            ffmpeg.run(List.of("-stream_loop", "-1", "-ss", Integer.toString(3 * number + shot), "-i", sample.toString(), "-t",
                    Integer.toString(SHOT_S), "-an", "-vf", "fps=10,scale=640:480,setsar=1", "-c:v", "libopenh264", "-b:v", "1500k",
                    "-g", "20", "-pix_fmt", "yuv420p", "-video_track_timescale", "10000", "-y", piece.toString()));
            list.add("file '" + piece + "'");
        }
        Path pieces = films.resolve("pieces.txt");
        Files.write(pieces, list);
        ffmpeg.run(List.of("-f", "concat", "-safe", "0", "-i", pieces.toString(), "-c", "copy", films.resolve("film" + number + ".mp4")
                .toString()));
        Files.delete(pieces);
        for (int shot = 0; shot * SHOT_S < FILM_S; shot++) {
            Files.delete(films.resolve("shot" + shot + ".mp4"));
        }
    }

    private int killed(Path home, Path films, RtspServer camera, int kills, long seed, List<Point> chosen)
            throws Exception {
        Random random = new Random(seed);
        KilledHome left = new KilledHome(home, this::fault);
        for (int kill = 1; kill <= kills; kill++) {
            Point point = stream == null ? Point.SEGMENT : next(chosen, random);
            boolean cleared = point == Point.START ? killedWhileStarting(home, random) : killedWhileRunning(home, films, camera, point, random);
            points.merge(point, 1, Integer::sum);
            left.check("after kill " + kill, cleared);
            System.out.printf("kill %d, %s: %d assets and %d moments acknowledged, %d segments not yet taken in so far, %d jobs%n", kill,
                    point.toString().toLowerCase(Locale.ROOT), acknowledged.assets(), acknowledged.moments(), left.recorded(), jobs);
        }
        try (Appliance appliance = Appliance.start(home)) {
            acknowledged.look(appliance, "at the end");
            JsonNode end = appliance.await(job);
            if (!end.path("state").asText().equalsIgnoreCase("done") || end.path("outcomes").path("refused").asInt() > 0) {
                fault("the last job ended as " + end);
            }
            until(() -> appliance.get("/api/v1/streams/" + stream).path("behind").asInt() == 0);
            acknowledged.look(appliance, "at the end");
            acknowledged.answers(appliance);
        }
        left.checkWhole();
        List<KilledHome.Hole> holes = left.holes(outages);
        if (!children(home).isEmpty()) {
            fault("processes left: " + children(home));
        }
        faults.forEach(System.out::println);
        ObjectNode result = Appliance.JSON.createObjectNode();
        result.put("bench", name());
        result.put("seed", seed);
        result.put("kills", kills);
        points.forEach((point, count) -> result.put("kills_" + point.toString().toLowerCase(Locale.ROOT), count));
        result.put("jobs", jobs);
        result.put("assets", acknowledged.assets());
        result.put("moments", acknowledged.moments());
        result.put("segments_waiting_at_a_kill", left.recorded());
        result.put("recording_holes", holes.size());
        result.put("most_lost_before_a_kill_s", holes.stream().mapToLong(KilledHome.Hole::lostMs).max().orElse(0) / 1e3);
        result.put("longest_from_kill_to_recording_s", holes.stream().mapToLong(KilledHome.Hole::blindMs).max().orElse(0) / 1e3);
        result.put("faults", faults.size());
        System.out.println(result);
        return faults.isEmpty() ? 0 : 1;
    }

    /** Each point once, in any order, then each once more: a short run meets them all, too. */
    private Point next(List<Point> chosen, Random random) {
        if (round.isEmpty()) {
            round.addAll(chosen);
            Collections.shuffle(round, random);
        }
        return round.removeLast();
    }

    /** Nobody can ask it anything yet. @return whether it had the time to clear */
    private boolean killedWhileStarting(Path home, Random random) throws Exception {
        Process process = Appliance.launch(home);
        Thread.sleep(random.nextInt(4_000));
        kill(process, home, System.currentTimeMillis());
        return false;
    }

    private boolean killedWhileRunning(Path home, Path films, RtspServer camera, Point point, Random random) throws Exception {
        Appliance appliance = Appliance.start(home);
        long ready = System.nanoTime();
        Optional<Long> toldAt = Optional.empty();
        try {
            String after = "after the start before kill " + (outages.size() + 1);
            acknowledged.look(appliance, after);
            work(appliance, films, camera);
            switch (point) {
                case PART -> committed(appliance, random, after);
                case SEGMENT -> {
                    String before = searchable(appliance);
                    until(() -> !searchable(appliance).equals(before));
                    Thread.sleep(random.nextInt(500));
                }
                default -> Thread.sleep(random.nextInt(10_000));
            }
            if (point != Point.PART) {
                acknowledged.look(appliance, "before kill " + (outages.size() + 1));
            }
            if (point == Point.STOP) {
                toldAt = Optional.of(System.currentTimeMillis());
                appliance.process().destroy();
                Thread.sleep(random.nextInt(1_500));
            }
        } catch (HttpTimeoutException e) {
            System.out.println("no answer in time, on a busy machine: killed all the same");
        } finally {
            kill(appliance.process(), home, toldAt.orElseGet(System::currentTimeMillis));
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ready) > CLEARED_MS;
    }

    /** Gives it something to do. */
    private void work(Appliance appliance, Path films, RtspServer camera) throws Exception {
        if (stream == null) {
            stream = appliance.addStream(camera.url(), "cameras");
        }
        if (job != null && !exists(appliance, "/api/v1/jobs/" + job)) {
            fault("job " + job + " is not known after kill " + outages.size());
            job = null;
        }
        if (job == null || appliance.get("/api/v1/jobs/" + job).path("state").asText().toLowerCase(Locale.ROOT)
                .matches("done|failed|cancelled")) {
            // The same bytes in one domain are one asset: each job has a domain of its own.
            job = appliance.submit(List.of(films), null, "round" + ++jobs);
        }
    }

    /** Waits until a part of a film is committed, and then a little. */
    private void committed(Appliance appliance, Random random, String when) throws Exception {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_WAIT_MS);
        long before = -1;
        while (System.nanoTime() < until) {
            long moments = appliance.get("/api/v1/jobs/" + job).path("moments").asLong();
            if (before >= 0 && moments != before) {
                for (JsonNode asset : appliance.get("/api/v1/assets?domain=round" + jobs).path("assets")) {
                    acknowledged.look(appliance, asset.path("id").asText(), when);
                }
                Thread.sleep(random.nextInt(300));
                return;
            }
            before = moments;
            Thread.sleep(20);
        }
    }

    private String searchable(Appliance appliance) throws Exception {
        return appliance.get("/api/v1/streams/" + stream).path("searchable_to").asText();
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(Condition condition) throws Exception {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_WAIT_MS);
        while (!condition.holds() && System.nanoTime() < until) {
            Thread.sleep(50);
        }
    }

    private void fault(String what) {
        faults.add("FAULT: " + what);
        System.out.println("FAULT: " + what);
    }

    private static boolean exists(Appliance appliance, String path) throws Exception {
        try {
            appliance.get(path);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Kills a runtime and looks whether anything of it goes on. */
    private void kill(Process process, Path home, long toldAt) throws Exception {
        List<ProcessHandle> all = process.descendants().toList();
        all.stream().filter(p -> p.info().command().orElse("").endsWith("/java")).forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        outages.add(new KilledHome.Outage(toldAt, System.currentTimeMillis()));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!children(home).isEmpty() && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        List<String> left = children(home);
        if (!left.isEmpty()) {
            fault("children outlive their runtime: " + left + " of " + all.size());
        }
    }

    /** Processes whose programs or arguments lie in the home. */
    private static List<String> children(Path home) {
        List<String> found = new ArrayList<>();
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            try {
                String command = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline")).replace('\0', ' ');
                if (command.contains(home.toString()) && process.isAlive()) {
                    found.add(process.pid() + " " + command.substring(0, Math.min(120, command.length())));
                }
            } catch (IOException e) {
                continue; // it ended meanwhile
            }
        }
        return found;
    }
}
