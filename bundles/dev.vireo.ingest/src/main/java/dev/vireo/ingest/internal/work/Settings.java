package dev.vireo.ingest.internal.work;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The checked configuration; components as in {@link Config}.
 *
 * @param shotIntervalMs distance of the frames that are only compared with each other, to find cuts [ms]
 */
public record Settings(
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
    /** What can be set, as people write it. */
    @ObjectClassDefinition(name = "Vireo ingest", description = "How media are looked at.")
    public @interface Config {
        @AttributeDefinition(min = "40", max = "600000", description = "Distance of the frames that are looked at [ms]")
        long sample_interval_ms() default 1_000;

        @AttributeDefinition(min = "40", max = "600000",
                description = "Distance of the frames that are compared to find cuts [ms]")
        long shot_interval_ms() default 250;

        @AttributeDefinition(min = "0", max = "3600000",
                description = "Longest time that finds are taken over while nothing changes in the picture [ms]")
        long rest_ms() default 10_000;

        @AttributeDefinition(min = "160", max = "8192", description = "Longer side that frames are scaled down to [px]")
        int analysis_max_side() default 1_280;

        @AttributeDefinition(min = "1000", max = "86400000", description = "Longest moment without a cut [ms]")
        long moment_max_ms() default 3_600_000;

        @AttributeDefinition(min = "1", max = "86400000", description = "How long a thing must stay to be parked [ms]")
        long parked_ms() default 10_000;

        @AttributeDefinition(min = "0.01", max = "1",
                description = "How far a parked thing's box may stray, as a share of its diagonal")
        double parked_displacement() default 0.2;

        @AttributeDefinition(min = "1", max = "16", description = "Looks of a track that classifiers see")
        int looks_per_track() default 3;

        @AttributeDefinition(min = "1", max = "16", description = "Looks of a track that encoders see")
        int encoded_looks() default 1;

        @AttributeDefinition(min = "100", max = "3600000", description = "Distance of the looks at the whole frame [ms]")
        long frame_look_ms() default 20_000;

        @AttributeDefinition(min = "0", max = "0.1", description = "Label probabilities below this are not stored")
        double label_floor() default 0.001;

        @AttributeDefinition(min = "1", max = "10000", description = "Most labels stored of one model for one track")
        int label_limit() default 100;

        @AttributeDefinition(min = "0", max = "1",
                description = "Probability at which an object that was found in a single frame of a video is kept")
        double single_score() default 0.6;

        @AttributeDefinition(min = "0", max = "8192",
                description = "Longer side at which whole frames of a video are searched for text [px]; 0 reads no text at all")
        int text_max_side() default 960;

        @AttributeDefinition(min = "0", max = "600000", description = "Longest wait for models after a start [ms]")
        long model_wait_ms() default 30_000;

        @AttributeDefinition(min = "0", max = "60000", description = "Longest wait for the step that runs when stopped [ms]")
        long drain_ms() default 10_000;
    }

    /** @throws VireoException USER_INPUT naming every setting that is out of range */
    public static Settings of(Config c) {
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
