package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One home with many pictures and hours of video: how long a question takes, by kind of question, one user at a time,
 * and how much memory the runtime holds.
 */
final class ScaleBench implements Benchmark {
    private static final Duration PIECE = Duration.ofMinutes(5);
    private static final LocalDateTime FIRST = LocalDateTime.of(2024, 5, 14, 8, 0);

    /** One question. */
    private record Query(String kind, String text, Optional<Path> picture) {}

    /**
     * @param cpu processor time of the runtime meanwhile [ms], in steps of 10
     * @param server what the answer says each step took [ms]
     * @param whole whether nothing was left out for want of time
     */
    private record Timed(Query query, double ms, double cpu, Map<String, Long> server, int hits, boolean whole) {}

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String summary() {
        return "FOLDER [--home DIR [--ask]] [--pictures 2000] [--minutes 120] [--rounds 5] [--fresh 20]"
                + " [--seed 1] [--answers FILE]  search times and memory over many pictures and hours of video made of FOLDER's";
    }

    @Override
    public int run(List<String> arguments) throws Exception {
        List<String> args = new ArrayList<>(arguments);
        boolean filled = args.remove("--ask"); // the home is there from an earlier run
        String kept = option(args, "--home", "");
        int pictures = Integer.parseInt(option(args, "--pictures", "2000"));
        int minutes = Integer.parseInt(option(args, "--minutes", "120"));
        int rounds = Integer.parseInt(option(args, "--rounds", "5"));
        int fresh = Integer.parseInt(option(args, "--fresh", "20")); // of each kind
        long seed = Long.parseLong(option(args, "--seed", "1"));
        String answers = option(args, "--answers", "");
        if (args.size() != 1 || !Files.isDirectory(Path.of(args.get(0)))) {
            System.err.println("bench scale needs a folder with sample pictures and videos, got " + args);
            return 2;
        }
        Path samples = Path.of(args.get(0)).toAbsolutePath().normalize();
        List<Path> stills = ScaleMedia.pictures(samples);
        List<Path> footage = ScaleMedia.videos(samples);
        if (stills.isEmpty() || footage.isEmpty()) {
            System.err.println(samples + " has " + stills.size() + " pictures and " + footage.size() + " videos; at least one of each is needed");
            return 2;
        }
        Path home = kept.isEmpty() ? Files.createTempDirectory("vireo-bench-scale") : Path.of(kept).toAbsolutePath();
        ObjectNode result = Appliance.JSON.createObjectNode();
        result.put("bench", name());
        try {
            if (!filled) {
                try (Appliance appliance = Appliance.start(home)) {
                    memory(result, appliance, "start");
                    fill(result, appliance, home, stills, footage, pictures, minutes);
                    memory(result, appliance, "ingest");
                }
            }
            // Afresh: what the questions need is not hidden by what the ingest left behind.
            try (Appliance appliance = Appliance.start(home)) {
                memory(result, appliance, "restart");
                List<Query> mix = mix(stills);
                ArrayNode told = Appliance.JSON.createArrayNode();
                System.out.printf("%-14s %6s %7s %7s %7s %7s %5s   %s%n",
                        "kind", "asked", "p50 ms", "p95 ms", "max ms", "cpu ms", "short", "mean ms by step");
                report(result, "first", ask(appliance, mix, 1, told)); // while the JVM compiles and the disk's pages are read
                List<Timed> repeated = ask(appliance, mix, rounds, told);
                reportKinds(result, "repeated", repeated);
                List<Timed> never = ask(appliance, unasked(fresh, seed), 1, told);
                reportKinds(result, "fresh", never);
                slowest(result, repeated, never);
                if (!answers.isEmpty()) {
                    Files.writeString(Path.of(answers), told.toPrettyString());
                }
                memory(result, appliance, "questions");
            }
        } finally {
            if (kept.isEmpty()) {
                Appliance.deleteTree(home);
            }
        }
        System.out.println(result);
        return 0;
    }

