package dev.vireo.api.catalog;

import java.time.Instant;
import java.util.List;

/**
 * What a new space answers, held against what serves. All means are over the questions of the report.
 *
 * @param at when it was made
 * @param domain whose footage was asked about
 * @param against ids of the spaces that served
 * @param real questions of these that people asked
 * @param golden questions of these that are always asked
 * @param overlap share of the first ten hits and near misses of one that are also among those of the other, 0 to 1
 * @param tau rank correlation (Kendall's tau-b) of what both list among their first ten, −1 to 1
 * @param rbo rank-biased overlap with persistence 0.9, extrapolated (Webber, Moffat and Zobel 2010, equation 32), 0 to 1
 * @param before times of the questions in what served
 * @param after times of the questions in the new space
 * @param different the questions whose answers differ most, most different first
 */
public record SpaceReport(
        Instant at,
        String domain,
        List<String> against,
        int real,
        int golden,
        double overlap,
        double tau,
        double rbo,
        Times before,
        Times after,
        List<Difference> different) {
    public SpaceReport {
        against = List.copyOf(against);
        different = List.copyOf(different);
    }

    public int questions() {
        return real + golden;
    }

    /** Times of questions [ms]. */
    public record Times(double p50, double p95) {}

    /**
     * One question.
     *
     * @param question its words
     * @param overlap as of the report
     */
    public record Difference(String question, double overlap) {}
}
