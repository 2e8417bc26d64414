package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Another encoder comes to a home of thousands of pictures while people ask: its space is built, a kill in the middle
 * included, compared, cut over to, left, cut over to again, and the old one dropped. No question may fail or mix spaces.
 */
final class EncoderChangeBench implements Benchmark {
    /** Most of them read a space; labels alone answer the others. */
    private static final List<String> QUESTIONS = List.of(
            "something like a harbour at dusk", "cars", "something like a snowy mountain", "something like a crowded market",
            "red things", "something like an empty beach", "something like a concert on a stage", "people next to a car",
            "something like a construction site", "something like a swimming pool");
    private static final long BASELINE_MS = 30_000;
    private static final long SETTLE_MS = 5_000;

    private final List<String> faults = new ArrayList<>();
    private int questions;
    private int failed;
    private long mixed;

    @Override
    public String name() {
        return "encoder-change";
    }

    @Override
    public String summary() {
        return "FOLDER [--photos 5000] [--seed 250] [--rate 5]  deploy of another encoder under load over --photos pictures, grown"
                + " out of --seed that are made of FOLDER's and really looked at";
    }

    @Override
    public int run(List<String> arguments) throws Exception {
        List<String> args = new ArrayList<>(arguments);
        int photos = Integer.parseInt(ScaleBench.option(args, "--photos", "5000"));
        int seed = Math.min(photos, Integer.parseInt(ScaleBench.option(args, "--seed", "250")));
        double rate = Double.parseDouble(ScaleBench.option(args, "--rate", "5"));
        if (args.size() != 1 || !Files.isDirectory(Path.of(args.get(0)))) {
            System.err.println("bench encoder-change needs a folder with sample pictures, got " + args);
            return 2;
        }
        List<Path> stills = ScaleMedia.pictures(Path.of(args.get(0)).toAbsolutePath().normalize());
        Path work = Files.createTempDirectory("vireo-bench-encoder");
        ObjectNode result = Appliance.JSON.createObjectNode();
        result.put("bench", name());
        result.put("photos", photos);
        result.put("questions_per_s", rate);
        try {
            fill(work.resolve("home"), stills, photos, seed);
            change(SecondEncoder.jar(Appliance.distribution(), work), work.resolve("home"), rate, result);
        } finally {
            Appliance.deleteTree(work);
        }
        result.put("questions", questions);
        result.put("failed", failed);
        result.put("mixed", mixed);
        faults.forEach(f -> result.withArray("faults").add(f));
        System.out.println(result);
        return faults.isEmpty() && failed == 0 && mixed == 0 ? 0 : 1;
    }

    private static void fill(Path home, List<Path> stills, int photos, int seed) throws Exception {
        long begin = System.nanoTime();
        try (Appliance appliance = Appliance.start(home)) {
            appliance.add(stills.subList(0, 1), null); // the runtime unpacks its decoder when it first needs it
            ScaleMedia media = new ScaleMedia(Ffmpeg.of(home).orElseThrow(), home.resolve("bench-media"));
            appliance.add(List.of(media.makePictures(stills, seed)), null);
        }
        GrownHome.to(home, photos);
        System.out.printf(Locale.ROOT, "home of %d photos made in %.0f s%n", photos, (System.nanoTime() - begin) / 1e9);
    }

    private void change(Path encoder, Path home, double rate, ObjectNode result) throws Exception {
        Appliance first = Appliance.start(home);
        String old;
        String fresh;
        long generation;
        long vectors;
        try {
            first.developerMode();
            QuestionLoad load = new QuestionLoad(first, QUESTIONS, rate);
            Thread.sleep(SETTLE_MS);
            old = space(first, "serving").path("id").asText();
            result.put("tracks", space(first, "serving").path("tracks").asLong());
            long from = System.nanoTime();
            Thread.sleep(BASELINE_MS);
            long deployed = System.nanoTime();
            System.out.println("before:    " + QuestionLoad.told(load.asked(), from, deployed));
            generation = first.beginDeploy(encoder).path("number").asLong();
            fresh = space(first, "building").path("id").asText();
            long began = System.nanoTime();
            System.out.println("proving:   " + QuestionLoad.told(load.asked(), deployed, began));
            vectors = await(first, fresh, 0.4);
            long killed = System.nanoTime();
            System.out.println("building:  " + QuestionLoad.told(load.asked(), began, killed));
            result.put("p95_before_ms", Math.round(QuestionLoad.percentile(load.asked(), 0.95, from, deployed)));
            result.put("p95_building_ms", Math.round(QuestionLoad.percentile(load.asked(), 0.95, began, killed)));
            load.end();
            count(load);
        } finally {
            first.kill(); // also when something failed
        }
        System.out.println("killed with " + vectors + " vectors in the new space");
        try (Appliance second = Appliance.start(home)) {
            resume(second, rate, old, fresh, vectors, result);
            long active = second.get("/api/v1/generations").path("active").asLong();
            expect(active == generation, "generation " + active + " serves, not " + generation);
        }
    }

