package dev.vireo.spaces.internal;

import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.Hit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Answers of two kinds to the same questions, held against each other. Asked by one thread, read by any. */
final class AnswerPairs {
    private static final int K = 10;
    private static final int SHOWN = 5;
    /** Times remembered of each kind: the newest. */
    private static final int REMEMBERED = 4_096;

    private final List<Double> before = new ArrayList<>();
    private final List<Double> after = new ArrayList<>();
    private List<SpaceReport.Difference> different = List.of();
    private int count;
    private double overlap;
    private double tau;
    private double rbo;

    /**
     * Puts a question both ways, each first as often as the other: the second finds pages and frames that the first brought in.
     *
     * @param words kept if its answers differ much; empty keeps none
     */
    void ask(String words, Supplier<Answer> old, Supplier<Answer> fresh) {
        boolean oldFirst = count() % 2 == 0;
        Asked first = ask(oldFirst ? old : fresh);
        Asked second = ask(oldFirst ? fresh : old);
        add(words, oldFirst ? first : second, oldFirst ? second : first);
    }

    /** An answer: its hits, then its near misses. */
    private record Asked(List<Long> tracks, double ms) {}

    private static Asked ask(Supplier<Answer> question) {
        long begin = System.nanoTime();
        Answer answer = question.get();
        double ms = (System.nanoTime() - begin) / 1e6;
        return new Asked(
                Stream.concat(answer.hits().stream(), answer.nearMisses().stream()).map(Hit::track).distinct().toList(), ms);
    }

    private synchronized void add(String words, Asked old, Asked fresh) {
        add(before, old.ms());
        add(after, fresh.ms());
        double share = Agreement.overlap(old.tracks(), fresh.tracks(), K);
        overlap += share;
        tau += Agreement.tau(old.tracks(), fresh.tracks(), K);
        rbo += Agreement.rbo(head(old.tracks()), head(fresh.tracks()));
        if (share < 1) {
            different = Stream.concat(different.stream(), Stream.of(new SpaceReport.Difference(words, share)))
                    .sorted(Comparator.comparingDouble(SpaceReport.Difference::overlap))
                    .limit(SHOWN)
                    .toList();
        }
        count++;
    }

    private static void add(List<Double> times, double ms) {
        if (times.size() == REMEMBERED) {
            times.removeFirst();
        }
        times.add(ms);
    }

    private static List<Long> head(List<Long> list) {
        return list.subList(0, Math.min(K, list.size()));
    }

    synchronized int count() {
        return count;
    }

    synchronized double overlap() {
        return mean(overlap);
    }

    synchronized double tau() {
        return mean(tau);
    }

    synchronized double rbo() {
        return mean(rbo);
    }

    /** Nothing was asked: nothing differs. */
    private double mean(double sum) {
        return count == 0 ? 1 : sum / count;
    }

    synchronized SpaceReport.Times before() {
        return times(before);
    }

    synchronized SpaceReport.Times after() {
        return times(after);
    }

    /** Most different first. */
    synchronized List<SpaceReport.Difference> different() {
        return different;
    }

    /** What was kept of words is gone. */
    synchronized void forgetWords() {
        different = different.stream().map(d -> new SpaceReport.Difference("", d.overlap())).toList();
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
