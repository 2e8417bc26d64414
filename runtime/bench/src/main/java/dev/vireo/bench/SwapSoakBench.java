package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Deploys under load: questions come at a fixed rate whatever the answers take, while versions of encoder, index and reranker
 * are deployed in turn. Each answer must be of one generation in all its parts, see {@link AnswerJudge}.
 */
final class SwapSoakBench implements Benchmark {
    /** Asked in every wording: as many different questions as any memory of the last ones has to cope with. */
    private static final List<String> THINGS = List.of("cups", "rockets", "cats", "people", "cars", "white vans", "dogs", "trees",
            "red cars", "two people", "black cats", "spoons", "a helmet", "flags", "a road", "animals", "vehicles", "coffee", "a smile",
            "something orange", "grass", "a building", "parked cars", "a person near a car", "whiskers");
    private static final List<String> WORDINGS = List.of("find %s", "%s", "show me %s", "a photo of %s", "%s before 5 pm", "%s at night");
    private static final int WARM_UP_S = 30;
    private static final int SETTLED = 20;
    /** Deploys over which memory is taken: several rounds of the bundles, longer than the time from one giving back to the next. */
    private static final int WINDOW = 12;

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

    private static List<String> questions() {
        return THINGS.stream().flatMap(t -> WORDINGS.stream().map(w -> w.formatted(t))).toList();
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

    /** Every other version of the reranker prefers small things to large ones, so that an answer shows which kind of it was asked. */
    private static Path pack(VersionedBundle bundle, boolean reranks, Path work, int number) throws IOException {
        String large = "name=\"area.weight\" type=\"Double\" value=\"0.2\"";
        return bundle.pack(work, number, xml -> {
            if (reranks && !xml.contains(large)) {
                throw new IllegalStateException("the reranker has no setting " + large + " any more; choose another to vary");
            }
            return reranks && number % 2 == 1 ? xml.replace(large, large.replace("0.2", "-5.0")) : xml;
        });
    }

    private static int soak(Appliance appliance, Path work, int deploys, int seconds, int rate) throws Exception {
        VersionedBundle reranker = new VersionedBundle(Appliance.distribution(), "bundles/dev.vireo.rerank.features");
        List<VersionedBundle> bundles = List.of(
                new VersionedBundle(Appliance.distribution(), "models/dev.vireo.model.efficientnet"),
                new VersionedBundle(Appliance.distribution(), "bundles/dev.vireo.index.jvector"),
                reranker);
        long quiet = Math.max(10, seconds / 10);
        AnswerJudge judge = new AnswerJudge(reranker.name());
        ResidentSeries memory = new ResidentSeries(SETTLED, WINDOW);
        try (SoakLoad load = new SoakLoad(appliance, judge, questions())) {
            load.learn();
            load.deploy(pack(reranker, true, work, 1));
            load.learn();
            load.start(rate);
            TimeUnit.SECONDS.sleep(WARM_UP_S);
            load.warmedUp();
            double cpu = appliance.cpuSeconds();
            double own = ownCpuSeconds();
            TimeUnit.SECONDS.sleep(quiet);
            int asked = Math.max(1, load.answered());
            double cpuQuestion = (appliance.cpuSeconds() - cpu) / asked;
            double cpuAsking = (ownCpuSeconds() - own) / asked;
            long begin = System.nanoTime();
            long deploying = 0;
            int[] before = {0, 0};
            long loaders = 0;
            int refused = 0;
            for (int i = 1; i <= deploys; i++) {
                VersionedBundle bundle = bundles.get(i % bundles.size());
                Path file = pack(bundle, bundle == reranker, work, i + 1); // the first version of the reranker is there
                long from = System.nanoTime();
                JsonNode end = load.deploy(file);
                deploying += System.nanoTime() - from;
                Files.delete(file);
                if (end.path("failed").asBoolean()) {
                    refused++;
                    System.out.println("deploy " + i + ": " + end.path("message").asText());
                }
                memory.add(appliance.residentMegabytes()[0]);
                if (i == Math.min(SETTLED, deploys)) {
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
            int[] after = appliance.descriptorsAndThreads();
            long leaked = appliance.instances(LOADER) - loaders;
            load.end();
            System.out.printf(Locale.ROOT, "%d deploys in %.0f s, %.1f s each; a question costs %.1f ms of processor time, asking it %.1f ms%n",
                    deploys, took, deploying / 1e9 / deploys, cpuQuestion * 1e3, cpuAsking * 1e3);
            System.out.printf(Locale.ROOT, "resident %.0f MB at deploy %d, %.0f MB at the last, %.0f MB at most; %d of %d questions show which "
                            + "kind of reranker was asked%n",
                    memory.before(), Math.min(SETTLED, deploys), memory.after(), appliance.residentMegabytes()[1], judge.telling(), questions().size());
            return report(load, judge, deploys, refused, leaked, memory, before, after);
        }
    }

    private static int report(SoakLoad load, AnswerJudge judge, int deploys, int refused, long leaked, ResidentSeries memory,
            int[] before, int[] after) throws IOException {
        double calm = p99(load, false);
        double busy = p99(load, true);
        load.reasons().stream().limit(5).forEach(r -> System.out.println("failed: " + r));
        ObjectNode line = Appliance.JSON.createObjectNode();
        line.put("deploys", deploys - refused);
        line.put("refused", refused);
        line.put("queries", load.answered() + load.failed());
        line.put("failed", load.failed());
        line.put("mixed", load.mixed());
        line.put("telling_questions", judge.telling());
        line.put("not_reranked_in_time", load.unranked());
        line.put("p99_ms", calm);
        line.put("p99_swapping_ms", busy);
        line.put("memory_growth_percent", Math.round(10.0 * memory.growthPercent()) / 10.0);
        line.put("fds", after[0] - before[0]);
        line.put("threads", after[1] - before[1]);
        line.put("leaked_class_loaders", leaked);
        System.out.println(Appliance.JSON.writeValueAsString(line));
        return load.failed() + load.mixed() + refused == 0 ? 0 : 1;
    }

    private static double p99(SoakLoad load, boolean swapping) {
        long[] sorted = load.times(swapping);
        double ms = sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)] / 1e6;
        System.out.printf(Locale.ROOT, "%s swaps: %d answers, p99 %.1f ms%n", swapping ? "during" : "without", sorted.length, ms);
        return Math.round(ms * 10) / 10.0;
    }
}
