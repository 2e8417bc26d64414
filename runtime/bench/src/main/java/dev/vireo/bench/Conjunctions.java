package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How probabilities of several conditions on one thing come together: rules for the probability that all of them hold, held
 * against the truth, by the number of conditions. A rule is fitted on the fitting half alone.
 */
final class Conjunctions {
    private static final double SAME_THING = 0.3;
    private static final double LEAST_CLAIM = 0.1;
    private static final double CLAIM = 0.5;
    private static final double SURE = 0.8;
    private static final int TOP = 1000;
    /** The share of the product that the query engine takes. */
    private static final double SHIPPED = 0.5;
    private static final double EDGE = 0.02;

    /** Halves of the picture: how they are asked for, and where they are. */
    private static final Map<String, Box> HALVES = Map.of(
            "left half", new Box(0, 0, 0.5, 1), "right half", new Box(0.5, 0, 0.5, 1), "top half", new Box(0, 0, 1, 0.5),
            "bottom half", new Box(0, 0.5, 1, 0.5));

    /** Footage by which the rules are judged. */
    private enum Part {
        FITTING,
        REPORTED,
        PHOTOGRAPHS
    }

    /**
     * One result of a question.
     *
     * @param conditions probabilities, in the order of the question
     * @param met whether each condition is met for itself
     * @param right whether all of them hold
     */
    private record Result(List<Double> conditions, boolean met, boolean right) {
        double product() {
            return conditions.stream().mapToDouble(p -> p).reduce(1, (a, b) -> a * b);
        }

        double minimum() {
            return conditions.stream().mapToDouble(p -> p).min().orElse(1);
        }

        double sum() {
            return conditions.stream().mapToDouble(Conjunctions::logit).sum();
        }
    }

    private final Map<Part, List<Result>> results = new EnumMap<>(Part.class);

    /** What is asked of one thing; an empty part is not asked. */
    private record Asked(String noun, Optional<Colour> colour, Optional<MotionState> state, String half, boolean morning) {
        String text() {
            return (colour.map(c -> c.name().toLowerCase(Locale.ROOT) + " ").orElse("")
                            + state.map(s -> s.name().toLowerCase(Locale.ROOT) + " ").orElse("") + noun
                            + (half.isEmpty() ? "" : " in the " + half)
                            + (morning ? " before 12:00" : ""))
                    .strip();
        }

        boolean holds(TestFootage.Scene scene, TestFootage.Thing thing, long ms) {
            return thing.cutOut().labels().contains(noun)
                    && (colour.isEmpty() || thing.paint() == colour.get())
                    && (state.isEmpty() || thing.state() == state.get())
                    && (half.isEmpty() || inside(thing.at(ms), half, Canvas.WIDTH, Canvas.HEIGHT))
                    && (!morning || scene.captured().getHour() < 12);
        }
    }

    private static boolean inside(Box box, String half, double width, double height) {
        return box.intersection(HALVES.get(half).scale(width, height)) >= box.area() / 2;
    }

    void made(Appliance appliance, Map<String, TestFootage.Scene> scenes) throws Exception {
        List<String> places = new ArrayList<>(List.of(""));
        HALVES.keySet().stream().sorted().forEach(places::add);
        for (String noun : List.of("animal", "vehicle")) {
            for (String half : places) {
                for (boolean morning : new boolean[] {false, true}) {
                    ask(appliance, new Asked(noun, Optional.empty(), Optional.empty(), half, morning), TestFootage.Subject.CLASS, scenes);
                    for (Colour colour : Colour.values()) {
                        ask(appliance, new Asked(noun, Optional.of(colour), Optional.empty(), half, morning), TestFootage.Subject.COLOUR,
                                scenes);
                    }
                    for (MotionState state : List.of(MotionState.PARKED, MotionState.MOVING)) {
                        ask(appliance, new Asked(noun, Optional.empty(), Optional.of(state), half, morning), TestFootage.Subject.STATE,
                                scenes);
                    }
                }
            }
        }
    }

