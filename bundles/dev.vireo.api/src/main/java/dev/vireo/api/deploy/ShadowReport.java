package dev.vireo.api.deploy;

import dev.vireo.api.catalog.SpaceReport;
import java.util.List;

/**
 * How the answers of a generation on trial differ from those of the one that serves. Both were asked what people had asked, one
 * right after the other, on a thread of the lowest weight. Means are over the questions; 1 without any.
 *
 * @param questions compared
 * @param left questions that people asked meanwhile and that were not asked again, since another was, or to spare the machine
 * @param overlap share of the first ten hits and near misses of one that are also among those of the other, 0 to 1
 * @param tau rank correlation (Kendall's tau-b) of what both list among their first ten, −1 to 1
 * @param rbo rank-biased overlap with persistence 0.9, extrapolated (Webber, Moffat and Zobel 2010, equation 32), 0 to 1
 * @param serving times of what serves
 * @param candidate times of what is on trial
 * @param different the questions whose answers differ most, most different first; at most five. Without words where none are to be
 *     kept
 */
public record ShadowReport(
        int questions,
        int left,
        double overlap,
        double tau,
        double rbo,
        SpaceReport.Times serving,
        SpaceReport.Times candidate,
        List<SpaceReport.Difference> different) {
    public ShadowReport {
        different = List.copyOf(different);
    }
}
