package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import dev.vireo.api.text.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * How far each kind of evidence can be taken at its word, over footage of which everything is known, in two halves that
 * share no thing: one for fitting, one to report on. Real photographs with labels can be given beside it.
 */
final class ReliabilityBench implements Benchmark {
    private static final double SAME_THING = 0.3;
    /** In photographs things touch: the box must be that of the thing whose colour was named. */
    private static final double SAME_BOX = 0.6;
    /** As in {@link QualityBench}: less than this claims nothing. */
    private static final double LEAST_CLAIM = 0.1;

    private static final String PHOTOGRAPHS = "photographs: ";
    private static final int TOP = 1000;
    private static final long SEED = 20241;

    /** Times of day asked for, and what holds for them. */
    private static final List<String> HOURS = List.of("06:00", "09:00", "12:00", "15:00", "18:00", "21:00");

    /** Claims by kind; a kind names the condition and who says so. */
    private final Map<String, Reliability> fitting = new TreeMap<>();
    private final Map<String, Reliability> reported = new TreeMap<>();

    private final Conjunctions conjunctions = new Conjunctions();

    @Override
    public String name() {
        return "reliability";
    }

    @Override
    public String summary() {
        return "[FOLDER [LABELS]] [--html FILE] [--home DIR] [--colours CSV] [--written CSV [--pictures FOLDER]] [--claims CSV]  probability against truth by kind of condition, ECE";
    }

    @Override
    public int run(List<String> arguments) throws Exception {
        Map<String, GroundTruth> photographs;
        QualityBench.Options options;
        Optional<Path> csv;
        List<ColouredThing> coloured;
        List<WrittenFootage.Written> written;
        try {
            List<String> others = new ArrayList<>(arguments);
            csv = QualityBench.Options.take(others, "--claims");
            Optional<Path> colours = QualityBench.Options.take(others, "--colours");
            Optional<Path> writing = QualityBench.Options.take(others, "--written");
            Optional<Path> pictures = QualityBench.Options.take(others, "--pictures");
            written = writing.isPresent()
                    ? WrittenFootage.read(writing.get(), pictures.orElseGet(() -> writing.get().toAbsolutePath().getParent()))
                    : List.of();
            options = QualityBench.Options.of(others, true, "vireo-reliability.html");
            photographs = options.folder().isPresent() ? options.truth() : Map.of();
            coloured = colours.isPresent() ? ColouredThing.read(colours.get()) : List.of();
        } catch (IllegalArgumentException | GroundTruth.Unreadable e) {
            System.err.println(e.getMessage());
            return 2;
        }
        List<CutOut> cutOuts = CutOut.all(CutOut.PACKAGE);
        if (cutOuts.isEmpty()) {
            System.err.println("the cut-outs are not installed: apt-get install tuxpaint-stamps-default (they are looked for in "
                    + CutOut.PACKAGE + ")");
            return 2;
        }
        Path home = options.home().isPresent()
                ? Files.createDirectories(options.home().get())
                : Files.createTempDirectory("vireo-bench-reliability");
        Path folder = Files.createTempDirectory("vireo-bench-footage");
        try (Appliance appliance = Appliance.start(home)) {
            TestFootage footage = new TestFootage(folder, SEED);
            Map<String, TestFootage.Scene> byAsset = new HashMap<>();
            add(appliance, footage.pictures(cutOuts), byAsset);
            add(appliance, footage.videos(cutOuts, Ffmpeg.of(home).orElseThrow()), byAsset);
            System.out.println(cutOuts.size() + " cut-outs, " + byAsset.size() + " made scenes");
            classes(appliance, byAsset);
            colours(appliance, byAsset);
            counts(appliance, byAsset);
            states(appliance, byAsset);
            times(appliance, byAsset);
            conjunctions.made(appliance, byAsset);
            texts(appliance, WrittenFootage.pictures(folder.resolve("written"), SEED), "text");
            if (!written.isEmpty()) {
                texts(appliance, written, PHOTOGRAPHS + "text");
            }
            if (options.folder().isPresent()) {
                photographs(appliance, options.folder().get(), photographs, coloured);
            }
        } finally {
            Appliance.deleteTree(folder);
            if (options.home().isEmpty()) {
                Appliance.deleteTree(home);
            }
        }
        if (csv.isPresent()) {
            Files.write(csv.get(), claims());
            System.out.println("claims: " + csv.get());
        }
        print(options.html());
        return 0;
    }

