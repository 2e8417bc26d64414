package dev.vireo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * How far probabilities can be taken at their word: claims in bins of equal width, in each bin the mean probability held
 * against the share that was right.
 *
 * <p>ECE, the expected calibration error, is the mean of the bins' differences, weighted by their claims (Naeini, Cooper,
 * Hauskrecht 2015). Its companion here is the Brier score, which no grouping can flatter.
 */
final class Reliability {
    static final int BINS = 10;
    private static final int DRAWS = 1000;

    private final List<double[]> claims = new ArrayList<>();

    /** One bin: how many claims, their mean probability, the share that was right. */
    record Bin(double from, double to, int claims, double probability, double right) {}

    /** @param probability 0 to 1 */
    void add(double probability, boolean right) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability lies between 0 and 1, got " + probability);
        }
        claims.add(new double[] {probability, right ? 1 : 0});
    }

    void addAll(Reliability other) {
        claims.addAll(other.claims);
    }

    /** @return the claims of at least {@code least} alone */
    Reliability from(double least) {
        Reliability part = new Reliability();
        claims.stream().filter(c -> c[0] >= least).forEach(part.claims::add);
        return part;
    }

    /** Each claim: its probability, and 1 when it was right, else 0. */
    List<double[]> pairs() {
        return List.copyOf(claims);
    }

    /** The same claims with other probabilities. */
    Reliability after(LogisticFit fit) {
        Reliability other = new Reliability();
        claims.forEach(c -> other.claims.add(new double[] {fit.probability(c[0]), c[1]}));
        return other;
    }

    int size() {
        return claims.size();
    }

    /** Bins that hold a claim, lowest first. */
    List<Bin> bins() {
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < BINS; i++) {
            int bin = i;
            List<double[]> in = claims.stream().filter(c -> Math.min(BINS - 1, (int) (c[0] * BINS)) == bin).toList();
            if (!in.isEmpty()) {
                bins.add(new Bin(i / (double) BINS, (i + 1) / (double) BINS, in.size(),
                        in.stream().mapToDouble(c -> c[0]).average().orElseThrow(),
                        in.stream().mapToDouble(c -> c[1]).average().orElseThrow()));
            }
        }
        return bins;
    }

    /** Expected calibration error, 0 (honest) to 1; NaN without claims. */
    double ece() {
        return claims.isEmpty()
                ? Double.NaN
                : bins().stream().mapToDouble(b -> b.claims * Math.abs(b.probability - b.right)).sum() / claims.size();
    }

    /**
     * The error that as many claims with these probabilities have by chance when each is as probable as it was told: few claims
     * are never even. The mean of {@value #DRAWS} draws; NaN without claims.
     */
    double chance() {
        return draws().average().orElse(Double.NaN);
    }

    /** Share of such draws whose error is at least the measured one, 0 to 1; NaN without claims. */
    double asBad() {
        double measured = ece();
        return claims.isEmpty() ? Double.NaN : draws().filter(e -> e >= measured).count() / (double) DRAWS;
    }

    /** Errors of claims that are right as often as they are told, the same each time. */
    private DoubleStream draws() {
        Random random = new Random(1);
        return claims.isEmpty() ? DoubleStream.empty() : DoubleStream.generate(() -> {
            Reliability honest = new Reliability();
            claims.forEach(c -> honest.add(c[0], random.nextDouble() < c[0]));
            return honest.ece();
        }).limit(DRAWS);
    }

    /** Mean squared difference of probability and outcome; NaN without claims. */
    double brier() {
        return claims.stream().mapToDouble(c -> (c[0] - c[1]) * (c[0] - c[1])).average().orElse(Double.NaN);
    }
}
