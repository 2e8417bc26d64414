package dev.vireo.ingest.internal.live;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.ArrayList;
import java.util.List;

/** The checked configuration; components as in {@link StreamIngest.Config}. */
record StreamSettings(long segmentMs, long recordingMs, long gapMs, long retryLeastMs, long retryMostMs, long drainMs) {
    /** @throws VireoException USER_INPUT naming every setting that is out of range */
    static StreamSettings of(StreamIngest.Config c) {
        List<String> wrong = new ArrayList<>();
        range(wrong, "segment.ms", c.segment_ms(), 500, 60_000);
        range(wrong, "recording.ms", c.recording_ms(), 10_000, 86_400_000);
        range(wrong, "gap.ms", c.gap_ms(), 0, 600_000);
        range(wrong, "retry.least.ms", c.retry_least_ms(), 100, 3_600_000);
        range(wrong, "retry.most.ms", c.retry_most_ms(), 100, 3_600_000);
        range(wrong, "drain.ms", c.drain_ms(), 0, 60_000);
        if (!wrong.isEmpty()) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "configuration dev.vireo.ingest.streams: " + String.join("; ", wrong));
        }
        return new StreamSettings(
                c.segment_ms(), c.recording_ms(), c.gap_ms(), c.retry_least_ms(), c.retry_most_ms(), c.drain_ms());
    }

    private static void range(List<String> wrong, String name, long value, long min, long max) {
        if (value < min || value > max) {
            wrong.add(name + " is " + value + ", allowed " + min + " to " + max);
        }
    }
}
