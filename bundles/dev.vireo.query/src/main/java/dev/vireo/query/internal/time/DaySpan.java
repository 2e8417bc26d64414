package dev.vireo.query.internal.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/**
 * A day or longer that was read.
 *
 * @param length tokens it takes
 * @param from first day
 * @param to one past the last day
 * @param text normal form for people
 */
record DaySpan(int length, LocalDate from, LocalDate to, String text) {
    static final List<String> WEEKDAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

    static DaySpan week(int length, LocalDate day, String text) {
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return new DaySpan(length, monday, monday.plusWeeks(1), text + " (from " + monday + ")");
    }

    static DaySpan month(int length, YearMonth month) {
        return new DaySpan(length, month.atDay(1), month.plusMonths(1).atDay(1), month.toString());
    }

    static DaySpan one(int length, LocalDate day, String text) {
        String shown = text.matches(".*\\d{4}-\\d{2}-\\d{2}.*") ? text : text + " (" + day + ")";
        return new DaySpan(length, day, day.plusDays(1), shown);
    }

    static String label(LocalDate day) {
        String name = WEEKDAYS.get(day.getDayOfWeek().getValue() - 1);
        return Character.toUpperCase(name.charAt(0)) + name.substring(1) + " (" + day + ")";
    }
}