    static String option(List<String> args, String name, String otherwise) {
        int at = args.indexOf(name);
        if (at < 0 || at + 1 >= args.size()) {
            return otherwise;
        }
        String value = args.get(at + 1);
        args.subList(at, at + 2).clear();
        return value;
    }

    private static void memory(ObjectNode result, Appliance appliance, String after) throws Exception {
        double[] resident = appliance.residentMegabytes();
        result.put("resident_mb_after_" + after, Math.round(resident[0]));
        result.put("peak_mb_after_" + after, Math.round(resident[1]));
        System.out.printf("after %-10s resident %4.0f MB, peak %4.0f MB%n", after, resident[0], resident[1]);
    }

    private static void fill(
            ObjectNode result, Appliance appliance, Path home, List<Path> stills, List<Path> footage, int pictures, int minutes)
            throws Exception {
        if (Ffmpeg.of(home).isEmpty()) {
            appliance.add(stills.subList(0, 1), null); // the runtime unpacks its decoder when it first needs it
        }
        ScaleMedia media = new ScaleMedia(Ffmpeg.of(home).orElseThrow(), home.resolve("bench-media"));
        long begin = System.nanoTime();
        Path folder = media.makePictures(stills, pictures);
        List<ScaleMedia.Video> videos = media.makeVideos(footage, Duration.ofMinutes(minutes), PIECE);
        System.out.printf("media made in %.0f s%n", (System.nanoTime() - begin) / 1e9);
        begin = System.nanoTime();
        double cpu = appliance.cpuSeconds();
        JsonNode job = appliance.add(List.of(folder), null);
        System.out.printf("%d pictures searchable after %.0f s%n", job.path("items").size(), (System.nanoTime() - begin) / 1e9);
        LocalDateTime at = FIRST;
        for (ScaleMedia.Video video : videos) {
            long started = System.nanoTime();
            JsonNode added = appliance.add(List.of(video.path()), at.toString());
            at = at.plusSeconds(video.seconds());
            System.out.printf("%s: %d s of video, %d moments, %.1f s%n", video.path().getFileName(), video.seconds(),
                    added.path("moments").asLong(), (System.nanoTime() - started) / 1e9);
        }
        result.put("ingest_s", Math.round((System.nanoTime() - begin) / 1e9));
        result.put("ingest_cpu_s", Math.round(appliance.cpuSeconds() - cpu));
        JsonNode status = appliance.get("/api/v1/status");
        result.set("catalog", status.path("catalog"));
        System.out.println("catalogue: " + status.path("catalog"));
    }

    private static List<Query> mix(List<Path> stills) {
        List<Query> mix = new ArrayList<>();
        add(mix, "class", "cars", "dogs", "people", "vehicles", "animals", "bottles", "musical instruments", "umbrella");
        add(mix, "colour", "red cars", "white vehicles", "a black dog", "people in blue", "green bottles", "yellow birds");
        add(mix, "state", "parked vehicles", "people walking", "white vehicles parked before 5 pm");
        add(mix, "time", "people before 8:30", "vehicles between 9:00 and 9:15", "cars after 9:30 am", "bottles before noon");
        add(mix, "together", "a person and a car", "a dog without a person", "a bottle and a person");
        add(mix, "count", "two people", "at least three people", "more than one car", "five bottles");
        add(mix, "free", "sunset over the water", "a crowded shopping street", "something to make coffee with",
                "a toy left on the floor");
        add(mix, "chinese", "白色的车", "下午5点之前的车辆", "两个人", "狗", "红色的瓶子", "停着的车");
        for (int i = 0; i < 5; i++) {
            mix.add(new Query("picture", "", Optional.of(stills.get(i * stills.size() / 5))));
        }
        return mix;
    }

    private static void add(List<Query> mix, String kind, String... questions) {
        for (String question : questions) {
            mix.add(new Query(kind, question, Optional.empty()));
        }
    }

