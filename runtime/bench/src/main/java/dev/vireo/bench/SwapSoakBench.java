package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Deploys under load: questions come at a fixed rate whatever the answers take, while versions of encoder, index and reranker
 * are deployed in turn. Latency counts from the moment at which a question was due.
 */
final class SwapSoakBench implements Benchmark {
    /** Asked in every wording: as many different questions as any memory of the last ones has to cope with. */
    private static final List<String> THINGS = List.of("cups", "rockets", "cats", "people", "cars", "white vans", "dogs", "trees",
            "red cars", "two people", "black cats", "spoons", "a helmet", "flags", "a road", "animals", "vehicles", "coffee", "a smile",
            "something orange", "grass", "a building", "parked cars", "a person near a car", "whiskers");
    private static final List<String> WORDINGS = List.of("find %s", "%s", "show me %s", "a photo of %s", "%s before 5 pm", "%s at night");
    private static final int WARM_UP_S = 30;
    private static final int SETTLED = 20;
    private static final String LOADER = "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader";

    @Override
    public String name() {
        return "swap-soak";
    }

    @Override
    public String summary() {
        return "[--deploys N] [--seconds S] [--rate R]: questions at R a second during N deploys of encoder, index and reranker "
                + "(200, 600, 50)";
    }

    private record Sample(long dueNanos, long tookNanos, boolean swapping) {}

    private static List<String> questions() {
        return THINGS.stream().flatMap(t -> WORDINGS.stream().map(w -> w.formatted(t))).toList();
    }

    /** What came of the questions. */
    private static final class Counts {
        private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
        private final AtomicLong failed = new AtomicLong();
        private final AtomicLong mixed = new AtomicLong();
        private final ConcurrentLinkedQueue<String> reasons = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean swapping = new AtomicBoolean();
        /** What each question is answered with before anything is deployed. All versions hold the same: every answer must be this. */
        private final Map<String, String> expected = new HashMap<>();
    }

    /**
     * Hits with their probability: what another encoder, index or space would change. Not by track: a new version of a classifier looks
     * at stored footage again, and finds the same in tracks of its own.
     */
    private static String essence(JsonNode answer) {
        List<String> hits = new ArrayList<>();
        answer.path("hits").forEach(h -> hits.add(h.path("asset").asText() + '@' + h.path("region") + '='
                + String.format(Locale.ROOT, "%.4f", h.path("probability").asDouble())));
        hits.sort(null); // of two that are equally probable either may be first
        return answer.path("status").asText() + ' ' + String.join(" ", hits);
    }

    @Override
    public int run(List<String> args) throws Exception {
        int deploys = option(args, "--deploys", 200);
        int seconds = option(args, "--seconds", 600);
        int rate = option(args, "--rate", 50);
        Path work = Files.createTempDirectory("vireo-swap-soak");
        try {
            Path home = Files.createDirectories(work.resolve("home"));
            Files.writeString(Files.createDirectories(home.resolve("conf")).resolve("dev.vireo.deploy.json"),
                    "{\"warm.s\": 0}"); // what is replaced must go, or there would be nothing to leak
            try (Appliance appliance = Appliance.start(home)) {
                appliance.developerMode();
                appliance.add(sample(), null);
                return soak(appliance, work, deploys, seconds, rate);
            }
        } finally {
            Appliance.deleteTree(work);
        }
    }

    private static double ownCpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    private static int option(List<String> args, String name, int otherwise) {
        int at = args.indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(args.get(at + 1));
    }

