package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Retrieval quality over labelled footage: every label is asked as a question, and the ranked list, hits, then near
 * misses, is held against the labels. Prints a table and writes a page with the errors.
 */
final class QualityBench implements Benchmark {
    /** Results below this probability claim nothing; they would only flatter the calibration error. */
    private static final double LEAST_CLAIM = 0.1;

    private static final double SURE = 0.8;

    @Override
    public String name() {
        return "quality";
    }

    @Override
    public String summary() {
        return "FOLDER [LABELS.csv|COCO.json] [--html FILE] [--home DIR] [--verbose]  P@1, P@10, mAP, ECE and a page of errors";
    }

    /**
     * What was asked for on the command line.
     *
     * @param folder the footage; always there for this bench
     * @param labels its labels file; empty when file names carry the labels
     * @param html where the page goes
     * @param home where what was added is kept for the next run; empty for a home that is thrown away
     */
    record Options(Optional<Path> folder, Optional<Path> labels, Path html, Optional<Path> home, boolean verbose) {
        /** @throws IllegalArgumentException saying what is wrong */
        static Options of(List<String> arguments, boolean optional, String page) throws IOException {
            List<String> args = new ArrayList<>(arguments);
            boolean verbose = args.remove("--verbose");
            Path html = take(args, "--html").orElse(Path.of(page)).toAbsolutePath().normalize();
            Optional<Path> home = take(args, "--home");
            if (args.isEmpty() && !optional || args.size() > 2 || args.stream().anyMatch(a -> a.startsWith("-"))) {
                throw new IllegalArgumentException("needs FOLDER [LABELS.csv|COCO.json] and at most --html FILE, --home DIR and"
                        + " --verbose, got " + arguments);
            }
            if (args.isEmpty()) {
                return new Options(Optional.empty(), Optional.empty(), html, home, verbose);
            }
            if (!Files.isDirectory(Path.of(args.get(0)))) {
                throw new IllegalArgumentException("needs a folder of footage; " + args.get(0) + " is none");
            }
            Path folder = Path.of(args.get(0)).toRealPath(); // as the appliance tells where a file came from
            Optional<Path> labels = args.size() > 1 ? Optional.of(Path.of(args.get(1))) : GroundTruth.in(folder);
            if (labels.isPresent() && !Files.isReadable(labels.get())) {
                throw new IllegalArgumentException("cannot read the labels file " + labels.get());
            }
            return new Options(Optional.of(folder), labels.isPresent() ? Optional.of(labels.get().toRealPath()) : labels, html, home,
                    verbose);
        }

        static Optional<Path> take(List<String> args, String option) {
            int at = args.indexOf(option);
            if (at < 0) {
                return Optional.empty();
            }
            if (at + 1 == args.size()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            args.remove(at);
            return Optional.of(Path.of(args.remove(at)));
        }

        /** The truth about the folder by group of questions. */
        Map<String, GroundTruth> truth() throws IOException {
            Map<String, GroundTruth> groups = labels.isPresent()
                    ? Map.of("label", GroundTruth.read(folder.orElseThrow(), labels.get()))
                    : NamedPictures.read(folder.orElseThrow());
            if (groups.isEmpty()) {
                throw new GroundTruth.Unreadable("no labels for " + folder.orElseThrow() + ": give a CSV file ('path,labels', labels"
                        + " parted by |; for videos 'path,start,end,labels') or COCO JSON, or name the pictures n<8 digits>_<class>");
            }
            return groups;
        }
    }

    @Override
    public int run(List<String> arguments) throws Exception {
        Options options;
        Map<String, GroundTruth> groups;
        try {
            options = Options.of(arguments, false, "vireo-quality.html");
            groups = options.truth();
        } catch (IllegalArgumentException | GroundTruth.Unreadable e) {
            System.err.println("bench quality: " + e.getMessage());
            return 2;
        }
        Path home = options.home().isPresent()
                ? Files.createDirectories(options.home().get())
                : Files.createTempDirectory("vireo-bench-quality");
        try (Appliance appliance = Appliance.start(home)) {
            measure(appliance, options, groups);
        } finally {
            if (options.home().isEmpty()) {
                Appliance.deleteTree(home);
            }
        }
        return 0;
    }

