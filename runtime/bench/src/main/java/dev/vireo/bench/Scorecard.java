package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vireo.api.media.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One question, its answer and what of it is right.
 *
 * <p>The ranked list is the hits, then the near misses. A picture counts once, by its best place in the list. An interval
 * of a video is right when it overlaps a labelled interval by half of the shorter of the two; a labelled interval counts
 * once; two wrong intervals of one video are two errors. Files without labels are left out: nobody said what they show.
 */
final class Scorecard {
    /** A picture or interval in the list. */
    record Entry(Path file, boolean right, boolean hit, double probability, JsonNode found) {
        Optional<Box> region() {
            JsonNode r = found.path("region");
            return r.path("w").asDouble() > 0 && r.path("h").asDouble() > 0
                    ? Optional.of(new Box(r.path("x").asDouble(), r.path("y").asDouble(), r.path("w").asDouble(), r.path("h").asDouble()))
                    : Optional.empty();
        }
    }

    /** Something labelled that is no hit; {@code near} is its place among the near misses. */
    record Missed(GroundTruth.Shown shown, Optional<Entry> near) {}

    private final String group;
    private final String question;
    private final String status;
    private final List<Entry> entries;
    private final List<Missed> missed;
    private final int relevant;
    private final double averagePrecision;
    private final double precision1;
    private final double precision10;

    /**
     * @param truth places that answer the question
     * @param answer what the appliance said
     * @param files the file of each asset id; assets of files without labels are absent
     */
    Scorecard(String group, String question, List<GroundTruth.Shown> truth, JsonNode answer, Map<String, Path> files) {
        this.group = group;
        this.question = question;
        this.status = answer.path("status").asText();
        Map<String, Entry> ranked = new LinkedHashMap<>();
        collect(answer.path("hits"), true, truth, files, ranked);
        collect(answer.path("near_misses"), false, truth, files, ranked);
        this.entries = List.copyOf(ranked.values());
        Set<String> relevantIds = new LinkedHashSet<>();
        List<Missed> lost = new ArrayList<>();
        for (int i = 0; i < truth.size(); i++) {
            String id = id(truth.get(i).file(), i, truth.get(i).span().isPresent());
            relevantIds.add(id);
            Optional<Entry> entry = Optional.ofNullable(ranked.get(id));
            if (entry.filter(Entry::hit).isEmpty()) {
                lost.add(new Missed(truth.get(i), entry));
            }
        }
        this.missed = lost;
        this.relevant = relevantIds.size();
        List<String> list = List.copyOf(ranked.keySet());
        this.averagePrecision = Ranking.averagePrecision(list, relevantIds);
        this.precision1 = Ranking.precisionAt(1, list, relevantIds);
        this.precision10 = Ranking.precisionAt(10, list, relevantIds);
    }

    private static String id(Path file, int shown, boolean span) {
        return span ? file + "#" + shown : file.toString();
    }

    private static void collect(
            JsonNode list, boolean hit, List<GroundTruth.Shown> truth, Map<String, Path> files, Map<String, Entry> ranked) {
        for (JsonNode found : list) {
            Path file = files.get(found.path("asset").asText());
            if (file == null) {
                continue;
            }
            String id = file.toString();
            boolean right = false;
            boolean moving = found.path("media").asText().equals("video");
            for (int i = 0; i < truth.size() && !right; i++) {
                GroundTruth.Shown shown = truth.get(i);
                if (shown.file().equals(file) && (shown.span().isEmpty() || same(shown.span().get(), found))) {
                    right = true;
                    id = id(file, i, shown.span().isPresent());
                }
            }
            if (!right && moving) {
                id = file + "@" + found.path("start_ms").asLong();
            }
            ranked.putIfAbsent(id, new Entry(file, right, hit, found.path("probability").asDouble(), found));
        }
    }

    private static boolean same(GroundTruth.Span span, JsonNode found) {
        long from = found.path("start_ms").asLong();
        long to = Math.max(from + 1, found.path("end_ms").asLong());
        return 2 * span.overlap(from, to) >= Math.min(to - from, span.toMs() - span.fromMs());
    }

    String group() {
        return group;
    }

    String question() {
        return question;
    }

    /** {@code answered}, {@code nothing_found} or {@code needs_clarification}. */
    String status() {
        return status;
    }

    /** Best first. */
    List<Entry> entries() {
        return entries;
    }

    List<Missed> missed() {
        return missed;
    }

    /** How many places the label has. */
    int relevant() {
        return relevant;
    }

    double averagePrecision() {
        return averagePrecision;
    }

    double precision1() {
        return precision1;
    }

    double precision10() {
        return precision10;
    }

    /** Hits of at least this probability. */
    long hits(double least) {
        return entries.stream().filter(e -> e.hit() && e.probability() >= least).count();
    }

    /** Wrong hits of at least this probability. */
    long wrong(double least) {
        return entries.stream().filter(e -> e.hit() && !e.right() && e.probability() >= least).count();
    }

    /** Wrong ones before the last right one: what a reader has to look through. */
    List<Entry> misplaced() {
        int last = -1;
        for (int i = 0; i < entries.size(); i++) {
            last = entries.get(i).right() ? i : last;
        }
        return entries.subList(0, last + 1).stream().filter(e -> !e.right() && !e.hit()).toList();
    }

    /** One claim for each entry: its probability, and whether it is right. */
    Reliability reliability() {
        Reliability reliability = new Reliability();
        entries.forEach(e -> reliability.add(e.probability(), e.right()));
        return reliability;
    }
}