    private void ask(Appliance appliance, Asked asked, TestFootage.Subject subject, Map<String, TestFootage.Scene> scenes) throws Exception {
        JsonNode answer = appliance.ask(asked.text(), TOP);
        for (String list : List.of("hits", "near_misses")) {
            for (JsonNode found : answer.path(list)) {
                TestFootage.Scene scene = scenes.get(found.path("asset").asText());
                Optional<Box> region = region(found);
                if (scene == null || scene.subject() != subject || region.isEmpty()) {
                    continue;
                }
                long ms = found.path("frame_ms").asLong();
                boolean right = scene.things().stream()
                        .anyMatch(t -> t.at(ms).iou(region.get()) >= SAME_THING && asked.holds(scene, t, ms));
                add(scene.fitting() ? Part.FITTING : Part.REPORTED, found, right);
            }
        }
    }

    private static Optional<Box> region(JsonNode found) {
        JsonNode r = found.path("region");
        return r.path("w").asDouble() > 0 && r.path("h").asDouble() > 0
                ? Optional.of(new Box(r.path("x").asDouble(), r.path("y").asDouble(), r.path("w").asDouble(), r.path("h").asDouble()))
                : Optional.empty();
    }

    private void add(Part part, JsonNode found, boolean right) {
        List<Double> conditions = new ArrayList<>();
        boolean met = true;
        for (JsonNode evidence : found.path("evidence")) {
            conditions.add(Math.clamp(evidence.path("probability").asDouble(), 0, 1));
            met &= evidence.path("verdict").asText().equals("met");
        }
        results.computeIfAbsent(part, k -> new ArrayList<>()).add(new Result(conditions, met, right));
    }

    /** A label, and that in each half of the picture; which result is right, the boxes tell. */
    void photographs(Appliance appliance, GroundTruth truth, Map<String, Path> files) throws Exception {
        Map<String, double[]> sizes = new HashMap<>();
        for (String id : files.keySet()) {
            JsonNode asset = appliance.get("/api/v1/assets/" + id);
            sizes.put(id, new double[] {asset.path("width").asDouble(), asset.path("height").asDouble()});
        }
        for (String label : truth.byLabel().keySet()) {
            photographs(truth, files, appliance.ask(label, TOP), label, "", sizes);
            for (String half : HALVES.keySet().stream().sorted().toList()) {
                photographs(truth, files, appliance.ask(label + " in the " + half, TOP), label, half, sizes);
            }
        }
    }

    private void photographs(
            GroundTruth truth, Map<String, Path> files, JsonNode answer, String label, String half, Map<String, double[]> sizes) {
        for (String list : List.of("hits", "near_misses")) {
            for (JsonNode found : answer.path(list)) {
                Path file = files.get(found.path("asset").asText());
                Optional<Box> region = region(found);
                double[] size = sizes.get(found.path("asset").asText());
                if (file == null || region.isEmpty() || size == null && !half.isEmpty()) {
                    continue;
                }
                boolean right = truth.byLabel().get(label).stream()
                        .filter(s -> s.file().equals(file))
                        .flatMap(s -> s.boxes().stream())
                        .anyMatch(b -> b.iou(region.get()) >= SAME_THING && (half.isEmpty() || inside(b, half, size[0], size[1])));
                add(Part.PHOTOGRAPHS, found, right);
            }
        }
    }

    /** The minimum is all that conditions have in common; the product takes them for strangers. */
    private static double between(Result r, double share) {
        return Math.pow(Math.max(1e-9, r.product()), share) * Math.pow(Math.max(1e-9, r.minimum()), 1 - share);
    }

