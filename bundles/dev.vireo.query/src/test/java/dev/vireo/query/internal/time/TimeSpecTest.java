package dev.vireo.query.internal.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.TimeRange;
import dev.vireo.query.internal.language.Token;
import dev.vireo.query.internal.language.Tokenizer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact ranges, also on the days on which the clocks change. */
final class TimeSpecTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private static TimeSpec read(String text) {
        List<Token> tokens = Tokenizer.tokenize(text);
        TimeGrammar.Match match = new TimeGrammar(tokens, NOW, PARIS).match(0).orElseThrow();
        assertEquals(tokens.size(), match.length(), "all of '" + text + "' is a time");
        return match.spec();
    }

    private static List<TimeRange> ranges(String text, String from, String to) {
        return read(text).ranges(Instant.parse(from), Instant.parse(to), PARIS);
    }

    private static TimeRange range(String from, String to) {
        return new TimeRange(Instant.parse(from), Instant.parse(to));
    }

    @Test
    void aDailyWindowEachDay() {
        assertEquals(
                List.of(range("2026-11-19T23:00:00Z", "2026-11-20T16:00:00Z"), range("2026-11-20T23:00:00Z", "2026-11-21T12:00:00Z")),
                ranges("before 5 pm", "2026-11-19T23:00:00Z", "2026-11-21T12:00:00Z"));
    }

    @Test
    void clocksThatChange() {
        // 29 March 2026: 02:00 becomes 03:00, so the morning until 5 has four hours; 25 October 2026: 03:00 becomes 02:00.
        List<TimeRange> spring = ranges("before 5 am", "2026-03-28T23:00:00Z", "2026-03-29T20:00:00Z");
        assertEquals(Duration.ofHours(4), Duration.between(spring.get(0).from(), spring.get(0).to()));
        List<TimeRange> autumn = ranges("before 5 am", "2026-10-24T22:00:00Z", "2026-10-25T20:00:00Z");
        assertEquals(Duration.ofHours(6), Duration.between(autumn.get(0).from(), autumn.get(0).to()));
        assertEquals(List.of(range("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")),
                ranges("on 29 March 2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"));
    }

    @Test
    void nightEndsTheNextDay() {
        assertEquals(List.of(range("2026-11-22T20:00:00Z", "2026-11-23T04:00:00Z")),
                ranges("last night", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"));
        assertEquals(List.of(range("2026-11-20T20:00:00Z", "2026-11-21T04:00:00Z")),
                ranges("at night", "2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z"));
        assertEquals(List.of(range("2026-11-20T21:00:00Z", "2026-11-21T01:00:00Z")),
                ranges("between 22:00 and 02:00", "2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "today, 2026-11-22T23:00:00Z, 2026-11-23T23:00:00Z",
        "yesterday, 2026-11-21T23:00:00Z, 2026-11-22T23:00:00Z",
        "last Tuesday, 2026-11-16T23:00:00Z, 2026-11-17T23:00:00Z",
        "on Monday, 2026-11-22T23:00:00Z, 2026-11-23T23:00:00Z",
        "last Monday, 2026-11-15T23:00:00Z, 2026-11-16T23:00:00Z",
        "last week, 2026-11-15T23:00:00Z, 2026-11-22T23:00:00Z",
        "last 10 minutes, 2026-11-23T09:50:00Z, 2026-11-23T10:00:01Z",
        "in the last two hours, 2026-11-23T08:00:00Z, 2026-11-23T10:00:01Z",
        "3 May 2024, 2024-05-02T22:00:00Z, 2024-05-03T22:00:00Z",
        "on May 3rd, 2026-05-02T22:00:00Z, 2026-05-03T22:00:00Z",
        "2024-05-03, 2024-05-02T22:00:00Z, 2024-05-03T22:00:00Z",
        "on 24 December, 2025-12-23T23:00:00Z, 2025-12-24T23:00:00Z",
        "in 2024, 2023-12-31T23:00:00Z, 2024-12-31T23:00:00Z",
        "yesterday before 5 pm, 2026-11-21T23:00:00Z, 2026-11-22T16:00:00Z",
        "yesterday evening, 2026-11-22T16:00:00Z, 2026-11-22T21:00:00Z",
        "between 2026-11-22 16:00 and 17:00, 2026-11-22T15:00:00Z, 2026-11-22T16:00:00Z",
        "昨天, 2026-11-21T23:00:00Z, 2026-11-22T23:00:00Z",
        "上周二, 2026-11-16T23:00:00Z, 2026-11-17T23:00:00Z",
        "昨天下午3点到5点, 2026-11-22T14:00:00Z, 2026-11-22T16:00:00Z",
        "最近10分钟, 2026-11-23T09:50:00Z, 2026-11-23T10:00:01Z",
        "2024年5月3日, 2024-05-02T22:00:00Z, 2024-05-03T22:00:00Z",
        "昨天下午五点半之前, 2026-11-21T23:00:00Z, 2026-11-22T16:30:00Z",
    })
    void exactly(String text, String from, String to) {
        TimeSpec spec = read(text.startsWith("yesterday before") ? "yesterday" : text);
        if (text.startsWith("yesterday before")) {
            spec = spec.and(read("before 5 pm"));
        }
        assertEquals(List.of(range(from, to)), spec.ranges(TimeSpec.FIRST.plusSeconds(4_000_000_000L), Instant.parse("2027-01-01T00:00:00Z"),
                PARIS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"31 February", "25:99", "cars", "the", "5 people", "second", "99999999999"})
    void whatIsNoTimeIsNotMadeOne(String text) {
        Optional<TimeGrammar.Match> match = new TimeGrammar(Tokenizer.tokenize("before " + text), NOW, PARIS).match(0);
        assertTrue(match.isEmpty(), () -> match.toString());
    }

    @ParameterizedTest
    @CsvSource({"before 5, before 5 am, before 5 pm", "at 5:30, at 5:30 am, at 5:30 pm", "5点之前, 上午5点之前, 下午5点之前",
        "昨天5点以后, 昨天上午5点以后, 昨天下午5点以后"})
    void anHourThatMayBeTwoIsNotGuessed(String text, String morning, String afternoon) {
        TimeGrammar.Match match = new TimeGrammar(Tokenizer.tokenize(text), NOW, PARIS).match(0).orElseThrow();
        assertEquals(List.of(morning, afternoon), match.choices());
        read(morning);
        read(afternoon);
    }

    @Test
    void impossibleTogether() {
        assertTrue(read("before 5 pm").and(read("after 6 pm")).impossible(PARIS));
        assertFalse(read("before 6 pm").and(read("after 5 pm")).impossible(PARIS));
        assertTrue(read("yesterday").and(read("today")).impossible(PARIS));
    }

    @Test
    void tooManyDaysAreNotPushedDown() {
        TimeSpec daily = TimeSpec.daily(LocalTime.MIDNIGHT, LocalTime.of(17, 0), "before 17:00");
        Instant start = Instant.parse("2020-01-01T00:00:00Z");
        assertTrue(daily.pushdown(start, start.plus(Duration.ofDays(100)), PARIS).isPresent());
        assertTrue(daily.pushdown(start, start.plus(Duration.ofDays(1_000)), PARIS).isEmpty());
    }
}
