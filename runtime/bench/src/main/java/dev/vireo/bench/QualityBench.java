package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Retrieval quality over a folder of labelled pictures: every label is asked as a question, the ranked list is hits, then
 * near misses.
 *
 * <p>Labels come from a CSV file ({@code path,labels} with labels parted by {@code |}), or from file names that carry a
 * WordNet id and a class ({@code n02123045_tabby.JPEG}); the latter are asked by super-class too, where a picture is
 * relevant when its class lies below.
 */
final class QualityBench implements Benchmark {
    /** Words for super-classes and the synsets that they mean, chosen before anything was measured. */
    private static final Map<String, String> SUPER_CLASSES = superClasses();

    private static Map<String, String> superClasses() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("animals", "00015388");
        map.put("dogs", "02084071");
        map.put("cats", "02121620");
        map.put("birds", "01503061");
        map.put("snakes", "01726692");
        map.put("reptiles", "01661091");
        map.put("fish", "02512053");
        map.put("insects", "02159955");
        map.put("monkeys", "02484322");
        map.put("vehicles", "04524313");
        map.put("cars", "02958343");
        map.put("musical instruments", "03800933");
        map.put("furniture", "03405725");
        map.put("food", "00021265");
        map.put("clothing", "03051540");
        map.put("tools", "04451818");
        map.put("containers", "03094503");
        map.put("timepieces", "04437953");
        map.put("buildings", "02913152");
        map.put("weapons", "04565375");
        return map;
    }

    /** One question and the files that answer it. */
    private record Query(String group, String question, Set<String> relevant) {}

    private record Score(
            Query query,
            double p1,
            double p10,
            double ap,
            int sure,
            int sureWrong,
            int hits,
            int wrong,
            String status,
            String firstWrong) {}

    @Override
    public String name() {
        return "quality";
    }

    @Override
    public String summary() {
        return "FOLDER [LABELS.csv] [--verbose]  P@1, P@10, mAP and overclaims over labelled pictures";
    }

    @Override
    public int run(List<String> arguments) throws Exception {
        List<String> args = new ArrayList<>(arguments);
        boolean verbose = args.remove("--verbose");
        if (args.isEmpty() || !Files.isDirectory(Path.of(args.get(0)))) {
            System.err.println("bench quality needs a folder of pictures, got " + args);
            return 2;
        }
        Path folder = Path.of(args.get(0)).toAbsolutePath().normalize();
        List<Query> queries = args.size() > 1 ? fromCsv(Path.of(args.get(1))) : fromNames(folder);
        if (queries.isEmpty()) {
            System.err.println("no labels: give a CSV file (path,labels) or name the files n<8 digits>_<class>");
            return 2;
        }
        Path home = Files.createTempDirectory("vireo-bench-quality");
        try (Appliance appliance = Appliance.start(home)) {
            long begin = System.nanoTime();
            JsonNode job = appliance.add(List.of(folder), null);
            double ingest = (System.nanoTime() - begin) / 1e9;
            int pictures = job.path("items").size();
            int top = Math.min(1000, Math.max(64, pictures));
            Map<String, List<Score>> groups = new LinkedHashMap<>();
            List<Double> times = new ArrayList<>();
            for (Query query : queries) {
                long asked = System.nanoTime();
                JsonNode answer = appliance.ask(query.question(), top);
                times.add((System.nanoTime() - asked) / 1e6);
                groups.computeIfAbsent(query.group(), g -> new ArrayList<>()).add(score(query, answer));
            }
            times.sort(null);
            ObjectNode result = Appliance.JSON.createObjectNode();
            result.put("bench", name());
            result.put("folder", folder.getFileName().toString());
            result.put("pictures", pictures);
            result.put("ingest_s", ingest);
            result.put("ask_p50_ms", times.get(times.size() / 2));
            result.put("ask_p95_ms", times.get((int) (times.size() * 0.95)));
            System.out.printf("%-14s %7s %6s %6s %6s %9s %8s %9s %8s%n", "group", "queries", "P@1", "P@10", "mAP",
                    "hits p>=.8", "wrong", "all hits", "wrong");
            for (Map.Entry<String, List<Score>> group : groups.entrySet()) {
                List<Score> scores = group.getValue();
                double p1 = scores.stream().mapToDouble(Score::p1).average().orElseThrow();
                double p10 = scores.stream().mapToDouble(Score::p10).average().orElseThrow();
                double map = scores.stream().mapToDouble(Score::ap).average().orElseThrow();
                int sure = scores.stream().mapToInt(Score::sure).sum();
                int sureWrong = scores.stream().mapToInt(Score::sureWrong).sum();
                int hits = scores.stream().mapToInt(Score::hits).sum();
                int wrong = scores.stream().mapToInt(Score::wrong).sum();
                System.out.printf("%-14s %7d %6.3f %6.3f %6.3f %9d %8d %9d %8d%n", group.getKey(), scores.size(), p1,
                        p10, map, sure, sureWrong, hits, wrong);
                ObjectNode part = result.withObject("/" + group.getKey());
                part.put("queries", scores.size());
                part.put("p_at_1", p1);
                part.put("p_at_10", p10);
                part.put("map", map);
                part.put("hits", hits);
                part.put("hits_wrong", wrong);
                part.put("hits_above_0_8", sure);
                part.put("hits_above_0_8_wrong", sureWrong);
            }
            System.out.println();
            groups.values().stream()
                    .flatMap(List::stream)
                    .sorted(java.util.Comparator.comparingDouble(Score::ap))
                    .limit(verbose ? Long.MAX_VALUE : 20)
                    .forEach(s -> System.out.printf(
                            "  %-26s AP %.2f  relevant %3d  %-19s hits %3d wrong %3d  %s%n", s.query().question(),
                            s.ap(), s.query().relevant().size(), s.status(), s.hits(), s.wrong(), s.firstWrong()));
            System.out.println(result);
        } finally {
            Appliance.deleteTree(home);
        }
        return 0;
    }

    private static Score score(Query query, JsonNode answer) {
        Set<String> ranked = new LinkedHashSet<>();
        Set<String> hitFiles = new LinkedHashSet<>();
        int sure = 0;
        int sureWrong = 0;
        String firstWrong = "";
        for (JsonNode hit : answer.path("hits")) {
            String file = Path.of(hit.path("path").asText()).getFileName().toString();
            ranked.add(file);
            boolean right = query.relevant().contains(file);
            if (!right && firstWrong.isEmpty()) {
                firstWrong = String.format(Locale.ROOT, "wrong: %s %.2f", file, hit.path("probability").asDouble());
            }
            if (hitFiles.add(file) && hit.path("probability").asDouble() >= 0.8) {
                sure++;
                sureWrong += right ? 0 : 1;
            }
        }
        for (JsonNode miss : answer.path("near_misses")) {
            ranked.add(Path.of(miss.path("path").asText()).getFileName().toString());
        }
        List<String> list = List.copyOf(ranked);
        int wrong = (int) hitFiles.stream().filter(f -> !query.relevant().contains(f)).count();
        return new Score(query, Ranking.precisionAt(1, list, query.relevant()),
                Ranking.precisionAt(10, list, query.relevant()), Ranking.averagePrecision(list, query.relevant()), sure,
                sureWrong, hitFiles.size(), wrong, answer.path("status").asText(), firstWrong);
    }

    private static List<Query> fromCsv(Path csv) throws IOException {
        Map<String, Set<String>> files = new TreeMap<>();
        List<String> lines = Files.readAllLines(csv);
        for (String line : lines.subList(1, lines.size())) {
            int comma = line.indexOf(',');
            if (comma < 0) {
                throw new IllegalArgumentException(csv + ": a line needs 'path,labels', got '" + line + "'");
            }
            String file = Path.of(line.substring(0, comma)).getFileName().toString();
            for (String label : line.substring(comma + 1).split("\\|")) {
                if (!label.isBlank()) {
                    files.computeIfAbsent(label.strip(), l -> new HashSet<>()).add(file);
                }
            }
        }
        return files.entrySet().stream()
                .map(e -> new Query("label", e.getKey(), e.getValue()))
                .toList();
    }

    private static List<Query> fromNames(Path folder) throws IOException {
        Map<String, Set<String>> byName = new TreeMap<>();
        Map<String, Set<String>> bySynset = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.sorted().toList()) {
                String file = path.getFileName().toString();
                if (file.matches("n\\d{8}_.+\\.[A-Za-z]+")) {
                    String name = file.substring(10, file.lastIndexOf('.')).replace('_', ' ');
                    byName.computeIfAbsent(name, n -> new HashSet<>()).add(file);
                    bySynset.computeIfAbsent(file.substring(1, 9), s -> new HashSet<>()).add(file);
                }
            }
        }
        List<Query> queries = new ArrayList<>();
        byName.forEach((name, files) -> queries.add(new Query("class", name, files)));
        Map<String, List<String>> parents = hierarchy();
        SUPER_CLASSES.forEach((word, synset) -> {
            Set<String> relevant = new HashSet<>();
            bySynset.forEach((s, files) -> {
                if (isBelow(s, synset, parents)) {
                    relevant.addAll(files);
                }
            });
            if (!relevant.isEmpty()) {
                queries.add(new Query("super-class", word, relevant));
            }
        });
        return queries;
    }

    private static boolean isBelow(String synset, String ancestor, Map<String, List<String>> parents) {
        return synset.equals(ancestor)
                || parents.getOrDefault(synset, List.of()).stream().anyMatch(p -> isBelow(p, ancestor, parents));
    }

    /** Parents by synset, from the vocabularies of the distribution's model bundles. */
    private static Map<String, List<String>> hierarchy() throws IOException {
        Map<String, List<String>> parents = new HashMap<>();
        try (Stream<Path> files = Files.walk(Appliance.distribution())) {
            for (Path jar : files.filter(p -> p.getFileName().toString().matches("dev\\.vireo\\.model\\..*\\.jar"))
                    .toList()) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    var entry = file.getEntry("META-INF/vireo/vocabulary.json");
                    if (entry != null) {
                        try (InputStream in = file.getInputStream(entry)) {
                            JsonNode concepts = Appliance.JSON.readTree(in).path("concepts");
                            concepts.properties().forEach(c -> {
                                List<String> above = new ArrayList<>();
                                c.getValue().path("parents").forEach(p -> above.add(p.asText()));
                                parents.putIfAbsent(c.getKey(), above);
                            });
                        }
                    }
                }
            }
        }
        return parents;
    }
}