    /** Every claim for itself, with a header line. */
    private List<String> claims() {
        List<String> lines = new ArrayList<>(List.of("half,kind,probability,right"));
        Map.of("fit", fitting, "report", reported).forEach((half, kinds) -> kinds.forEach((kind, all) -> all.pairs()
                .forEach(c -> lines.add(half + ',' + kind.replace(',', ';') + ',' + c[0] + ',' + (int) c[1]))));
        return lines;
    }

    private static void add(Appliance appliance, List<TestFootage.Scene> scenes, Map<String, TestFootage.Scene> byAsset)
            throws Exception {
        Map<Path, TestFootage.Scene> byFile = scenes.stream().collect(Collectors.toMap(TestFootage.Scene::file, s -> s));
        Map<String, List<Path>> byTime = scenes.stream()
                .collect(Collectors.groupingBy(s -> s.captured() == null ? "" : s.captured() + ":00", TreeMap::new,
                        Collectors.mapping(TestFootage.Scene::file, Collectors.toList())));
        for (Map.Entry<String, List<Path>> batch : byTime.entrySet()) {
            for (JsonNode item : appliance.add(batch.getValue(), batch.getKey().isEmpty() ? null : batch.getKey()).path("items")) {
                TestFootage.Scene scene = byFile.get(Path.of(item.path("path").asText()));
                if (scene == null || !item.path("asset").isTextual()) {
                    throw new IOException("a made scene could not be added: " + item);
                }
                byAsset.put(item.path("asset").asText(), scene);
            }
        }
    }

    /** One result with the evidence for the kind of condition that is looked at. */
    private record Claim(JsonNode found, JsonNode evidence, TestFootage.Scene scene) {
        double probability() {
            return evidence.path("probability").asDouble();
        }

        /** The thing that the result points to. */
        Optional<TestFootage.Thing> thing() {
            long ms = found.path("frame_ms").asLong();
            return region(found).flatMap(box -> scene.things().stream().filter(t -> t.at(ms).iou(box) >= SAME_THING).findFirst());
        }
    }

    /** The best result of each scene of a subject, with its evidence for one kind of condition. */
    private static List<Claim> claims(
            JsonNode answer, String kind, TestFootage.Subject subject, Map<String, TestFootage.Scene> scenes, boolean everyTrack) {
        Map<String, Claim> best = new LinkedHashMap<>();
        List<String> conditions = new ArrayList<>();
        answer.path("plan").path("conditions").forEach(c -> {
            if (c.path("kind").asText().equals(kind)) {
                conditions.add(c.path("id").asText());
            }
        });
        for (String list : List.of("hits", "near_misses")) {
            for (JsonNode found : answer.path(list)) {
                TestFootage.Scene scene = scenes.get(found.path("asset").asText());
                if (scene == null || scene.subject() != subject) {
                    continue;
                }
                for (JsonNode evidence : found.path("evidence")) {
                    if (conditions.contains(evidence.path("condition").asText())) {
                        String id = everyTrack ? found.path("track").asText() : found.path("asset").asText();
                        best.putIfAbsent(id, new Claim(found, evidence, scene));
                        break;
                    }
                }
            }
        }
        return List.copyOf(best.values());
    }

    private void add(String kind, Claim claim, boolean right) {
        (claim.scene.fitting() ? fitting : reported)
                .computeIfAbsent(kind, k -> new Reliability())
                .add(Math.clamp(claim.probability(), 0, 1), right);
    }

    private static String speaker(JsonNode evidence) {
        return new TreeSet<>(List.of(evidence.path("model").asText().split(", "))).stream()
                .map(m -> m.replaceAll("@.*", ""))
                .collect(Collectors.joining(" + "));
    }

    private void classes(Appliance appliance, Map<String, TestFootage.Scene> scenes) throws Exception {
        Set<String> labels = new TreeSet<>();
        scenes.values().forEach(s -> s.things().forEach(t -> labels.addAll(t.cutOut().labels())));
        for (String label : labels) {
            JsonNode answer = appliance.ask(label, TOP);
            if (answer.path("status").asText().equals("needs_clarification")) {
                System.out.println("asked back: " + label);
            }
            for (Claim claim : claims(answer, "class", TestFootage.Subject.CLASS, scenes, false)) {
                add("class", claim, claim.scene.shows(label));
                add("class by " + speaker(claim.evidence), claim, claim.scene.shows(label));
            }
        }
    }

