package dev.vireo.query.internal.time;

import dev.vireo.query.internal.language.Token;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Set;

/** Days and longer in English: today, last Tuesday, 3rd of May 2024, May 2024, 2024-05-03. */
final class EnglishDays extends TimeForm {
    private static final List<String> MONTHS = List.of("january", "february", "march", "april", "may", "june", "july",
            "august", "september", "october", "november", "december");

    EnglishDays(List<Token> tokens, ZonedDateTime now) {
        super(tokens, now);
    }

    DaySpan read(int i, String relation) {
        LocalDate today = now.toLocalDate();
        if (word(i, "today") || word(i, "tonight")) {
            return DaySpan.one(1, today, "today");
        }
        if (word(i, "yesterday")) {
            return DaySpan.one(1, today.minusDays(1), "yesterday");
        }
        if (word(i, "day") && word(i + 1, "before") && word(i + 2, "yesterday")) {
            return DaySpan.one(3, today.minusDays(2), "the day before yesterday");
        }
        if (word(i, "tomorrow")) {
            return DaySpan.one(1, today.plusDays(1), "tomorrow");
        }
        boolean last = word(i, "last");
        if (last || word(i, "this")) {
            DaySpan named = named(i + 1, today, last);
            if (named != null) {
                return named;
            }
        }
        int weekday = weekday(i, !relation.isEmpty());
        if (weekday >= 0) {
            LocalDate day = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.of(weekday + 1)));
            return DaySpan.one(1, day, DaySpan.label(day));
        }
        LocalDate iso = iso(i);
        if (iso != null) {
            return DaySpan.one(5, iso, iso.toString());
        }
        DaySpan written = written(i, today);
        if (written != null) {
            return written;
        }
        int year = number(i);
        if (relation.equals("on") && text(i).length() == 4 && year >= 1900 && year < 2200) {
            return new DaySpan(1, LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1), Integer.toString(year));
        }
        return null;
    }

    private DaySpan named(int i, LocalDate today, boolean last) {
        int weekday = weekday(i, true);
        if (weekday >= 0) {
            DayOfWeek day = DayOfWeek.of(weekday + 1);
            LocalDate date = last
                    ? today.with(TemporalAdjusters.previous(day))
                    : today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).plusDays(weekday);
            return DaySpan.one(2, date, DaySpan.label(date));
        }
        int back = last ? 1 : 0;
        return switch (text(i)) {
            case "week" -> DaySpan.week(2, today.minusWeeks(back), last ? "last week" : "this week");
            case "month" -> DaySpan.month(2, YearMonth.from(today).minusMonths(back));
            case "year" -> {
                LocalDate first = LocalDate.of(today.getYear() - back, 1, 1);
                yield new DaySpan(2, first, first.plusYears(1), Integer.toString(first.getYear()));
            }
            case "weekend" -> {
                LocalDate saturday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.SATURDAY));
                yield new DaySpan(2, saturday, saturday.plusDays(2), "the weekend of " + saturday);
            }
            case "morning", "afternoon", "evening" -> last ? null : DaySpan.one(1, today, "today");
            default -> null;
        };
    }

    /** 3 May, 3rd of May 2024, May 3, May 2024. */
    private DaySpan written(int i, LocalDate today) {
        int day = number(i);
        if (day >= 1 && day <= 31) {
            int at = i + 1;
            if (any(at, Set.of("st", "nd", "rd", "th"))) {
                at++;
            }
            if (word(at, "of")) {
                at++;
            }
            int month = monthAt(at);
            if (month > 0) {
                at += 1 + (symbol(at + 1, ".") ? 1 : 0);
                return dated(i, at, day, month, today);
            }
        }
        int month = monthAt(i);
        if (month < 0) {
            return null;
        }
        int at = i + 1 + (symbol(i + 1, ".") ? 1 : 0);
        int after = number(at);
        if (after >= 1 && after <= 31 && text(at).length() <= 2) {
            at += any(at + 1, Set.of("st", "nd", "rd", "th")) ? 2 : 1;
            return dated(i, at, after, month, today);
        }
        if (text(at).length() == 4 && after >= 1900 && after < 2200) {
            return DaySpan.month(at + 1 - i, YearMonth.of(after, month));
        }
        boolean placed = i > 0 && any(i - 1, Set.of("in", "since", "during", "before", "after", "last", "this"));
        if (!placed) {
            return null;
        }
        YearMonth named = YearMonth.of(today.getYear(), month);
        return DaySpan.month(at - i, named.isAfter(YearMonth.from(today)) ? named.minusYears(1) : named);
    }

    private DaySpan dated(int i, int at, int day, int month, LocalDate today) {
        int next = at;
        int yearAt = symbol(next, ",") ? next + 1 : next;
        int year = text(yearAt).length() == 4 ? number(yearAt) : -1;
        LocalDate date;
        if (year >= 1900 && year < 2200) {
            date = LocalDate.of(year, month, day);
            next = yearAt + 1;
        } else {
            date = recentYear(month, day, today);
        }
        return DaySpan.one(next - i, date, date.toString());
    }

    private int monthAt(int i) {
        String name = text(i);
        for (int m = 0; m < MONTHS.size(); m++) {
            if (name.equals(MONTHS.get(m)) || name.length() >= 3 && name.length() <= 4 && MONTHS.get(m).startsWith(name)) {
                return m + 1;
            }
        }
        return -1;
    }

    private int weekday(int i, boolean placed) {
        String name = singular(text(i));
        for (int d = 0; d < DaySpan.WEEKDAYS.size(); d++) {
            // "sun" and "sat" are words of their own unless something says that a day is meant.
            if (name.equals(DaySpan.WEEKDAYS.get(d))
                    || placed && name.length() >= 3 && name.length() <= 5 && DaySpan.WEEKDAYS.get(d).startsWith(name)) {
                return d;
            }
        }
        return -1;
    }
}