    /** The share of the product that makes what was seen most likely, of those results that claim anything. */
    private static double between(List<Result> fitting) {
        double best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int step = 0; step <= 40; step++) {
            double share = step / 40.0;
            double likelihood = 0;
            for (Result r : fitting) {
                if (r.conditions.size() > 1 && r.minimum() >= LEAST_CLAIM) {
                    double p = Math.clamp(between(r, share), 0.005, 0.995);
                    likelihood += Math.log(r.right ? p : 1 - p);
                }
            }
            if (likelihood > most) {
                most = likelihood;
                best = share;
            }
        }
        return best;
    }

    private static double logit(double p) {
        double inside = Math.clamp(p, EDGE, 1 - EDGE);
        return Math.log(inside / (1 - inside));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    void print(ObjectNode out) {
        Reliability pooled = new Reliability();
        results.getOrDefault(Part.FITTING, List.of()).stream()
                .filter(r -> r.conditions.size() > 1 && r.minimum() >= LEAST_CLAIM)
                .forEach(r -> pooled.add(sigmoid(r.sum()), r.right));
        LogisticFit fit = LogisticFit.of(pooled);
        System.out.printf("pool fitted on %d results of two and more conditions: logit P = %.2f · sum logit p %+.2f%n", pooled.size(),
                fit.scale(), fit.bias());
        double share = between(results.getOrDefault(Part.FITTING, List.of()));
        System.out.printf("between minimum and product: log P = %.2f · log product %+.2f · log minimum%n", share, 1 - share);
        Map<String, ToDoubleFunction<Result>> rules = new LinkedHashMap<>();
        rules.put("product", Result::product);
        rules.put("minimum", Result::minimum);
        rules.put("between", r -> between(r, share));
        rules.put("shipped", r -> between(r, SHIPPED));
        rules.put("geometric", r -> Math.pow(r.product(), 1.0 / r.conditions.size()));
        rules.put("pool", r -> sigmoid(fit.scale() * r.sum() + fit.bias()));
        out.put("between_share_of_product", share);
        out.put("pool_scale", fit.scale());
        out.put("pool_bias", fit.bias());
        System.out.printf("%-12s %-10s %10s %7s %7s %7s %7s %7s %7s %7s %7s%n", "footage", "conditions", "rule", "claims", "right", "ECE",
                "Brier", "hits", "wrong", "sure", "wrong");
        results.forEach((part, all) -> {
            for (int k = 1; k <= 4; k++) {
                int number = k;
                List<Result> of = all.stream().filter(r -> r.conditions.size() == number).toList();
                for (Map.Entry<String, ToDoubleFunction<Result>> rule : rules.entrySet()) {
                    if (!of.isEmpty() && (k > 1 || rule.getKey().equals("product"))) {
                        row(out, part, k, of, rule.getKey(), rule.getValue());
                    }
                }
            }
        });
    }

    private static void row(ObjectNode out, Part part, int k, List<Result> of, String rule, ToDoubleFunction<Result> joint) {
        // The same results for every rule: those of which any rule makes something.
        List<Result> told = of.stream().filter(r -> r.minimum() >= LEAST_CLAIM).toList();
        Reliability claims = new Reliability();
        told.forEach(r -> claims.add(Math.clamp(joint.applyAsDouble(r), 0, 1), r.right));
        List<Result> hits = of.stream().filter(r -> r.met && joint.applyAsDouble(r) >= CLAIM).toList();
        List<Result> sure = hits.stream().filter(r -> joint.applyAsDouble(r) >= SURE).toList();
        long right = told.stream().filter(Result::right).count();
        long wrong = hits.stream().filter(r -> !r.right).count();
        long surelyWrong = sure.stream().filter(r -> !r.right).count();
        long metRight = of.stream().filter(r -> r.met && r.right).count();
        System.out.printf("%-12s %-10d %10s %7d %7.3f %7.3f %7.3f %7d %7d %7d %7d   of %d right with all met%n", part.name().toLowerCase(Locale.ROOT),
                k, rule, claims.size(), (double) right / Math.max(1, told.size()), claims.ece(), claims.brier(), hits.size(), wrong,
                sure.size(), surelyWrong, metRight);
        ObjectNode row = out.withObject("/" + part.name().toLowerCase(Locale.ROOT)).withObject("/" + k).withObject("/" + rule);
        row.put("claims", claims.size());
        row.put("ece", claims.ece());
        row.put("brier", claims.brier());
        row.put("hits", hits.size());
        row.put("wrong", wrong);
    }
}
