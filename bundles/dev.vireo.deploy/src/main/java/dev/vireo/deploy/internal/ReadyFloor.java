package dev.vireo.deploy.internal;

import dev.vireo.api.catalog.SpaceReport;
import java.util.Locale;
import java.util.Optional;

/** What a space has to show before it may take over without anybody looking at its report. */
final class ReadyFloor {
    /** Below this a longer question is noise of the machine [ms]. */
    private static final double SLOWER_BY_MS = 20;

    private final int overlapPercent;
    private final int timePercent;

    ReadyFloor(Settings settings) {
        this.overlapPercent = settings.readyOverlapPercent();
        this.timePercent = settings.readyTimePercent();
    }

    /** @return why it may not; empty when it may */
    Optional<String> missed(SpaceReport report) {
        if (report.questions() == 0) {
            return Optional.of("no question could be compared");
        }
        if (100 * report.overlap() < overlapPercent) {
            return Optional.of(String.format(Locale.ROOT,
                    "%.0f %% of the first ten are the same, ready.overlap.percent asks for %d", 100 * report.overlap(), overlapPercent));
        }
        double before = report.before().p95();
        double after = report.after().p95();
        if (100 * after > before * timePercent && after - before > SLOWER_BY_MS) {
            return Optional.of(String.format(Locale.ROOT, "95 of 100 questions take up to %.0f ms, before %.0f ms; "
                    + "ready.time.percent allows %d %%", after, before, timePercent));
        }
        return Optional.empty();
    }
}