    private static List<Path> sample() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("vireo.root"), "runtime/dist/src/main/sample"))) {
            return files.filter(f -> f.toString().endsWith(".jpg")).sorted().toList();
        }
    }

    private static int soak(Appliance appliance, Path work, int deploys, int seconds, int rate) throws Exception {
        List<VersionedBundle> bundles = List.of(
                new VersionedBundle(Appliance.distribution(), "models/dev.vireo.model.efficientnet"),
                new VersionedBundle(Appliance.distribution(), "bundles/dev.vireo.index.jvector"),
                new VersionedBundle(Appliance.distribution(), "bundles/dev.vireo.rerank.features"));
        long quiet = Math.max(10, seconds / 10);
        Counts counts = new Counts();
        List<String> questions = questions();
        for (String question : questions) {
            counts.expected.put(question, essence(appliance.ask(question, 5)));
        }
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread load = Thread.ofPlatform().name("load").start(() -> ask(appliance, questions, pool, counts, rate, stop));
            TimeUnit.SECONDS.sleep(WARM_UP_S); // code that no question has run yet is not what is measured
            counts.samples.clear();
            double cpu = appliance.cpuSeconds();
            double own = ownCpuSeconds();
            TimeUnit.SECONDS.sleep(quiet);
            int asked = Math.max(1, counts.samples.size());
            double cpuQuestion = (appliance.cpuSeconds() - cpu) / asked;
            double cpuAsking = (ownCpuSeconds() - own) / asked;
            long begin = System.nanoTime();
            long deploying = 0;
            double settled = 0;
            int[] before = {0, 0};
            long loaders = 0;
            int refused = 0;
            for (int i = 1; i <= deploys; i++) {
                Path file = bundles.get(i % bundles.size()).pack(work, i);
                long from = System.nanoTime();
                counts.swapping.set(true);
                JsonNode end = appliance.deploy(file);
                counts.swapping.set(false);
                deploying += System.nanoTime() - from;
                Files.delete(file);
                if (end.path("failed").asBoolean()) {
                    refused++;
                    System.out.println("deploy " + i + ": " + end.path("message").asText());
                }
                if (i == Math.min(SETTLED, deploys)) {
                    settled = appliance.residentMegabytes()[0];
                    before = appliance.descriptorsAndThreads();
                    loaders = appliance.instances(LOADER);
                }
                long due = begin + (long) ((double) i / deploys * seconds * 1e9);
                long left = due - System.nanoTime();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.sleep(left);
                }
            }
            double took = (System.nanoTime() - begin) / 1e9;
            TimeUnit.SECONDS.sleep(quiet);
            double resident = appliance.residentMegabytes()[0];
            int[] after = appliance.descriptorsAndThreads();
            long leaked = appliance.instances(LOADER) - loaders;
            stop.set(true);
            load.join();
            System.out.printf(Locale.ROOT, "%d deploys in %.0f s, %.1f s each; a question costs %.1f ms of processor time, asking it %.1f ms%n",
                    deploys, took, deploying / 1e9 / deploys, cpuQuestion * 1e3, cpuAsking * 1e3);
            return report(counts, deploys, refused, leaked, settled, resident, before, after);
        }
    }

    private static void ask(
            Appliance appliance, List<String> questions, ExecutorService pool, Counts counts, int rate, AtomicBoolean stop) {
        long begin = System.nanoTime();
        for (long n = 0; !stop.get(); n++) {
            long due = begin + n * 1_000_000_000L / rate;
            long left = due - System.nanoTime();
            if (left > 0) {
                try {
                    TimeUnit.NANOSECONDS.sleep(left);
                } catch (InterruptedException e) {
                    return;
                }
            }
            String question = questions.get((int) (n % questions.size()));
            pool.execute(() -> {
                boolean swapping = counts.swapping.get();
                try {
                    JsonNode answer = appliance.ask(question, 5);
                    counts.samples.add(new Sample(due, System.nanoTime() - due, swapping || counts.swapping.get()));
                    if (!essence(answer).equals(counts.expected.get(question))) {
                        counts.mixed.incrementAndGet();
                        counts.reasons.add(question + " gave " + essence(answer) + ", not " + counts.expected.get(question));
                    }
                } catch (Exception e) {
                    counts.failed.incrementAndGet();
                    counts.reasons.add(String.valueOf(e.getMessage()));
                }
            });
        }
    }

    private static int report(Counts counts, int deploys, int refused, long leaked, double settled, double resident,
            int[] before, int[] after) throws Exception {
        double calm = p99(counts, false);
        double busy = p99(counts, true);
        counts.reasons.stream().distinct().limit(5).forEach(r -> System.out.println("failed: " + r));
        ObjectNode line = Appliance.JSON.createObjectNode();
        line.put("deploys", deploys - refused);
        line.put("refused", refused);
        line.put("queries", counts.samples.size() + counts.failed.get());
        line.put("failed", counts.failed.get());
        line.put("mixed", counts.mixed.get());
        line.put("p99_ms", calm);
        line.put("p99_swapping_ms", busy);
        line.put("memory_growth_percent", Math.round(1000.0 * (resident - settled) / settled) / 10.0);
        line.put("fds", after[0] - before[0]);
        line.put("threads", after[1] - before[1]);
        line.put("leaked_class_loaders", leaked);
        System.out.println(Appliance.JSON.writeValueAsString(line));
        return counts.failed.get() + counts.mixed.get() + refused == 0 ? 0 : 1;
    }

    private static double p99(Counts counts, boolean swapping) {
        List<Long> times = new ArrayList<>();
        counts.samples.stream().filter(s -> s.swapping() == swapping).forEach(s -> times.add(s.tookNanos()));
        long[] sorted = times.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        double ms = sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)] / 1e6;
        System.out.printf(Locale.ROOT, "%s swaps: %d answers, p99 %.1f ms%n", swapping ? "during" : "without", sorted.length, ms);
        return Math.round(ms * 10) / 10.0;
    }
}