    private void measure(Appliance appliance, Options options, Map<String, GroundTruth> groups) throws Exception {
        long begin = System.nanoTime();
        JsonNode job = appliance.add(List.of(options.folder().orElseThrow()), null);
        double ingest = (System.nanoTime() - begin) / 1e9;
        int pictures = job.path("items").size();
        int top = Math.min(1000, Math.max(64, pictures));
        List<Scorecard> cards = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        for (Map.Entry<String, GroundTruth> group : groups.entrySet()) {
            Map<String, Path> files = files(job, group.getValue());
            for (Map.Entry<String, List<GroundTruth.Shown>> label : group.getValue().byLabel().entrySet()) {
                List<GroundTruth.Shown> shown = label.getValue().stream().filter(s -> files.containsValue(s.file())).toList();
                if (shown.isEmpty()) {
                    continue;
                }
                long asked = System.nanoTime();
                JsonNode answer = appliance.ask(label.getKey(), top);
                times.add((System.nanoTime() - asked) / 1e6);
                cards.add(new Scorecard(group.getKey(), label.getKey(), shown, answer, files));
            }
        }
        if (cards.isEmpty()) {
            throw new IOException("none of the labelled files could be added: " + job.path("items"));
        }
        times.sort(null);
        ObjectNode result = Appliance.JSON.createObjectNode();
        result.put("bench", name());
        result.put("folder", options.folder().orElseThrow().getFileName().toString());
        result.put("pictures", pictures);
        result.put("ingest_s", ingest);
        result.put("ask_p50_ms", times.get(times.size() / 2));
        result.put("ask_p95_ms", times.get((int) (times.size() * 0.95)));
        Map<String, List<Scorecard>> byGroup = new LinkedHashMap<>();
        cards.forEach(card -> byGroup.computeIfAbsent(card.group(), g -> new ArrayList<>()).add(card));
        print(byGroup, result);
        refused(job);
        cards.stream()
                .sorted(Comparator.comparingDouble(Scorecard::averagePrecision))
                .limit(options.verbose() ? Long.MAX_VALUE : 20)
                .forEach(QualityBench::print);
        new QualityPage(appliance, options.folder().orElseThrow(), job).write(options.html(), byGroup);
        System.out.println("errors with pictures: " + options.html());
        System.out.println(result);
    }

    /** Files by asset id; of the same bytes twice, the first stands for both. */
    static Map<String, Path> files(JsonNode job, GroundTruth truth) {
        Map<String, Path> files = new HashMap<>();
        for (JsonNode item : job.path("items")) {
            Path file = Path.of(item.path("path").asText());
            if (item.path("asset").isTextual() && truth.files().contains(file)) {
                files.putIfAbsent(item.path("asset").asText(), file);
            }
        }
        return files;
    }

    private static void refused(JsonNode job) {
        for (JsonNode item : job.path("items")) {
            if (!item.path("asset").isTextual() && !item.path("path").asText().matches(".*\\.(csv|json)")) {
                System.out.println("not measured: " + item.path("path").asText() + ": " + item.path("reason").asText());
            }
        }
    }

    private static void print(Map<String, List<Scorecard>> groups, ObjectNode result) {
        System.out.printf("%-14s %7s %6s %6s %6s %6s %9s %8s %9s %8s%n", "group", "queries", "P@1", "P@10", "mAP", "ECE",
                "hits p>=.8", "wrong", "all hits", "wrong");
        groups.forEach((group, scores) -> {
            Totals t = Totals.of(scores);
            System.out.printf("%-14s %7d %6.3f %6.3f %6.3f %6.3f %9d %8d %9d %8d%n", group, scores.size(), t.p1, t.p10, t.map,
                    t.ece, t.sure, t.sureWrong, t.hits, t.wrong);
            ObjectNode part = result.withObject("/" + group);
            part.put("queries", scores.size());
            part.put("p_at_1", t.p1);
            part.put("p_at_10", t.p10);
            part.put("map", t.map);
            part.put("ece", t.ece);
            part.put("claims", t.claims.size());
            part.put("hits", t.hits);
            part.put("hits_wrong", t.wrong);
            part.put("hits_above_0_8", t.sure);
            part.put("hits_above_0_8_wrong", t.sureWrong);
        });
        System.out.println();
    }

    private static void print(Scorecard s) {
        String wrong = s.entries().stream()
                .filter(e -> e.hit() && !e.right())
                .findFirst()
                .map(e -> String.format("wrong: %s %.2f", e.file().getFileName(), e.probability()))
                .orElse("");
        System.out.printf("  %-26s AP %.2f  relevant %3d  %-19s hits %3d wrong %3d  %s%n", s.question(),
                s.averagePrecision(), s.relevant(), s.status(), s.hits(0), s.wrong(0), wrong);
    }

    /** Means and sums over the questions of one group. */
    record Totals(
            double p1, double p10, double map, double ece, Reliability claims, long sure, long sureWrong, long hits, long wrong) {
        static Totals of(List<Scorecard> scores) {
            Reliability claims = new Reliability();
            scores.forEach(s -> claims.addAll(s.reliability().from(LEAST_CLAIM)));
            return new Totals(
                    scores.stream().mapToDouble(Scorecard::precision1).average().orElseThrow(),
                    scores.stream().mapToDouble(Scorecard::precision10).average().orElseThrow(),
                    scores.stream().mapToDouble(Scorecard::averagePrecision).average().orElseThrow(),
                    claims.ece(),
                    claims,
                    scores.stream().mapToLong(s -> s.hits(SURE)).sum(),
                    scores.stream().mapToLong(s -> s.wrong(SURE)).sum(),
                    scores.stream().mapToLong(s -> s.hits(0)).sum(),
                    scores.stream().mapToLong(s -> s.wrong(0)).sum());
        }
    }
}
