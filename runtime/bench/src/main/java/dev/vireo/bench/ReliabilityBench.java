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
    private static final String PHOTOGRAPHS = ReliabilityTables.PHOTOGRAPHS;
    private static final int TOP = 1000;
    private static final long SEED = 20241;

    /** What colours, numbers and states are asked of. */
    private static final List<String> OBJECTS = List.of("animal", "vehicle");

    /** Of which of the 80 labels of COCO they are in photographs. */
    private static final Map<String, Set<String>> FAMILIES = Map.of(
            "animal", Set.of("bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe"),
            "vehicle", Set.of("bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat"));

    /** What can be measured alone, over made footage. */
    private static final Set<String> KINDS = Set.of("class", "colour", "count", "state", "time", "text", "together");

    /** Times of day asked for, and what holds for them. */
    private static final List<String> HOURS = List.of("06:00", "09:00", "12:00", "15:00", "18:00", "21:00");

    private final ReliabilityTables tables = new ReliabilityTables();
    /** Kinds that are measured in this run. */
    private Set<String> only = KINDS;

    private final Conjunctions conjunctions = new Conjunctions();

    @Override
    public String name() {
        return "reliability";
    }

    @Override
    public String summary() {
        return "[FOLDER [LABELS]] [--html FILE] [--home DIR] [--colours CSV] [--written CSV [--pictures FOLDER]] [--claims CSV] [--only KINDS]  probability against truth by kind of condition, ECE";
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
            only = QualityBench.Options.take(others, "--only").map(kinds -> Set.of(kinds.toString().split(","))).orElse(KINDS);
            if (!KINDS.containsAll(only)) {
                throw new IllegalArgumentException("--only takes of " + String.join(",", new TreeSet<>(KINDS)) + ", got "
                        + String.join(",", new TreeSet<>(only)));
            }
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
            add(appliance, footage.others(cutOuts), byAsset);
            System.out.println(cutOuts.size() + " cut-outs, " + byAsset.size() + " made scenes");
            if (only.contains("class")) {
                classes(appliance, byAsset);
            }
            if (only.contains("colour")) {
                colours(appliance, byAsset);
            }
            if (only.contains("count")) {
                counts(appliance, byAsset);
            }
            if (only.contains("state")) {
                states(appliance, byAsset);
            }
            if (only.contains("time")) {
                times(appliance, byAsset);
            }
            if (only.contains("together")) {
                conjunctions.made(appliance, byAsset);
            }
            if (only.contains("text")) {
                texts(appliance, WrittenFootage.pictures(folder.resolve("written"), SEED), "text");
            }
            if (only.contains("text") && !written.isEmpty()) {
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
            tables.write(csv.get());
            System.out.println("claims: " + csv.get());
        }
        print(options.html());
        return 0;
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
    private record Claim(String question, JsonNode found, JsonNode evidence, TestFootage.Scene scene) {
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
                        best.putIfAbsent(id, new Claim(answer.path("question").asText(), found, evidence, scene));
                        break;
                    }
                }
            }
        }
        return List.copyOf(best.values());
    }

    private void add(String kind, Claim claim, boolean right) {
        tables.add(claim.scene.fitting(), kind, Math.clamp(claim.probability(), 0, 1), right, claim.question,
                claim.scene.file().toString());
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
            for (String noun : OBJECTS) {
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
                for (String noun : OBJECTS) {
                    JsonNode answer = appliance.ask(String.format(Locale.ROOT, form.getKey(), k, noun), TOP);
                    for (Claim claim : claims(answer, "count", TestFootage.Subject.COUNT, scenes, false)) {
                        boolean right = form.getValue().test(claim.scene.number(noun), number);
                        String kind = "count, " + form.getKey().substring(0, form.getKey().indexOf(" %"));
                        add("count", claim, right);
                        add(kind, claim, right);
                    }
                }
            }
        }
    }

    private void states(Appliance appliance, Map<String, TestFootage.Scene> scenes) throws Exception {
        Map<String, MotionState> asked = Map.of("parked", MotionState.PARKED, "moving", MotionState.MOVING);
        for (Map.Entry<String, MotionState> state : asked.entrySet()) {
            for (String noun : OBJECTS) {
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
                    for (String one : List.of(kind, kind + (off ? ", one character off" : ", as asked"))) {
                        tables.add(asked.fitting(), one, probability, right, asked.text(), found.path("path").asText());
                    }
                }
            }
        }
    }

    /** Class evidence and counts over real photographs, which are never used to fit. */
    private void photographs(Appliance appliance, Path folder, Map<String, GroundTruth> groups, List<ColouredThing> coloured)
            throws Exception {
        JsonNode job = appliance.add(List.of(folder), null);
        if (only.contains("colour")) {
            coloured(appliance, job, coloured);
        }
        for (GroundTruth truth : groups.values()) {
            Map<String, Path> files = QualityBench.files(job, truth);
            if (only.contains("together")) {
                conjunctions.photographs(appliance, truth, files);
            }
            for (Map.Entry<String, List<GroundTruth.Shown>> label : truth.byLabel().entrySet()) {
                labelled(appliance, files, label.getKey(), label.getValue(), "");
            }
            for (Map.Entry<String, Set<String>> family : FAMILIES.entrySet()) {
                List<GroundTruth.Shown> shown = family.getValue().stream()
                        .flatMap(label -> truth.byLabel().getOrDefault(label, List.of()).stream())
                        .toList();
                labelled(appliance, files, family.getKey(), shown, " of families");
            }
        }
    }

    private void labelled(Appliance appliance, Map<String, Path> files, String label, List<GroundTruth.Shown> shown, String of)
            throws Exception {
        if (only.contains("class")) {
            named(appliance, files, label, shown, "class" + of);
        }
        if (only.contains("count")) {
            counted(appliance, files, label, shown, "count" + of);
        }
    }

    private void named(Appliance appliance, Map<String, Path> files, String label, List<GroundTruth.Shown> shown, String classes)
            throws Exception {
        Scorecard card = new Scorecard("photographs", label, shown, appliance.ask(label, TOP), files);
        for (Scorecard.Entry entry : card.entries()) {
            for (String kind : List.of(classes, classes + " by " + speaker(entry.found().path("evidence").path(0)))) {
                tables.add(false, PHOTOGRAPHS + kind, entry.probability(), entry.right(), label, entry.file().toString());
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
                            .ifPresent(thing -> tables.add(false, PHOTOGRAPHS + "colour", evidence.path("probability").asDouble(),
                                    thing.colours().contains(colour), colour.name(), picture));
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
    private void counted(Appliance appliance, Map<String, Path> files, String label, List<GroundTruth.Shown> shown, String counts)
            throws Exception {
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
                            for (String kind : List.of(counts, counts + ", " + form.substring(0, form.indexOf(" %")))) {
                                tables.add(false, PHOTOGRAPHS + kind, evidence.path("probability").asDouble(), right,
                                        String.format(Locale.ROOT, form, k, label), file.toString());
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

    private void print(Path html) throws IOException {
        ObjectNode result = Appliance.JSON.createObjectNode();
        result.put("bench", name());
        StringBuilder page = new StringBuilder(QualityPage.head("Vireo: probability against truth"));
        tables.print(result, page);
        System.out.println();
        conjunctions.print(result.withObject("/conjunctions"));
        Files.writeString(html, page + "</html>\n");
        System.out.println("tables: " + html);
        System.out.println(result);
    }
}