    private void colours(Appliance appliance, Map<String, TestFootage.Scene> scenes) throws Exception {
        for (Colour colour : Colour.values()) {
            for (String noun : List.of("animal", "vehicle")) {
                JsonNode answer = appliance.ask(colour.name().toLowerCase(Locale.ROOT) + " " + noun, TOP);
                for (Claim claim : claims(answer, "colour", TestFootage.Subject.COLOUR, scenes, false)) {
                    if (claim.scene.shows(noun)) {
                        claim.thing().ifPresent(thing -> add("colour", claim, thing.paint() == colour));
                    }
                }
            }
        }
    }

    private void counts(Appliance appliance, Map<String, TestFootage.Scene> scenes) throws Exception {
        Map<String, BiPredicate<Integer, Integer>> asked = new LinkedHashMap<>();
        asked.put("exactly %d %ss", Integer::equals);
        asked.put("at least %d %ss", (n, k) -> n >= k);
        for (Map.Entry<String, BiPredicate<Integer, Integer>> form : asked.entrySet()) {
            for (int k = 2; k <= 5; k++) {
                int number = k;
                for (String noun : List.of("animal", "vehicle")) {
                    JsonNode answer = appliance.ask(String.format(Locale.ROOT, form.getKey(), k, noun), TOP);
                    for (Claim claim : claims(answer, "count", TestFootage.Subject.COUNT, scenes, false)) {
                        if (claim.scene.shows(noun)) {
                            boolean right = form.getValue().test(claim.scene.things().size(), number);
                            add("count", claim, right);
                            add("count, " + form.getKey().substring(0, form.getKey().indexOf(" %")), claim, right);
                        }
                    }
                }
            }
        }
    }

    private void states(Appliance appliance, Map<String, TestFootage.Scene> scenes) throws Exception {
        Map<String, MotionState> asked = Map.of("parked", MotionState.PARKED, "moving", MotionState.MOVING);
        for (Map.Entry<String, MotionState> state : asked.entrySet()) {
            for (String noun : List.of("animal", "vehicle")) {
                JsonNode answer = appliance.ask(state.getKey() + " " + noun, TOP);
                for (Claim claim : claims(answer, "state", TestFootage.Subject.STATE, scenes, true)) {
                    claim.thing().ifPresent(thing -> {
                        if (thing.cutOut().labels().contains(noun)) {
                            add("state", claim, thing.state() == state.getValue());
                        }
                    });
                }
            }
        }
    }

    private void times(Appliance appliance, Map<String, TestFootage.Scene> scenes) throws Exception {
        for (String hour : HOURS) {
            for (boolean before : new boolean[] {true, false}) {
                JsonNode answer = appliance.ask((before ? "animals before " : "animals after ") + hour, TOP);
                int minute = 60 * Integer.parseInt(hour.substring(0, 2));
                for (Claim claim : claims(answer, "time", TestFootage.Subject.CLASS, scenes, false)) {
                    int at = 60 * claim.scene.captured().getHour() + claim.scene.captured().getMinute();
                    add("time", claim, before == at < minute);
                }
            }
        }
    }

