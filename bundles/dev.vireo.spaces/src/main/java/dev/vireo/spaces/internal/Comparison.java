package dev.vireo.spaces.internal;

import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.SpaceSearch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Puts questions to two sets of spaces and holds the answers against each other. */
final class Comparison {
    private static final Logger LOG = System.getLogger(Comparison.class.getName());
    private static final int K = 10;
    private static final int SHOWN = 5;

    private final SpaceSearch search;
    private final List<Double> before = new ArrayList<>();
    private final List<Double> after = new ArrayList<>();
    private final List<SpaceReport.Difference> differences = new ArrayList<>();
    private double overlap;
    private double tau;
    private double rbo;
    private int real;

    Comparison(SpaceSearch search) {
        this.search = search;
    }

    /** @param stopped asked before each question; ends it with UNAVAILABLE */
    SpaceReport run(
            List<ShadowQuestions.Shadow> questions, String domain, List<Space> serving, Space with, Instant at, BooleanSupplier stopped) {
        for (ShadowQuestions.Shadow shadow : questions) {
            if (stopped.getAsBoolean()) {
                throw new VireoException(ErrorKind.UNAVAILABLE, "the comparison was ended; ask for it again");
            }
            try {
                one(shadow, serving, with);
            } catch (VireoException e) {
                if (e.kind() == ErrorKind.UNAVAILABLE) {
                    throw e;
                }
                // A picture that is gone, a question that reads otherwise by now: the others tell enough.
                LOG.log(Level.INFO, "not compared by \"" + shadow.words() + "\": " + e.getMessage());
            }
        }
        int n = differences.size();
        differences.sort(Comparator.comparingDouble(SpaceReport.Difference::overlap));
        return new SpaceReport(at, domain, serving.stream().map(Space::id).toList(), real, n - real,
                mean(overlap, n), mean(tau, n), mean(rbo, n), times(before), times(after),
                differences.stream().filter(d -> d.overlap() < 1).limit(SHOWN).toList());
    }

    private void one(ShadowQuestions.Shadow shadow, List<Space> serving, Space with) {
        Asked old;
        Asked fresh;
        // Each first as often as the other: the second finds pages and frames that the first brought in.
        if (differences.size() % 2 == 0) {
            old = ask(shadow.question(), serving);
            fresh = ask(shadow.question(), List.of(with));
        } else {
            fresh = ask(shadow.question(), List.of(with));
            old = ask(shadow.question(), serving);
        }
        before.add(old.ms());
        after.add(fresh.ms());
        double share = Agreement.overlap(old.tracks(), fresh.tracks(), K);
        overlap += share;
        tau += Agreement.tau(old.tracks(), fresh.tracks(), K);
        rbo += Agreement.rbo(head(old.tracks()), head(fresh.tracks()));
        real += shadow.real() ? 1 : 0;
        differences.add(new SpaceReport.Difference(shadow.words(), share));
    }

    private static List<Long> head(List<Long> list) {
        return list.subList(0, Math.min(K, list.size()));
    }

    /** An answer: its hits, then its near misses. */
    private record Asked(List<Long> tracks, double ms) {}

    private Asked ask(Question question, List<Space> spaces) {
        long begin = System.nanoTime();
        Answer answer = search.ask(question, spaces);
        double ms = (System.nanoTime() - begin) / 1e6;
        return new Asked(
                Stream.concat(answer.hits().stream(), answer.nearMisses().stream()).map(Hit::track).distinct().toList(), ms);
    }

    /** Nothing was asked: nothing differs. */
    private static double mean(double sum, int n) {
        return n == 0 ? 1 : sum / n;
    }

    private static SpaceReport.Times times(List<Double> ms) {
        double[] sorted = ms.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new SpaceReport.Times(at(sorted, 0.5), at(sorted, 0.95));
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
