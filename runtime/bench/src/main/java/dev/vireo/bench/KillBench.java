package dev.vireo.bench;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Kills the runtime at random points of its life, while photographs and films are taken in and two cameras are recorded: while it
 * starts, at any time, just after a part or a segment was committed, while a recording that is not kept is removed, and while it
 * stops. After each kill and each start it is looked whether
 * anything that was acknowledged is gone, repeated, orphaned or left running, and whether a recording lost more than the
 * segment that was being written.
 */
final class KillBench implements Benchmark {
    private static final int CAMERA_S = 60;
    private static final int MOST_CAMERA_S = 240;
    private static final int MOST_WAIT_MS = 40_000;

    /** How long after its start a runtime surely has cleared what lay there before [ms]. */
    private static final int CLEARED_MS = 5_000;

    private enum Point {
        START, TIME, PART, SEGMENT, REMOVAL, STOP
    }

    private final List<String> faults = new ArrayList<>();
    private final List<KilledHome.Outage> outages = new ArrayList<>();
    private final List<Point> round = new ArrayList<>();
    private final Map<Point, Integer> points = new EnumMap<>(Point.class);
    private final Acknowledged acknowledged = new Acknowledged(this::fault);
    private KilledWork work;
    private int removals;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String summary() {
        return "FOLDER [KILLS=50] [SEED] [POINT…]  kill -9 at random points while photographs, films and two cameras made of FOLDER's videos are taken in";
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
        Path scratch = Files.createTempDirectory("vireo-bench-kill");
        int status = 1;
        Path home = Files.createDirectory(scratch.resolve("home"));
        try {
            List<Path> samples = ScaleMedia.videos(Path.of(args.get(0)).toAbsolutePath());
            try (Appliance appliance = Appliance.start(home)) {
                appliance.add(List.of(samples.get(0)), null, "warm"); // ffmpeg is unpacked
            }
            Ffmpeg ffmpeg = Ffmpeg.of(home).orElseThrow();
            Path photographs = KilledWork.photographs(ffmpeg, samples, scratch.resolve("photographs"));
            Path films = KilledWork.films(ffmpeg, samples, Math.clamp(kills / 4, 1, 3), scratch.resolve("films"));
            Path cameraFilm =
                    Camera.film(ffmpeg, samples.getLast(), Math.min(MOST_CAMERA_S, CAMERA_S + 4 * kills), scratch.resolve("camera.mp4"));
            try (RtspServer camera = RtspServer.start(cameraFilm)) {
                work = new KilledWork(photographs, films, camera, this::fault);
                status = killed(home, kills, seed, chosen);
                return status;
            }
        } finally {
            if (status == 0) {
                Appliance.deleteTree(scratch);
            } else {
                System.out.println("kept for a look: " + scratch);
            }
        }
    }

    private int killed(Path home, int kills, long seed, List<Point> chosen) throws Exception {
        Random random = new Random(seed);
        KilledHome left = new KilledHome(home, this::fault);
        for (int kill = 1; kill <= kills; kill++) {
            Point point = work.begun() ? next(chosen, random) : Point.SEGMENT;
            boolean cleared = point == Point.START ? killedWhileStarting(home, random) : killedWhileRunning(home, point, random);
            points.merge(point, 1, Integer::sum);
            left.check("after kill " + kill, cleared);
            System.out.printf("kill %d, %s: %d assets and %d moments acknowledged, %d segments not yet taken in so far, %d jobs%n", kill,
                    point.toString().toLowerCase(Locale.ROOT), acknowledged.assets(), acknowledged.moments(), left.recorded(), work.jobs());
        }
        try (Appliance appliance = Appliance.start(home)) {
            acknowledged.look(appliance, "at the end");
            work.finish(appliance);
            acknowledged.look(appliance, "at the end");
            acknowledged.answers(appliance);
        }
        left.checkWhole();
        left.checkKept(work.passing(), KilledWork.KEPT_BYTES);
        List<KilledHome.Hole> holes = left.holes(work.kept(), outages);
        if (!children(home).isEmpty()) {
            fault("processes left: " + children(home));
        }
        faults.forEach(System.out::println);
        ObjectNode result = Appliance.JSON.createObjectNode();
        result.put("bench", name());
        result.put("seed", seed);
        result.put("kills", kills);
        points.forEach((point, count) -> result.put("kills_" + point.toString().toLowerCase(Locale.ROOT), count));
        result.put("jobs", work.jobs());
        result.put("assets", acknowledged.assets());
        result.put("moments", acknowledged.moments());
        result.put("recordings_removed", acknowledged.removed());
        result.put("removals_a_kill_fell_into", removals);
        result.put("segments_waiting_at_a_kill", left.recorded());
        result.put("recording_holes", holes.size());
        result.put("most_lost_before_a_kill_s", holes.stream().mapToLong(KilledHome.Hole::lostMs).max().orElse(0) / 1e3);
        result.put("longest_from_kill_to_recording_s", holes.stream().mapToLong(KilledHome.Hole::blindMs).max().orElse(0) / 1e3);
        result.put("load", java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
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

    private boolean killedWhileRunning(Path home, Point point, Random random) throws Exception {
        Appliance appliance = Appliance.start(home);
        long ready = System.nanoTime();
        Optional<Long> toldAt = Optional.empty();
        try {
            String after = "after the start before kill " + (outages.size() + 1);
            acknowledged.look(appliance, after);
            work.give(appliance);
            switch (point) {
                case PART -> committed(appliance, random, after);
                case SEGMENT -> {
                    String before = work.searchable(appliance);
                    until(() -> !work.searchable(appliance).equals(before));
                    Thread.sleep(random.nextInt(500));
                }
                case REMOVAL -> removed(appliance, random);
                default -> Thread.sleep(random.nextInt(10_000));
            }
            if (point != Point.PART && point != Point.REMOVAL) {
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

    /** Waits until a part of a job is committed, and then a little. */
    private void committed(Appliance appliance, Random random, String when) throws Exception {
        long before = work.committed(appliance);
        until(() -> work.committed(appliance) != before);
        for (String asset : work.assets(appliance)) {
            acknowledged.look(appliance, asset, when);
        }
        Thread.sleep(random.nextInt(300));
    }

    /** Waits until a recording goes of which it is not to be kept, half of the time with a question under way, then hardly at all. */
    private void removed(Appliance appliance, Random random) throws Exception {
        until(() -> work.passing(appliance).size() > 1);
        Set<String> before = work.passing(appliance);
        Set<String> gone = new TreeSet<>();
        boolean asks = random.nextBoolean();
        until(() -> {
            gone.addAll(before);
            gone.removeAll(work.passing(appliance));
            if (asks) {
                work.ask(appliance, gone);
            }
            return !gone.isEmpty();
        });
        removals += gone.size();
        Thread.sleep(random.nextInt(20));
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits until it holds, for as long as can be waited for it. */
    static void until(Condition condition) throws Exception {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_WAIT_MS);
        while (!condition.holds() && System.nanoTime() < until) {
            Thread.sleep(50);
        }
    }

    private void fault(String what) {
        faults.add("FAULT: " + what);
        System.out.println("FAULT: " + what);
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