    private void resume(Appliance appliance, double rate, String old, String fresh, long vectors, ObjectNode result) throws Exception {
        QuestionLoad load = new QuestionLoad(appliance, QUESTIONS, rate);
        JsonNode resumed = named(appliance, fresh);
        expect(resumed.path("state").asText().equals("building"), "after the kill the new space is " + resumed.path("state").asText());
        expect(resumed.path("vectors").asLong() >= vectors, "the kill cost vectors: " + resumed.path("vectors") + " of " + vectors);
        Thread.sleep(SETTLE_MS);
        long from = System.nanoTime();
        await(appliance, fresh, 1);
        long to = System.nanoTime();
        System.out.println("resumed:   " + QuestionLoad.told(load.asked(), from, to));
        result.put("p95_resumed_ms", Math.round(QuestionLoad.percentile(load.asked(), 0.95, from, to)));
        result.put("resumed_s", Math.round((to - from) / 1e9));
        proveSame(appliance, fresh, result);
        swap(appliance, load, old, fresh, result);
        load.end();
        count(load);
    }

    /** The second encoder has the weights of the first: the report has to say so. */
    private void proveSame(Appliance appliance, String fresh, ObjectNode result) throws Exception {
        JsonNode space = named(appliance, fresh);
        for (int i = 0; i < 120 && !space.path("report").isObject(); i++) {
            Thread.sleep(1_000);
            space = named(appliance, fresh);
        }
        JsonNode report = space.path("report");
        System.out.println("report:    " + report);
        result.set("report", report);
        expect(report.path("overlap").asDouble() > 0.9, "the same weights agree in " + report.path("overlap") + " of the first ten only");
        expect(space.path("faults").asLong() == 0, space.path("faults") + " tracks were lost: " + space.path("lost"));
    }

    private void swap(Appliance appliance, QuestionLoad load, String old, String fresh, ObjectNode result) throws Exception {
        long cut = step("cut-over", load, () -> post(appliance, fresh, "cutover"));
        reads(load, cut, named(appliance, fresh).path("encoder").asText());
        result.put("p95_after_ms", Math.round(QuestionLoad.percentile(load.asked(), 0.95, cut, System.nanoTime())));
        long back = step("return", load, () -> appliance.post("/api/v1/spaces/return", Appliance.JSON.createObjectNode()));
        reads(load, back, named(appliance, old).path("encoder").asText());
        long again = step("cut-over", load, () -> post(appliance, fresh, "cutover"));
        reads(load, again, named(appliance, fresh).path("encoder").asText());
        long dropped = step("drop", load, () -> {
            JsonNode gone = appliance.delete("/api/v1/spaces/" + old);
            result.put("dropped_bytes", gone.path("freed_bytes").asLong());
            return gone;
        });
        reads(load, dropped, named(appliance, fresh).path("encoder").asText());
    }

    /** A step of the change. */
    @FunctionalInterface
    private interface Step {
        JsonNode run() throws Exception;
    }

    /** @return when it was done [ns] */
    private static long step(String what, QuestionLoad load, Step step) throws Exception {
        long begin = System.nanoTime();
        step.run();
        long done = System.nanoTime();
        Thread.sleep(SETTLE_MS);
        System.out.printf(Locale.ROOT, "%-10s %.0f ms; then %s%n", what + ":", (done - begin) / 1e6,
                QuestionLoad.told(load.asked(), done, System.nanoTime()));
        return done;
    }

    /** From an instant on every answer that reads a space reads this encoder's. */
    private void reads(QuestionLoad load, long from, String encoder) {
        List<QuestionLoad.Asked> later = load.asked().stream().filter(a -> a.dueNanos() >= from && !a.spaces().isEmpty()).toList();
        expect(!later.isEmpty(), "no answer read a space");
        expect(later.stream().allMatch(a -> a.spaces().equals(java.util.Set.of(encoder))), "not all answers read " + encoder + ": "
                + later.stream().map(QuestionLoad.Asked::spaces).distinct().toList());
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            faults.add(otherwise);
            System.out.println("FAULT: " + otherwise);
        }
    }

    private void count(QuestionLoad load) {
        questions += load.asked().size() + load.failed();
        failed += load.failed();
        mixed += load.mixed();
        load.failures().forEach((why, times) -> System.out.println("failed " + times + " times: " + why));
    }

    private static JsonNode post(Appliance appliance, String space, String step) throws Exception {
        return appliance.post("/api/v1/spaces/" + space + "/" + step, Appliance.JSON.createObjectNode());
    }

    private static JsonNode named(Appliance appliance, String id) throws Exception {
        for (JsonNode space : appliance.get("/api/v1/spaces").path("spaces")) {
            if (space.path("id").asText().equals(id)) {
                return space;
            }
        }
        throw new IllegalStateException("no space " + id);
    }

    private static JsonNode space(Appliance appliance, String state) throws Exception {
        for (int i = 0; i < 240; i++) {
            for (JsonNode space : appliance.get("/api/v1/spaces").path("spaces")) {
                if (space.path("state").asText().equals(state)) {
                    return space;
                }
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException("no space is " + state + ": " + appliance.get("/api/v1/spaces"));
    }

    /** Waits until a space has this share of its vectors; with 1 until it is ready. @return its vectors */
    private static long await(Appliance appliance, String id, double share) throws Exception {
        long told = System.nanoTime();
        while (true) {
            JsonNode space = named(appliance, id);
            boolean there = share == 1
                    ? space.path("state").asText().equals("ready")
                    : space.path("vectors").asLong() >= share * space.path("tracks").asLong();
            if (there) {
                return space.path("vectors").asLong();
            }
            if (System.nanoTime() - told > 30_000_000_000L) {
                told = System.nanoTime();
                System.out.println("           " + space.path("vectors") + " of " + space.path("tracks") + ", " + space.path("doing").asText());
            }
            Thread.sleep(500);
        }
    }
}
