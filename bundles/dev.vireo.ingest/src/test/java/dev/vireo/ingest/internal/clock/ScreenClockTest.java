package dev.vireo.ingest.internal.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.ClockSource;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScreenClockTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Paris");
    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
    private static final LocalDateTime START = LocalDateTime.parse("2026-05-14T16:30:00");

    private static SeenText seen(String text, long ms) {
        return new SeenText(text, new Box(1, 1, 100, 10), ms, ms + 1_000, 0.9, "r@1");
    }

    /** Readings after 0, 1, 3, 7, 15 and 31 s of a clock that runs {@code speed} times as fast as the film. */
    private static List<SeenText> clock(String pattern, LocalDateTime from, double speed) {
        List<SeenText> texts = new ArrayList<>(List.of(seen("EXIT", 0), seen("12:00", 500)));
        for (long s : new long[] {0, 1, 3, 7, 15, 31}) {
            texts.add(seen(DateTimeFormatter.ofPattern(pattern, Locale.US).format(from.plusSeconds((long) (s * speed))), s * 1000 + 400));
        }
        return texts;
    }

    private static Optional<ScreenClock.Found> in(List<SeenText> texts, Clock known) {
        return ScreenClock.in(texts, known, ZONE, NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "yyyy-MM-dd HH:mm:ss", "yyyy/MM/dd HH:mm:ss", "yyyy-MM-ddHH:mm:ss", "dd-MM-yyyy HH:mm:ss", "MM/dd/yyyy hh:mm:ss a",
        "yyyy年MM月dd日 HH:mm:ss", "yyyy-MM-dd EEE HH:mm:ss", "'CAM 1 'yyyy.MM.dd HH.mm.ss",
    })
    void aClockThatRunsWithTheFilmIsBelieved(String pattern) {
        ScreenClock.Found found = in(clock(pattern, START, 1), Clock.UNKNOWN).orElseThrow();
        assertEquals(ClockSource.ON_SCREEN, found.clock().source());
        assertEquals(0.65, found.clock().confidence());
        assertEquals(6, found.readings());
        long off = found.clock().start().orElseThrow().toEpochMilli() - START.atZone(ZONE).toInstant().toEpochMilli();
        assertTrue(Math.abs(off) <= 1_000, off + " ms off");
    }

    @Test
    void aClockThatStandsOrRunsOtherwiseIsNot() {
        assertEquals(Optional.empty(), in(clock("yyyy-MM-dd HH:mm:ss", START, 0), Clock.UNKNOWN));
        assertEquals(Optional.empty(), in(clock("yyyy-MM-dd HH:mm:ss", START, 10), Clock.UNKNOWN));
        assertEquals(Optional.empty(), in(clock("yyyy-MM-dd HH:mm:ss", START, -1), Clock.UNKNOWN));
    }

    @Test
    void aDeadBatteryOrTooFewReadingsAreNot() {
        assertEquals(Optional.empty(), in(clock("yyyy-MM-dd HH:mm:ss", LocalDateTime.parse("1970-01-01T00:00:00"), 1), Clock.UNKNOWN));
        assertEquals(Optional.empty(), in(clock("yyyy-MM-dd HH:mm:ss", LocalDateTime.parse("2031-01-01T00:00:00"), 1), Clock.UNKNOWN));
        assertEquals(Optional.empty(), in(clock("yyyy-MM-dd HH:mm:ss", START, 1).subList(0, 4), Clock.UNKNOWN));
        assertEquals(Optional.empty(), in(clock("HH:mm:ss", START, 1), Clock.UNKNOWN));
        assertEquals(Optional.empty(), in(List.of(), Clock.UNKNOWN));
    }

    @Test
    void oneMisreadingInSixIsForgiven() {
        List<SeenText> texts = clock("yyyy-MM-dd HH:mm:ss", START, 1);
        texts.set(4, seen("2026-05-14 18:30:03", 3_400));
        assertEquals(5, in(texts, Clock.UNKNOWN).orElseThrow().readings());
        texts.set(5, seen("2026-05-14 11:30:03", 7_400));
        assertEquals(Optional.empty(), in(texts, Clock.UNKNOWN));
    }

    @Test
    void dayAndMonthMustBeDecided() {
        LocalDateTime either = LocalDateTime.parse("2026-03-05T10:00:00");
        List<SeenText> texts = clock("dd/MM/yyyy HH:mm:ss", either, 1);
        assertEquals(Optional.empty(), in(texts, Clock.UNKNOWN));
        Clock name = new Clock(ClockSource.FILE_NAME, 0.5, Optional.of(either.plusHours(2).atZone(ZONE).toInstant()));
        Instant start = in(texts, name).orElseThrow().clock().start().orElseThrow();
        assertEquals("2026-03-05", start.atZone(ZONE).toLocalDate().toString());
        // The fifth of December has not come yet, so it is the twelfth of May.
        List<SeenText> future = clock("MM/dd/yyyy HH:mm:ss", LocalDateTime.parse("2026-05-12T10:00:00"), 1);
        assertEquals("2026-05-12", in(future, Clock.UNKNOWN).orElseThrow().clock().start().orElseThrow().atZone(ZONE).toLocalDate().toString());
        // The same number twice says the same either way.
        List<SeenText> same = clock("dd/MM/yyyy HH:mm:ss", LocalDateTime.parse("2026-04-04T10:00:00"), 1);
        assertEquals(6, in(same, Clock.UNKNOWN).orElseThrow().readings());
    }

    @Test
    void tellsHowFarAnotherClockIsOff() {
        ScreenClock.Found found = in(clock("yyyy-MM-dd HH:mm:ss", START, 1), Clock.UNKNOWN).orElseThrow();
        Instant start = found.clock().start().orElseThrow();
        assertEquals(Optional.empty(), found.against(Clock.UNKNOWN));
        assertEquals(Optional.empty(), found.against(new Clock(ClockSource.CONTAINER, 0.75, Optional.of(start.plusSeconds(30)))));
        assertEquals(Optional.of("-0 d 2:00:00"), found.against(new Clock(ClockSource.CONTAINER, 0.75, Optional.of(start.plusSeconds(7200)))));
        assertEquals(Optional.of("+1 d 0:01:05"), found.against(new Clock(ClockSource.CONTAINER, 0.75, Optional.of(start.minusSeconds(86465)))));
    }
}
