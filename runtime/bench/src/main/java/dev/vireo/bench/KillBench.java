package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kills the runtime at random points of an ingest, from before it is ready to the end of the job, and looks after each
 * kill and each restart whether anything that was acknowledged is gone, repeated, orphaned or left running.
 */
final class KillBench implements Benchmark {
    private final List<String> faults = new ArrayList<>();

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String summary() {
        return "FOLDER [KILLS=50] [SEED]  kill -9 at random points while FOLDER is taken in; what survives, what is repeated";
    }

    @Override
    public int run(List<String> args) throws Exception {
        if (args.isEmpty() || !Files.isDirectory(Path.of(args.get(0)))) {
            System.err.println("bench kill needs a folder of media, got " + args);
            return 2;
        }
        Path folder = Path.of(args.get(0)).toAbsolutePath().normalize();
        int kills = args.size() > 1 ? Integer.parseInt(args.get(1)) : 50;
        long seed = args.size() > 2 ? Long.parseLong(args.get(2)) : System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Path home = Files.createTempDirectory("vireo-bench-kill");
        String job = null;
        int rounds = 0;
        int jobs = 0;
        Map<String, Set<String>> known = new HashMap<>();
        try {
            for (int kill = 1; kill <= kills; kill++) {
                boolean early = job != null && random.nextInt(5) == 0;
                if (early) { // while it starts: nobody can ask it anything yet
                    Process process = Appliance.launch(home);
                    Thread.sleep(random.nextInt(3_000));
                    killed(process, home);
                    System.out.printf("kill %d while starting%n", kill);
                } else {
                    Appliance appliance = Appliance.start(home);
                    try {
                        if (job != null && !exists(appliance, "/api/v1/jobs/" + job)) {
                            fault("job " + job + " is not known after kill " + (kill - 1));
                            job = null;
                        }
                        if (job == null || ended(appliance, job)) {
                            // The same bytes in one domain are one asset: each round has a domain of its own.
                            job = appliance.submit(List.of(folder), null, "round" + ++jobs);
                        }
                        known = survived(appliance, known, kill - 1);
                        Thread.sleep(random.nextInt(6_000));
                        known = survived(appliance, known, kill - 1);
                        rounds++;
                    } catch (HttpTimeoutException e) {
                        System.out.println("no answer in time, on a busy machine: killed all the same");
                    } finally {
                        killed(appliance.process(), home);
                    }
                    System.out.printf("kill %d after %d assets acknowledged, %d moments%n", kill, known.size(),
                            known.values().stream().mapToInt(Set::size).sum());
                }
                integrity(home, kill);
            }
            try (Appliance appliance = Appliance.start(home)) {
                JsonNode end = appliance.await(job);
                if (!end.path("state").asText().equalsIgnoreCase("done")) {
                    fault("the last job ended as " + end);
                }
                known = survived(appliance, known, kills);
                whole(appliance, home);
                answers(appliance);
            }
            integrity(home, kills + 1);
            if (!children(home).isEmpty()) {
                fault("processes left: " + children(home));
            }
        } finally {
            Appliance.deleteTree(home);
        }
        faults.forEach(System.out::println);
        ObjectNode result = Appliance.JSON.createObjectNode();
        result.put("bench", name());
        result.put("seed", seed);
        result.put("kills", kills);
        result.put("kills_while_running", rounds);
        result.put("jobs", jobs);
        result.put("assets", known.size());
        result.put("faults", faults.size());
        System.out.println(result);
        return faults.isEmpty() ? 0 : 1;
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

    private static boolean ended(Appliance appliance, String job) throws Exception {
        return appliance.get("/api/v1/jobs/" + job).path("state").asText().toLowerCase(java.util.Locale.ROOT).matches("done|failed|cancelled");
    }

    /** What is acknowledged now, after a look whether all that was acknowledged before is still there, moment by moment. */
    private Map<String, Set<String>> survived(Appliance appliance, Map<String, Set<String>> before, int kill) throws Exception {
        Map<String, Set<String>> now = new HashMap<>();
        for (JsonNode asset : appliance.get("/api/v1/assets?limit=1000").path("assets")) {
            String id = asset.path("id").asText();
            Set<String> moments = new HashSet<>();
            long until = 0;
            for (JsonNode moment : appliance.get("/api/v1/assets/" + id).path("moments")) {
                moments.add(moment.path("id").asText());
                if (moment.path("start_ms").asLong() != until) {
                    fault("asset " + id + " has a gap or a repeated part at " + moment + " after kill " + kill);
                }
                until = moment.path("end_ms").asLong();
            }
            now.put(id, moments);
        }
        before.forEach((id, moments) -> {
            if (!now.containsKey(id)) {
                fault("asset " + id + " is gone after kill " + kill);
            } else if (!now.get(id).containsAll(moments)) {
                fault("asset " + id + " lost or repeated moments after kill " + kill + ": " + moments + " before, " + now.get(id));
            }
        });
        return now;
    }

    /** Every asset is whole, its picture can be shown, and no byte lies in the store that no asset has. */
    private void whole(Appliance appliance, Path home) throws Exception {
        Set<String> hashes = new HashSet<>();
        for (JsonNode asset : appliance.get("/api/v1/assets?limit=1000").path("assets")) {
            hashes.add(asset.path("sha256").asText());
            if (!asset.path("state").asText().equalsIgnoreCase("ready")) {
                fault("asset " + asset + " is not ready");
            }
            try {
                appliance.bytes("/api/v1/assets/" + asset.path("id").asText() + "/frame?ms=0&max_side=64");
            } catch (IllegalStateException e) {
                fault("asset " + asset.path("id").asText() + " shows no picture: " + e.getMessage());
            }
        }
        try (Stream<Path> files = Files.walk(home.resolve("media"))) {
            files.filter(Files::isRegularFile)
                    .map(f -> f.getFileName().toString())
                    .filter(f -> !hashes.remove(f))
                    .forEach(f -> fault("orphan " + f));
        }
        hashes.forEach(hash -> fault("no bytes for " + hash));
    }

    private void answers(Appliance appliance) throws Exception {
        if (!appliance.ask("people", 10).has("status")) {
            fault("a question got no answer");
        }
    }

    /** Kills a runtime and looks whether anything of it goes on. */
    private void killed(Process process, Path home) throws Exception {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        process.descendants().filter(p -> p.info().command().orElse("").endsWith("/java")).forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
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
    private static List<String> children(Path home) throws IOException {
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

    private void integrity(Path home, int kill) throws Exception {
        Path file = home.resolve("catalog/vireo.db");
        if (!Files.exists(file)) {
            return;
        }
        // A copy, so that the look repairs nothing that the next start has to repair.
        Path copy = Files.createTempDirectory("vireo-bench-db");
        try {
            for (String suffix : List.of("", "-wal")) {
                Path part = home.resolve("catalog/vireo.db" + suffix);
                if (Files.exists(part)) {
                    Files.copy(part, copy.resolve("vireo.db" + suffix));
                }
            }
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("vireo.db"));
                    Statement statement = connection.createStatement()) {
                for (String check : List.of("PRAGMA integrity_check", "PRAGMA foreign_key_check")) {
                    try (ResultSet rows = statement.executeQuery(check)) {
                        while (rows.next()) {
                            if (!"ok".equals(rows.getString(1))) {
                                fault(check + " after kill " + kill + ": " + rows.getString(1));
                            }
                        }
                    }
                }
            }
        } finally {
            Appliance.deleteTree(copy);
        }
    }
}
