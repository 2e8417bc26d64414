package dev.vireo.ingest.internal.clock;

import dev.vireo.api.catalog.Clock;
import dev.vireo.api.media.CaptureTime;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.MediaInfo;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Decides when an asset was captured: told by a person, then EXIF, then the container, then the file name, else unknown.
 *
 * <p>Confidence: a person 1; EXIF with an offset 0.95, without (the camera's local time, read in the site's zone) 0.85;
 * container 0.75 (many cameras write local time as if it were UTC, and some the end of the recording); file name with
 * seconds 0.6, with minutes only 0.5. Times before 1990 or more than a day ahead are a dead clock battery, not a capture
 * time, and are passed over unless a person told them.
 */
public final class AssetClock {
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    private AssetClock() {}

    public static Clock of(Optional<CaptureTime> told, MediaInfo info, String fileName, ZoneId zone, Instant now) {
        if (told.isPresent()) {
            return new Clock(ClockSource.ADMIN, 1, Optional.of(instant(told.get(), zone)));
        }
        if (info.clock().isPresent()) {
            CaptureTime time = info.clock().get();
            Instant at = instant(time, zone);
            if (plausible(at, now)) {
                double confidence =
                        switch (time.source()) {
                            case ADMIN -> 1;
                            case EXIF -> time.offset().isPresent() ? 0.95 : 0.85;
                            case ARRIVAL -> 0.9;
                            case CONTAINER -> 0.75;
                            case ON_SCREEN -> 0.65;
                            case FILE_NAME, UNKNOWN -> 0.5;
                        };
                return new Clock(time.source(), confidence, Optional.of(at));
            }
        }
        Optional<FileNameTime.Found> named = FileNameTime.in(fileName);
        if (named.isPresent()) {
            FileNameTime.Found found = named.get();
            Instant at = instant(new CaptureTime(found.local(), found.offset(), ClockSource.FILE_NAME), zone);
            if (plausible(at, now)) {
                double confidence = found.seconds() ? 0.6 : 0.5;
                return new Clock(ClockSource.FILE_NAME, confidence, Optional.of(at));
            }
        }
        return Clock.UNKNOWN;
    }

    private static Instant instant(CaptureTime time, ZoneId zone) {
        return time.offset()
                .map(offset -> time.local().toInstant(offset))
                .orElseGet(() -> time.local().atZone(zone).toInstant());
    }

    private static boolean plausible(Instant at, Instant now) {
        return !at.isBefore(EARLIEST) && !at.isAfter(now.plus(1, ChronoUnit.DAYS));
    }
}