    /**
     * Each sign is asked for as it is, with one character wrong and with two. What is claimed is that a text is on screen that is
     * what was asked or differs by one character, so that is what is right.
     *
     * @param kind what the claims are called
     */
    private void texts(Appliance appliance, List<WrittenFootage.Written> pictures, String kind) throws Exception {
        Map<Path, List<WrittenFootage.Written>> byFile = pictures.stream().collect(Collectors.groupingBy(WrittenFootage.Written::file));
        Map<String, List<WrittenFootage.Written>> byAsset = new HashMap<>();
        for (JsonNode item : appliance.add(List.copyOf(byFile.keySet()), null).path("items")) {
            List<WrittenFootage.Written> signs = byFile.get(Path.of(item.path("path").asText()));
            if (signs == null || !item.path("asset").isTextual()) {
                throw new IOException("a picture with writing could not be added: " + item);
            }
            byAsset.put(item.path("asset").asText(), signs);
        }
        for (WrittenFootage.Asked asked : WrittenFootage.questions(pictures, SEED)) {
            Wording wanted = Wording.of(asked.text());
            JsonNode answer = appliance.ask("text '" + asked.text() + "'", TOP);
            for (String list : List.of("hits", "near_misses")) {
                for (JsonNode found : answer.path(list)) {
                    List<WrittenFootage.Written> shown = byAsset.getOrDefault(found.path("asset").asText(), List.of());
                    if (shown.isEmpty() || shown.getFirst().fitting() != asked.fitting()) {
                        continue;
                    }
                    // "4" is no text even between quotes.
                    JsonNode evidence = evidence(answer, found, "text");
                    if (evidence.isMissingNode()) {
                        continue;
                    }
                    double probability = evidence.path("probability").asDouble();
                    boolean right = shown.stream().anyMatch(sign -> Wording.of(sign.text()).find(wanted).isPresent());
                    boolean off = evidence.path("value").asText().contains("one character off");
                    Map<String, Reliability> half = asked.fitting() ? fitting : reported;
                    for (String one : List.of(kind, kind + (off ? ", one character off" : ", as asked"))) {
                        half.computeIfAbsent(one, k -> new Reliability()).add(probability, right);
                    }
                }
            }
        }
    }

    /** Class evidence and counts over real photographs, which are never used to fit. */
    private void photographs(Appliance appliance, Path folder, Map<String, GroundTruth> groups, List<ColouredThing> coloured)
            throws Exception {
        JsonNode job = appliance.add(List.of(folder), null);
        coloured(appliance, job, coloured);
        for (GroundTruth truth : groups.values()) {
            Map<String, Path> files = QualityBench.files(job, truth);
            conjunctions.photographs(appliance, truth, files);
            for (Map.Entry<String, List<GroundTruth.Shown>> label : truth.byLabel().entrySet()) {
                JsonNode answer = appliance.ask(label.getKey(), TOP);
                Scorecard card = new Scorecard("photographs", label.getKey(), label.getValue(), answer, files);
                for (Scorecard.Entry entry : card.entries()) {
                    String kind = PHOTOGRAPHS + "class by " + speaker(entry.found().path("evidence").path(0));
                    for (String one : List.of(PHOTOGRAPHS + "class", kind)) {
                        reported.computeIfAbsent(one, k -> new Reliability()).add(entry.probability(), entry.right());
                    }
                }
                counted(appliance, files, label.getKey(), label.getValue());
            }
        }
    }

    /** What of the things that people named a colour for is found by it. */
    private void coloured(Appliance appliance, JsonNode job, List<ColouredThing> things) throws Exception {
        Map<String, String> pictures = new HashMap<>();
        job.path("items").forEach(item -> pictures.put(item.path("asset").asText(),
                Path.of(item.path("path").asText()).getFileName().toString()));
        for (Colour colour : things.isEmpty() ? new Colour[0] : Colour.values()) {
            JsonNode answer = appliance.ask(colour.name().toLowerCase(Locale.ROOT) + " things", TOP);
            for (String list : List.of("hits", "near_misses")) {
                for (JsonNode found : answer.path(list)) {
                    JsonNode evidence = evidence(answer, found, "colour");
                    String picture = pictures.get(found.path("asset").asText());
                    region(found).flatMap(box -> things.stream()
                                    .filter(t -> t.picture().equals(picture) && t.box().iou(box) >= SAME_BOX)
                                    .findFirst())
                            .ifPresent(thing -> reported.computeIfAbsent(PHOTOGRAPHS + "colour", c -> new Reliability())
                                    .add(evidence.path("probability").asDouble(), thing.colours().contains(colour)));
                }
            }
        }
    }

    private static Optional<Box> region(JsonNode found) {
        JsonNode r = found.path("region");
        return r.path("w").asDouble() > 0 && r.path("h").asDouble() > 0
                ? Optional.of(new Box(r.path("x").asDouble(), r.path("y").asDouble(), r.path("w").asDouble(), r.path("h").asDouble()))
                : Optional.empty();
    }

