package dev.vireo.ingest.internal.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Clock;
import dev.vireo.api.media.CaptureTime;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AssetClockTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final LocalDateTime HALF_PAST_FOUR = LocalDateTime.parse("2024-01-31T16:30:00");

    @Test
    void aPersonOverrulesTheFile() {
        Clock clock = clock(Optional.of(time(HALF_PAST_FOUR, null, ClockSource.ADMIN)), Optional.of(
                time(HALF_PAST_FOUR.plusHours(3), null, ClockSource.EXIF)), "VID_20200101_000000.mp4");
        assertEquals(new Clock(ClockSource.ADMIN, 1, Optional.of(Instant.parse("2024-01-31T15:30:00Z"))), clock);
    }

    @Test
    void exifWithoutOffsetIsMeantInTheSitesZone() {
        Clock clock = clock(Optional.empty(), Optional.of(time(HALF_PAST_FOUR, null, ClockSource.EXIF)), "a.jpg");
        assertEquals(ClockSource.EXIF, clock.source());
        assertEquals(Optional.of(Instant.parse("2024-01-31T15:30:00Z")), clock.start());
    }

    @Test
    void anOffsetWinsOverTheSitesZoneAndIsTrustedMore() {
        Clock with = clock(
                Optional.empty(), Optional.of(time(HALF_PAST_FOUR, ZoneOffset.ofHours(8), ClockSource.EXIF)), "a.jpg");
        Clock without = clock(Optional.empty(), Optional.of(time(HALF_PAST_FOUR, null, ClockSource.EXIF)), "a.jpg");
        assertEquals(Optional.of(Instant.parse("2024-01-31T08:30:00Z")), with.start());
        assertTrue(with.confidence() > without.confidence());
    }

    @Test
    void trustFallsFromPersonToFileName() {
        double person = clock(Optional.of(time(HALF_PAST_FOUR, null, ClockSource.ADMIN)), Optional.empty(), "a").confidence();
        double exif = clock(Optional.empty(), Optional.of(time(HALF_PAST_FOUR, null, ClockSource.EXIF)), "a").confidence();
        double container =
                clock(Optional.empty(), Optional.of(time(HALF_PAST_FOUR, ZoneOffset.UTC, ClockSource.CONTAINER)), "a")
                        .confidence();
        double name = clock(Optional.empty(), Optional.empty(), "VID_20240131_163000.mp4").confidence();
        double minutes = clock(Optional.empty(), Optional.empty(), "cam_2024-01-31_16-30.mp4").confidence();
        assertTrue(person > exif && exif > container && container > name && name > minutes && minutes > 0);
    }

    @Test
    void aDeadClockBatteryIsPassedOver() {
        LocalDateTime epoch = LocalDateTime.parse("1970-01-01T00:00:05");
        assertEquals(Clock.UNKNOWN, clock(Optional.empty(), Optional.of(time(epoch, null, ClockSource.EXIF)), "a.jpg"));
        Clock named = clock(
                Optional.empty(), Optional.of(time(epoch, null, ClockSource.CONTAINER)), "VID_20240131_163000.mp4");
        assertEquals(ClockSource.FILE_NAME, named.source());
        assertEquals(Optional.of(Instant.parse("2024-01-31T15:30:00Z")), named.start());
    }

    @Test
    void theFutureIsNoCaptureTime() {
        assertEquals(Clock.UNKNOWN, clock(Optional.empty(), Optional.empty(), "VID_20990131_163000.mp4"));
    }

    private static Clock clock(Optional<CaptureTime> told, Optional<CaptureTime> own, String name) {
        MediaInfo info = new MediaInfo(MediaKind.VIDEO, "mp4", "h264", 10, 10, 1000, 10, own);
        return AssetClock.of(told, info, name, BERLIN, NOW);
    }

    private static CaptureTime time(LocalDateTime local, ZoneOffset offset, ClockSource source) {
        return new CaptureTime(local, Optional.ofNullable(offset), source);
    }
}
