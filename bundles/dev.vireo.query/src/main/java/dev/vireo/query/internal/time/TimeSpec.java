package dev.vireo.query.internal.time;

import dev.vireo.api.catalog.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When something must have been seen: a stretch of time, cut down to windows of the day. All windows hold together.
 *
 * @param from start of the stretch, inclusive
 * @param to its end, exclusive
 * @param windows windows of each day, site-local; empty: the whole day
 * @param text normal form for people
 */
public record TimeSpec(Instant from, Instant to, List<Window> windows, String text) {
    static final Instant FIRST = Instant.parse("1800-01-01T00:00:00Z");
    static final Instant LAST = Instant.parse("2300-01-01T00:00:00Z");

    /** More ranges than this are not pushed into a catalogue search; the evidence is exact all the same. */
    static final int MOST_RANGES = 400;

    /** From (inclusive) to (exclusive) on a clock; {@code to} null is midnight, {@code to <= from} ends the next day. */
    record Window(LocalTime from, LocalTime to) {}

    public TimeSpec {
        windows = List.copyOf(windows);
    }

    static TimeSpec always(String text) {
        return new TimeSpec(FIRST, LAST, List.of(), text);
    }

    static TimeSpec between(Instant from, Instant to, String text) {
        return new TimeSpec(from, to, List.of(), text);
    }

    static TimeSpec daily(LocalTime from, LocalTime to, String text) {
        return new TimeSpec(FIRST, LAST, List.of(new Window(from, to)), text);
    }

    /** Both hold. */
    public TimeSpec and(TimeSpec other) {
        List<Window> all = new ArrayList<>(windows);
        all.addAll(other.windows);
        Instant start = from.isAfter(other.from) ? from : other.from;
        Instant end = to.isBefore(other.to) ? to : other.to;
        return new TimeSpec(start, end, all, text + ", " + other.text);
    }

    /** Whether no instant at all can pass. */
    public boolean impossible(ZoneId zone) {
        if (!from.isBefore(to)) {
            return true;
        }
        if (windows.size() < 2) {
            return false;
        }
        // Windows repeat daily, so a week inside the stretch shows whether they ever meet.
        Instant probe = from.equals(FIRST) ? Instant.parse("2024-06-03T00:00:00Z") : from;
        Instant until = probe.plusSeconds(8 * 86_400L);
        return ranges(probe, until.isBefore(to) || from.equals(FIRST) ? until : to, zone).isEmpty();
    }

    /**
     * The exact ranges inside a stretch, ascending, in real instants: a day on which the clocks change has 23 or 25
     * hours, and a window over the gap or the overlap is as long as the wall clock makes it.
     */
    public List<TimeRange> ranges(Instant start, Instant end, ZoneId zone) {
        Instant lower = from.isAfter(start) ? from : start;
        Instant upper = to.isBefore(end) ? to : end;
        if (!lower.isBefore(upper)) {
            return List.of();
        }
        List<TimeRange> ranges = List.of(new TimeRange(lower, upper));
        for (Window window : windows) {
            ranges = meet(ranges, expand(window, lower, upper, zone));
        }
        return ranges;
    }

    /** Ranges for a catalogue search, or empty when they are too many to be worth it. */
    public Optional<List<TimeRange>> pushdown(Instant start, Instant end, ZoneId zone) {
        long days = (end.getEpochSecond() - start.getEpochSecond()) / 86_400 + 2;
        if (!windows.isEmpty() && days > MOST_RANGES) {
            return Optional.empty();
        }
        return Optional.of(ranges(start, end, zone));
    }

    private static List<TimeRange> expand(Window window, Instant lower, Instant upper, ZoneId zone) {
        List<TimeRange> ranges = new ArrayList<>();
        LocalDate last = upper.atZone(zone).toLocalDate();
        // A window that crosses midnight may have begun the day before.
        for (LocalDate day = lower.atZone(zone).toLocalDate().minusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
            Instant begin = day.atTime(window.from).atZone(zone).toInstant();
            Instant stop;
            if (window.to == null) {
                stop = day.plusDays(1).atStartOfDay(zone).toInstant();
            } else if (window.to.isAfter(window.from)) {
                stop = day.atTime(window.to).atZone(zone).toInstant();
            } else {
                stop = day.plusDays(1).atTime(window.to).atZone(zone).toInstant();
            }
            if (begin.isBefore(stop)) {
                ranges.add(new TimeRange(begin, stop));
            }
        }
        return ranges;
    }

    private static List<TimeRange> meet(List<TimeRange> a, List<TimeRange> b) {
        List<TimeRange> both = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < a.size() && j < b.size()) {
            Instant start = later(a.get(i).from(), b.get(j).from());
            Instant end = earlier(a.get(i).to(), b.get(j).to());
            if (start.isBefore(end)) {
                both.add(new TimeRange(start, end));
            }
            if (a.get(i).to().isBefore(b.get(j).to())) {
                i++;
            } else {
                j++;
            }
        }
        return both;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