    /** The labels' boxes tell how many there are, in each picture that shows any. */
    private void counted(Appliance appliance, Map<String, Path> files, String label, List<GroundTruth.Shown> shown) throws Exception {
        Map<Path, Integer> numbers = new HashMap<>();
        shown.forEach(s -> numbers.merge(s.file(), s.boxes().size(), Integer::sum));
        for (int k = 2; k <= 4; k++) {
            for (String form : List.of("exactly %d %s", "at least %d %s")) {
                JsonNode answer = appliance.ask(String.format(Locale.ROOT, form, k, label), TOP);
                for (String list : List.of("hits", "near_misses")) {
                    for (JsonNode found : answer.path(list)) {
                        Path file = files.get(found.path("asset").asText());
                        JsonNode evidence = evidence(answer, found, "count");
                        if (file != null && !evidence.isMissingNode()) {
                            int n = numbers.getOrDefault(file, 0);
                            boolean right = form.startsWith("exactly") ? n == k : n >= k;
                            for (String kind : List.of("count", "count, " + form.substring(0, form.indexOf(" %")))) {
                                reported.computeIfAbsent(PHOTOGRAPHS + kind, c -> new Reliability())
                                        .add(evidence.path("probability").asDouble(), right);
                            }
                        }
                    }
                }
            }
        }
    }

    private static JsonNode evidence(JsonNode answer, JsonNode found, String kind) {
        for (JsonNode condition : answer.path("plan").path("conditions")) {
            for (JsonNode evidence : found.path("evidence")) {
                if (condition.path("kind").asText().equals(kind) && evidence.path("condition").equals(condition.path("id"))) {
                    return evidence;
                }
            }
        }
        return MissingNode.getInstance();
    }

    /** What another scale, fitted on the other half alone, would make of these claims. */
    private static void fitted(Reliability claims, Reliability fitting, ObjectNode part) {
        LogisticFit fit = LogisticFit.of(fitting.from(LEAST_CLAIM));
        Reliability after = claims.after(fit);
        System.out.printf("    the fitting half's logit q = %.2f logit p %+.2f would make of it ECE %.3f, Brier %.3f%n", fit.scale(),
                fit.bias(), after.ece(), after.brier());
        part.put("platt_scale", fit.scale());
        part.put("platt_bias", fit.bias());
        part.put("ece_if_fitted", after.ece());
    }

    private void print(Path html) throws IOException {
        ObjectNode result = Appliance.JSON.createObjectNode();
        result.put("bench", name());
        StringBuilder page = new StringBuilder(QualityPage.head("Vireo: probability against truth"));
        for (Map.Entry<String, Map<String, Reliability>> half :
                Map.of("report", reported, "fit", fitting).entrySet().stream().sorted(Map.Entry.<String, Map<String, Reliability>>comparingByKey().reversed()).toList()) {
            System.out.printf("%n%-60s %7s %7s %7s %7s %9s%n", "half: " + half.getKey(), "claims", "right", "ECE", "chance", "Brier");
            half.getValue().forEach((kind, all) -> {
                Reliability claims = all.from(LEAST_CLAIM);
                double right = claims.bins().stream().mapToDouble(b -> b.claims() * b.right()).sum() / Math.max(1, claims.size());
                System.out.printf("%-60s %7d %7.3f %7.3f %7.3f %9.3f%n", kind, claims.size(), right, claims.ece(), claims.chance(),
                        claims.brier());
                claims.bins().forEach(b -> System.out.printf("    %.1f-%.1f %6d told %.2f right %.2f%n", b.from(), b.to(), b.claims(),
                        b.probability(), b.right()));
                ObjectNode part = result.withObject("/" + half.getKey()).withObject("/" + kind.replace("/", "~1"));
                part.put("claims", claims.size());
                part.put("ece", claims.ece());
                part.put("ece_of_chance", claims.chance());
                part.put("brier", claims.brier());
                if (half.getKey().equals("report")) {
                    QualityPage.reliability(page, kind, claims);
                    Optional.ofNullable(fitting.get(kind.replace(PHOTOGRAPHS, ""))).ifPresent(other -> fitted(claims, other, part));
                }
            });
        }
        System.out.println();
        conjunctions.print(result.withObject("/conjunctions"));
        Files.writeString(html, page + "</html>\n");
        System.out.println("tables: " + html);
        System.out.println(result);
    }
}
