package dev.vireo.ingest.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.ArrayList;
import java.util.List;

/**
 * The checked configuration; components as in {@link MediaIngest.Config}.
 *
 * @param shotIntervalMs distance of the frames that are only compared with each other, to find cuts [ms]
 */
record Settings(
        long sampleIntervalMs,
        long shotIntervalMs,
        long restMs,
        int analysisMaxSide,
        long momentMaxMs,
        long parkedMs,
        double parkedDisplacement,
        int looksPerTrack,
        int encodedLooks,
        long frameLookMs,
        double labelFloor,
        int labelLimit,
        double singleScore,
        int textMaxSide,
        long modelWaitMs,
        long drainMs) {

    /** @throws VireoException USER_INPUT naming every setting that is out of range */
    static Settings of(MediaIngest.Config c) {
        List<String> wrong = new ArrayList<>();
        range(wrong, "sample.interval.ms", c.sample_interval_ms(), 40, 600_000);
        range(wrong, "shot.interval.ms", c.shot_interval_ms(), 40, 600_000);
        range(wrong, "rest.ms", c.rest_ms(), 0, 3_600_000);
        range(wrong, "analysis.max.side", c.analysis_max_side(), 160, 8192);
        range(wrong, "moment.max.ms", c.moment_max_ms(), 1_000, 86_400_000);
        range(wrong, "parked.ms", c.parked_ms(), 1, 86_400_000);
        range(wrong, "parked.displacement", c.parked_displacement(), 0.01, 1);
        range(wrong, "looks.per.track", c.looks_per_track(), 1, 16);
        range(wrong, "encoded.looks", c.encoded_looks(), 1, 16);
        range(wrong, "frame.look.ms", c.frame_look_ms(), 100, 3_600_000);
        range(wrong, "label.floor", c.label_floor(), 0, 0.1);
        range(wrong, "label.limit", c.label_limit(), 1, 10_000);
        range(wrong, "single.score", c.single_score(), 0, 1);
        range(wrong, "text.max.side", c.text_max_side(), 0, 8192);
        range(wrong, "model.wait.ms", c.model_wait_ms(), 0, 600_000);
        range(wrong, "drain.ms", c.drain_ms(), 0, 60_000);
        if (!wrong.isEmpty()) {
            throw new VireoException(ErrorKind.USER_INPUT, "configuration dev.vireo.ingest: " + String.join("; ", wrong));
        }
        return new Settings(
                c.sample_interval_ms(),
                Math.min(c.shot_interval_ms(), c.sample_interval_ms()),
                c.rest_ms(),
                c.analysis_max_side(),
                c.moment_max_ms(),
                c.parked_ms(),
                c.parked_displacement(),
                c.looks_per_track(),
                Math.min(c.encoded_looks(), c.looks_per_track()),
                c.frame_look_ms(),
                c.label_floor(),
                c.label_limit(),
                c.single_score(),
                c.text_max_side(),
                c.model_wait_ms(),
                c.drain_ms());
    }

    private static void range(List<String> wrong, String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            wrong.add(name + " is " + number(value) + ", allowed " + number(min) + " to " + number(max));
        }
    }

    private static String number(double v) {
        return v == Math.rint(v) ? Long.toString((long) v) : Double.toString(v);
    }
}
