package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What reranking adds: the same questions to four runtimes over copies of one home, in turn: the order of the evidence
 * alone, with the features, with the cross-encoder, with both. Questions without a label are asked for the free words' sake.
 */
final class RerankBench implements Benchmark {
    private static final List<String> VARIANTS = List.of("fused", "features", "cross-encoder", "both");

    private record Arm(String name, Appliance appliance, Map<String, List<double[]>> scores, Map<String, List<Double>> ms) {}

    @Override
    public String name() {
        return "rerank";
    }

    @Override
    public String summary() {
        return "FOLDER QUESTIONS.csv [--depth 10] [--ms 60000]  P@1, P@10, mAP and times without and with each reranker;"
                + " lines: group,question,file|file…";
    }

    @Override
    public int run(List<String> arguments) throws Exception {
        List<String> args = new ArrayList<>(arguments);
        int depth = Integer.parseInt(ScaleBench.option(args, "--depth", "10"));
        int ms = Integer.parseInt(ScaleBench.option(args, "--ms", "60000"));
        if (args.size() != 2 || !Files.isDirectory(Path.of(args.get(0))) || !Files.isReadable(Path.of(args.get(1)))) {
            System.err.println("bench rerank needs a folder of pictures and a file of questions, got " + args);
            return 2;
        }
        Path folder = Path.of(args.get(0)).toAbsolutePath().normalize();
        List<Question> questions = Question.read(Path.of(args.get(1)));
        Path root = Files.createTempDirectory("vireo-bench-rerank");
        List<Arm> arms = new ArrayList<>();
        try {
            Path first = root.resolve(VARIANTS.get(0));
            Map<String, String> original = neutral(folder, root.resolve("media"));
            try (Appliance appliance = Appliance.start(first)) {
                appliance.add(List.of(root.resolve("media")), null);
            }
            for (String variant : VARIANTS) {
                Path home = root.resolve(variant);
                if (!home.equals(first)) {
                    copy(first, home);
                }
            }
            for (String variant : VARIANTS) {
                settings(root.resolve(variant), variant, depth, ms);
                arms.add(new Arm(variant, Appliance.start(root.resolve(variant)), new LinkedHashMap<>(), new LinkedHashMap<>()));
            }
            int top = Math.min(1000, Math.max(64, original.size()));
            for (int round = 0; round < 2; round++) { // the first warms up
                for (Question question : questions) {
                    for (Arm arm : arms) {
                        ask(arm, question, top, original, round > 0);
                    }
                }
            }
            report(arms);
        } finally {
            for (Arm arm : arms) {
                arm.appliance.close();
            }
            Appliance.deleteTree(root);
        }
        return 0;
    }

    /** Copies pictures under numbers: sentences name the file, and its name must not tell what it shows. */
    private static Map<String, String> neutral(Path folder, Path target) throws IOException {
        Files.createDirectories(target);
        Map<String, String> original = new LinkedHashMap<>();
        for (Path picture : ScaleMedia.pictures(folder)) {
            String file = picture.getFileName().toString();
            String name = String.format(Locale.ROOT, "%05d", original.size()) + file.substring(file.lastIndexOf('.'));
            Files.copy(picture, target.resolve(name));
            original.put(name, file);
        }
        return original;
    }

    private static void settings(Path home, String variant, int depth, int ms) throws IOException {
        ObjectNode settings = Appliance.JSON.createObjectNode();
        settings.put("rerank.sentences", variant.equals("cross-encoder") || variant.equals("both") ? "ALWAYS" : "NEVER");
        settings.put("rerank.measures", variant.equals("features") || variant.equals("both") ? "ALWAYS" : "NEVER");
        settings.put("rerank.depth", depth);
        settings.put("rerank.ms", ms);
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/dev.vireo.query.json"), Appliance.JSON.writeValueAsString(settings));
    }

    private static void ask(Arm arm, Question question, int top, Map<String, String> original, boolean counts) throws Exception {
        long begin = System.nanoTime();
        JsonNode answer = arm.appliance.ask(question.text(), top);
        double took = (System.nanoTime() - begin) / 1e6;
        if (!counts) {
            return;
        }
        if (!answer.path("notices").isEmpty()) {
            throw new IllegalStateException("not reranked: " + answer.path("notices"));
        }
        Set<String> ranked = new LinkedHashSet<>();
        for (String list : List.of("hits", "near_misses")) {
            answer.path(list).forEach(h -> ranked.add(original.get(Path.of(h.path("path").asText()).getFileName().toString())));
        }
        List<String> files = List.copyOf(ranked);
        arm.scores.computeIfAbsent(question.group(), g -> new ArrayList<>()).add(new double[] {
            Ranking.precisionAt(1, files, question.relevant()), Ranking.precisionAt(10, files, question.relevant()),
            Ranking.averagePrecision(files, question.relevant())
        });
        arm.ms.computeIfAbsent(question.group(), g -> new ArrayList<>()).add(took);
    }

    private static void report(List<Arm> arms) {
        ObjectNode result = Appliance.JSON.createObjectNode();
        result.put("bench", "rerank");
        System.out.printf("%-14s %-14s %9s %6s %6s %6s %7s %7s%n", "group", "order", "questions", "P@1", "P@10", "mAP", "p50 ms", "p95 ms");
        for (String group : arms.get(0).scores.keySet()) {
            for (Arm arm : arms) {
                List<double[]> scores = arm.scores.get(group);
                List<Double> ms = arm.ms.get(group).stream().sorted().toList();
                double[] mean = new double[3];
                scores.forEach(s -> {
                    for (int i = 0; i < mean.length; i++) {
                        mean[i] += s[i] / scores.size();
                    }
                });
                System.out.printf("%-14s %-14s %9d %6.3f %6.3f %6.3f %7.0f %7.0f%n", group, arm.name, scores.size(), mean[0],
                        mean[1], mean[2], ScaleBench.percentile(ms, 0.5), ScaleBench.percentile(ms, 0.95));
                ObjectNode part = result.withObject("/" + group + "/" + arm.name);
                part.put("questions", scores.size());
                part.put("p_at_1", mean[0]);
                part.put("p_at_10", mean[1]);
                part.put("map", mean[2]);
                part.put("p50_ms", ScaleBench.percentile(ms, 0.5));
                part.put("p95_ms", ScaleBench.percentile(ms, 0.95));
            }
        }
        System.out.println(result);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(dir)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(file));
                Files.copy(file, target);
                target.toFile().setExecutable(Files.isExecutable(file));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A question and the files that answer it. */
    private record Question(String group, String text, Set<String> relevant) {
        static List<Question> read(Path csv) throws IOException {
            List<Question> questions = new ArrayList<>();
            for (String line : Files.readAllLines(csv)) {
                String[] parts = line.split(",", 3);
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (parts.length != 3 || parts[2].isBlank()) {
                    throw new IllegalArgumentException(csv + ": a line needs 'group,question,file|file…', got '" + line + "'");
                }
                questions.add(new Question(parts[0].strip(), parts[1].strip(), new HashSet<>(List.of(parts[2].strip().split("\\|")))));
            }
            return questions;
        }
    }
}