    /** @param told where every answer goes, but for its times */
    private static List<Timed> ask(Appliance appliance, List<Query> mix, int rounds, ArrayNode told) throws Exception {
        List<Timed> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (Query query : mix) {
                double cpu = appliance.cpuSeconds();
                long begin = System.nanoTime();
                JsonNode answer = query.picture().isPresent()
                        ? appliance.ask(query.text(), query.picture().get(), 10)
                        : appliance.ask(query.text(), 10);
                double ms = (System.nanoTime() - begin) / 1e6;
                Map<String, Long> server = new LinkedHashMap<>();
                answer.path("timings_ms").properties().forEach(e -> server.put(e.getKey(), e.getValue().asLong()));
                told.add(((ObjectNode) answer).without("timings_ms"));
                all.add(new Timed(query, ms, (appliance.cpuSeconds() - cpu) * 1000, server, answer.path("hits").size(),
                        answer.path("notices").isEmpty()));
            }
        }
        return all;
    }

    /** Questions that were never asked, kinds in turn. */
    private static List<Query> unasked(int each, long seed) {
        Map<String, List<String>> kinds = new FreshQuestions(seed).byKind(each);
        List<Query> all = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
                all.add(new Query(kind.getKey(), kind.getValue().get(i), Optional.empty()));
            }
        }
        return all;
    }

    private static void reportKinds(ObjectNode result, String mix, List<Timed> all) {
        Map<String, List<Timed>> kinds = new LinkedHashMap<>();
        all.forEach(t -> kinds.computeIfAbsent(t.query().kind(), k -> new ArrayList<>()).add(t));
        kinds.forEach((kind, timed) -> report(result, mix + " " + kind, timed));
        report(result, mix, all);
    }

    private static void report(ObjectNode result, String kind, List<Timed> timed) {
        List<Double> ms = timed.stream().map(Timed::ms).sorted().toList();
        Map<String, Double> steps = new LinkedHashMap<>();
        timed.forEach(t -> t.server().forEach((step, took) -> steps.merge(step, (double) took / timed.size(), Double::sum)));
        StringBuilder shown = new StringBuilder();
        steps.forEach((step, mean) -> shown.append(String.format(Locale.ROOT, "%s %.0f  ", step, mean)));
        double cpu = timed.stream().mapToDouble(Timed::cpu).average().orElseThrow();
        long cut = timed.stream().filter(t -> !t.whole()).count();
        System.out.printf("%-14s %6d %7.0f %7.0f %7.0f %7.0f %5d   %s%n", kind, timed.size(), percentile(ms, 0.5),
                percentile(ms, 0.95), ms.getLast(), cpu, cut, shown);
        ObjectNode part = result.putObject(kind.replace(' ', '_'));
        part.put("asked", timed.size());
        part.put("p50_ms", Math.round(percentile(ms, 0.5)));
        part.put("p95_ms", Math.round(percentile(ms, 0.95)));
        part.put("max_ms", Math.round(ms.getLast()));
        part.put("mean_cpu_ms", Math.round(cpu));
        part.put("cut_short", cut);
    }

    private static void slowest(ObjectNode result, List<Timed> repeated, List<Timed> never) {
        Map<String, Double> slowest = new TreeMap<>();
        Map<String, Integer> found = new TreeMap<>();
        Stream.concat(repeated.stream(), never.stream()).forEach(t -> {
            String text = t.query().picture().map(p -> "picture " + p.getFileName()).orElse(t.query().text());
            slowest.merge(text, t.ms(), Math::max);
            found.put(text, t.hits());
        });
        System.out.println("slowest:");
        ArrayNode list = result.withArray("/slowest");
        slowest.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(12)
                .forEach(e -> {
                    System.out.printf("  %5.0f ms  %3d hits  %s%n", e.getValue(), found.get(e.getKey()), e.getKey());
                    list.add(e.getKey() + " " + Math.round(e.getValue()));
                });
    }

    /** Nearest rank. */
    static double percentile(List<Double> sorted, double share) {
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }
}
