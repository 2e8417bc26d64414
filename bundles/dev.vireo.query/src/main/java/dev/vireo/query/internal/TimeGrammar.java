package dev.vireo.query.internal;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Times of day, dates and stretches, English and Chinese. Every method reads at a token and answers how many tokens it
 * took; nothing is guessed: an hour that may be morning or evening is reported as such.
 *
 * <p>Parts of a day, local: morning 05–12, noon 11–13, afternoon 12–18, evening 17–22, night 21–05 (next day), early
 * morning 00–06. "At 5 pm" means 30 minutes around it, "at 5:10 pm" 5 minutes around it.
 */
final class TimeGrammar {
    /**
     * A time expression.
     *
     * @param length tokens it takes
     * @param spec what it means; null when {@code choices} are set
     * @param choices ways to say it without doubt, in place of the tokens; empty when there is none
     */
    record Match(int length, TimeSpec spec, List<String> choices) {}

    private record Clock(int length, int hour, int minute, boolean exact, boolean minutes) {
        LocalTime time() {
            return LocalTime.of(hour % 24, minute);
        }

        Clock later() {
            return new Clock(length, hour + 12, minute, true, minutes);
        }
    }

    /** A day or longer. */
    private record Days(int length, LocalDate from, LocalDate to, String text) {}

    private record Part(LocalTime from, LocalTime to, String text) {}

    private static final DateTimeFormatter HOURS = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final List<String> MONTHS = List.of("january", "february", "march", "april", "may", "june", "july",
            "august", "september", "october", "november", "december");
    private static final List<String> WEEKDAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    private static final Map<String, ChronoUnit> UNITS = Map.ofEntries(
            Map.entry("second", ChronoUnit.SECONDS), Map.entry("sec", ChronoUnit.SECONDS),
            Map.entry("minute", ChronoUnit.MINUTES), Map.entry("min", ChronoUnit.MINUTES),
            Map.entry("hour", ChronoUnit.HOURS), Map.entry("hr", ChronoUnit.HOURS), Map.entry("day", ChronoUnit.DAYS),
            Map.entry("week", ChronoUnit.WEEKS), Map.entry("month", ChronoUnit.MONTHS),
            Map.entry("year", ChronoUnit.YEARS));
    private static final Map<String, Part> PARTS = Map.of(
            "morning", new Part(LocalTime.of(5, 0), LocalTime.NOON, "morning (05:00-12:00)"),
            "noon", new Part(LocalTime.of(11, 0), LocalTime.of(13, 0), "noon (11:00-13:00)"),
            "afternoon", new Part(LocalTime.NOON, LocalTime.of(18, 0), "afternoon (12:00-18:00)"),
            "evening", new Part(LocalTime.of(17, 0), LocalTime.of(22, 0), "evening (17:00-22:00)"),
            "night", new Part(LocalTime.of(21, 0), LocalTime.of(5, 0), "night (21:00-05:00)"),
            "early", new Part(LocalTime.MIDNIGHT, LocalTime.of(6, 0), "early morning (00:00-06:00)"));
    private static final Map<String, String> CHINESE_PARTS = Map.ofEntries(
            Map.entry("凌晨", "early"), Map.entry("清晨", "morning"), Map.entry("早上", "morning"),
            Map.entry("早晨", "morning"), Map.entry("上午", "morning"), Map.entry("中午", "noon"),
            Map.entry("下午", "afternoon"), Map.entry("傍晚", "evening"), Map.entry("晚上", "evening"),
            Map.entry("夜里", "night"), Map.entry("夜晚", "night"), Map.entry("夜间", "night"),
            Map.entry("深夜", "night"), Map.entry("半夜", "night"));

    private final List<Token> tokens;
    private final ZoneId zone;
    private final ZonedDateTime now;

    TimeGrammar(List<Token> tokens, Instant now, ZoneId zone) {
        this.tokens = tokens;
        this.zone = zone;
        this.now = now.atZone(zone);
    }

    /** The longest time expression that begins at a token. */
    Optional<Match> match(int i) {
        Token first = tokens.get(i);
        if (first.type() == Token.Type.NAME || first.type() == Token.Type.SYMBOL) {
            return Optional.empty();
        }
        try {
            Match best = null;
            for (Match match : new Match[] {chinese(i), english(i)}) {
                if (match != null && (best == null || match.length > best.length)) {
                    best = match;
                }
            }
            return Optional.ofNullable(best);
        } catch (DateTimeException e) {
            // "31 February", "25:99": no time after all, so it stays in the free text.
            return Optional.empty();
        }
    }

    // English

    private Match english(int i) {
        Match recent = recent(i);
        if (recent != null) {
            return recent;
        }
        int at = i;
        String relation = "";
        if (word(at, "earlier") && word(at + 1, "than") || word(at, "later") && word(at + 1, "than")) {
            relation = word(at, "earlier") ? "before" : "after";
            at += 2;
        } else if (word(at, "prior") && word(at + 1, "to")) {
            relation = "before";
            at += 2;
        } else if (word(at, "up") && (word(at + 1, "to") || word(at + 1, "until"))) {
            relation = "before";
            at += 2;
        } else if (any(at, Set.of("before", "until", "till", "by"))) {
            relation = "before";
            at++;
        } else if (any(at, Set.of("after", "past", "following"))) {
            relation = "after";
            at++;
        } else if (any(at, Set.of("since", "starting"))) {
            relation = "since";
            at += word(at + 1, "from") ? 2 : 1;
        } else if (any(at, Set.of("between", "from"))) {
            relation = text(at).equals("from") ? "from" : "between";
            at++;
        } else if (any(at, Set.of("at", "around", "about", "circa"))) {
            relation = "at";
            at += any(at + 1, Set.of("about", "around")) ? 2 : 1;
        } else if (any(at, Set.of("on", "in", "during", "the"))) {
            relation = "on";
            at++;
        }
        if (any(at, Set.of("the")) && !relation.isEmpty()) {
            at++;
        }
        return expression(i, at, relation);
    }

    private Match expression(int start, int at, String relation) {
        Match stamp = stamp(start, at, relation);
        if (stamp != null) {
            return stamp;
        }
        Clock clock = clock(at, !relation.isEmpty() && !relation.equals("on"));
        if (clock != null) {
            return clockExpression(start, at, relation, clock);
        }
        if (relation.equals("at") && word(at, "night")) {
            return spec(start, at + 1, window(PARTS.get("night")));
        }
        Days days = days(at, relation);
        if (days != null) {
            return daysExpression(start, at, relation, days);
        }
        return part(start, at, relation);
    }

    private Match part(int start, int at, String relation) {
        boolean placed = relation.equals("on") || relation.equals("before") || relation.equals("after")
                || word(at - 1, "this");
        int from = word(at, "early") && word(at + 1, "morning") ? at + 1 : at;
        Part part = PARTS.get(from > at ? "early" : singular(text(at)));
        if (part == null || word(at, "early") && from == at) {
            return null;
        }
        if (relation.equals("before")) {
            return spec(start, from + 1, TimeSpec.daily(LocalTime.MIDNIGHT, part.from, "before " + HOURS.format(part.from)));
        }
        if (relation.equals("after")) {
            return spec(start, from + 1, TimeSpec.daily(part.to, null, "after " + HOURS.format(part.to)));
        }
        return placed || start == at ? spec(start, from + 1, window(part)) : null;
    }

    /** Two ends joined by to, and, until or a dash; or one end with its relation. */
    private Match clockExpression(int start, int at, String relation, Clock first) {
        int next = at + first.length;
        boolean joined = any(next, Set.of("to", "until", "till", "and", "through")) || symbol(next, "-") || symbol(next, "–")
                || symbol(next, "—") || symbol(next, "~");
        boolean pair = relation.equals("between") || relation.equals("from") || relation.isEmpty() || relation.equals("on");
        if (joined && pair && !(word(next, "and") && !relation.equals("between"))) {
            Clock second = clock(next + 1, true);
            if (second != null && (first.exact || second.exact || !relation.isEmpty())) {
                return pair(start, next + 1 + second.length, first, second, false);
            }
            if (relation.equals("between")) {
                return null;
            }
        }
        if (!first.exact && relation.isEmpty()) {
            return null;
        }
        if (!first.exact) {
            // "before 5 people" counts people; "before 5" asks for a time.
            return ambiguous(start, at, next);
        }
        return spec(start, next, relative(relation, first));
    }

    private Match pair(int start, int end, Clock first, Clock second, boolean chinese) {
        Clock a = first;
        Clock b = second;
        if (!a.exact && b.exact) {
            // "2 to 4 pm": the afternoon is said once for both; "11 to 1 pm" begins before noon.
            a = b.hour >= 12 && a.hour < 12 && (a.hour + 12) * 60 + a.minute <= b.hour * 60 + b.minute ? a.later() : a;
        } else if (a.exact && !b.exact) {
            b = b.hour < 12 && b.hour * 60 + b.minute <= a.hour * 60 + a.minute ? b.later() : b;
        } else if (!a.exact) {
            String mark = text(start, end);
            return chinese
                    ? new Match(end - start, null, List.of("上午" + mark, "下午" + mark))
                    : new Match(end - start, null, List.of(mark + " am", mark + " pm"));
        }
        LocalTime to = b.hour == 24 ? null : b.time();
        String text = "between " + HOURS.format(a.time()) + " and " + (to == null ? "24:00" : HOURS.format(to));
        return spec(start, end, TimeSpec.daily(a.time(), to, text));
    }

    private Match ambiguous(int start, int at, int end) {
        String said = text(start, at) + (start < at ? " " : "") + text(at, end);
        return new Match(end - start, null, List.of(said + " am", said + " pm"));
    }

    private TimeSpec relative(String relation, Clock clock) {
        LocalTime time = clock.time();
        String shown = clock.hour == 24 ? "24:00" : HOURS.format(time);
        return switch (relation) {
            case "before" -> clock.hour % 24 == 0 && clock.minute == 0
                    ? TimeSpec.always("before 24:00")
                    : TimeSpec.daily(LocalTime.MIDNIGHT, time, "before " + shown);
            case "after", "since", "from" -> TimeSpec.daily(time, null, "after " + shown);
            default -> {
                int slack = clock.minutes ? 5 : 30;
                LocalTime from = time.minusMinutes(slack);
                LocalTime to = time.plusMinutes(slack);
                yield TimeSpec.daily(from, to, "at " + shown + " (" + HOURS.format(from) + "-" + HOURS.format(to) + ")");
            }
        };
    }

    /** 2024-05-03T17:00, 2024-05-03 17:00. */
    private Match stamp(int start, int at, String relation) {
        LocalDate day = iso(at);
        if (day == null) {
            return null;
        }
        int next = at + 5;
        if (word(next, "t")) {
            next++;
        }
        Clock clock = clock(next, false);
        if (clock == null || !clock.exact) {
            return null;
        }
        Instant instant = day.atTime(clock.time()).atZone(zone).toInstant();
        String shown = day + " " + HOURS.format(clock.time());
        int end = next + clock.length;
        return switch (relation) {
            case "before" -> spec(start, end, TimeSpec.between(TimeSpec.FIRST, instant, "before " + shown));
            case "after", "since" -> spec(start, end, TimeSpec.between(instant, TimeSpec.LAST, "after " + shown));
            case "from", "between" -> {
                int second = end + (any(end, Set.of("to", "and", "until", "till")) ? 1 : 0);
                LocalDate other = second > end ? iso(second) : null;
                int clockAt = other == null ? second : second + 5 + (word(second + 5, "t") ? 1 : 0);
                Clock until = second > end ? clock(clockAt, false) : null;
                if (until == null || !until.exact) {
                    yield spec(start, end, TimeSpec.between(instant, TimeSpec.LAST, "after " + shown));
                }
                LocalDate lastDay = other == null ? day : other;
                Instant stop = lastDay.atTime(until.time()).atZone(zone).toInstant();
                yield spec(start, clockAt + until.length,
                        TimeSpec.between(instant, stop, "between " + shown + " and " + lastDay + " "
                                + HOURS.format(until.time())));
            }
            default -> spec(start, end, TimeSpec.between(
                    instant.minusSeconds(300), instant.plusSeconds(300), "at " + shown + " (5 minutes around)"));
        };
    }

    private Match daysExpression(int start, int at, String relation, Days days) {
        int next = at + days.length;
        boolean pair = relation.equals("between") || relation.equals("from");
        if (pair && (any(next, Set.of("to", "and", "until", "till", "through")) || symbol(next, "-"))) {
            Days last = days(next + 1, "on");
            if (last != null) {
                return spec(start, next + 1 + last.length, TimeSpec.between(start(days.from), start(last.to),
                        "from " + days.text + " to " + last.text));
            }
        }
        if (relation.equals("before")) {
            Clock clock = clock(next, false);
            if (clock != null && clock.exact) {
                return spec(start, next + clock.length, day(days).and(relative("before", clock)));
            }
            return spec(start, next, TimeSpec.between(TimeSpec.FIRST, start(days.from), "before " + days.text));
        }
        if (relation.equals("after")) {
            return spec(start, next, TimeSpec.between(start(days.to), TimeSpec.LAST, "after " + days.text));
        }
        if (relation.equals("since") || relation.equals("from")) {
            return spec(start, next, TimeSpec.between(start(days.from), TimeSpec.LAST, "since " + days.text));
        }
        int partAt = word(next, "early") && word(next + 1, "morning") ? next + 1 : next;
        Part part = PARTS.get(partAt > next ? "early" : text(next));
        if (part != null && days.from.plusDays(1).equals(days.to)) {
            return spec(start, partAt + 1, dayPart(days, part));
        }
        return spec(start, next, day(days));
    }

    private TimeSpec dayPart(Days days, Part part) {
        Instant from = days.from.atTime(part.from).atZone(zone).toInstant();
        LocalDate lastDay = part.to.isAfter(part.from) ? days.from : days.from.plusDays(1);
        return TimeSpec.between(from, lastDay.atTime(part.to).atZone(zone).toInstant(), days.text + ", " + part.text);
    }

    private TimeSpec day(Days days) {
        return TimeSpec.between(start(days.from), start(days.to), days.text);
    }

    private Instant start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private static TimeSpec window(Part part) {
        return TimeSpec.daily(part.from, part.to, part.text);
    }

    /** Last 10 minutes, the past hour, 5 minutes ago, last night. */
    private Match recent(int i) {
        int at = i;
        if (any(at, Set.of("in", "during", "within", "over", "from"))) {
            at++;
        }
        if (word(at, "the")) {
            at++;
        }
        if (word(at, "last") && word(at + 1, "night")) {
            LocalDate yesterday = now.toLocalDate().minusDays(1);
            return spec(i, at + 2, dayPart(new Days(1, yesterday, yesterday.plusDays(1), "last night"), PARTS.get("night")));
        }
        if (any(at, Set.of("last", "past", "previous", "recent", "latest"))) {
            int number = amount(at + 1);
            ChronoUnit unit = UNITS.get(singular(text(number > 0 ? at + 2 : at + 1)));
            boolean calendar = number < 0 && word(at, "last") && unit != null && unit.compareTo(ChronoUnit.DAYS) >= 0;
            if (unit == null || calendar) {
                return null;
            }
            int count = Math.max(1, number);
            Instant from = back(count, unit).toInstant();
            String text = "last " + count + " " + unit.toString().toLowerCase(Locale.ROOT);
            return spec(i, (number > 0 ? at + 3 : at + 2), TimeSpec.between(from, now.toInstant().plusSeconds(1), text));
        }
        int number = amount(i);
        ChronoUnit unit = number > 0 ? UNITS.get(singular(text(i + 1))) : null;
        if (unit != null && word(i + 2, "ago")) {
            return spec(i, i + 3, ago(number, unit));
        }
        return null;
    }

    private TimeSpec ago(int number, ChronoUnit unit) {
        ZonedDateTime then = back(number, unit);
        String text = number + " " + unit.toString().toLowerCase(Locale.ROOT) + " ago";
        if (unit.compareTo(ChronoUnit.DAYS) >= 0) {
            LocalDate day = then.toLocalDate();
            return TimeSpec.between(start(day), start(day.plusDays(1)), text + " (" + day + ")");
        }
        // Nobody counts to the second: a tenth of the distance on each side, at least a minute.
        long slack = Math.max(60, ChronoUnit.SECONDS.between(then, now) / 10);
        return TimeSpec.between(then.toInstant().minusSeconds(slack), then.toInstant().plusSeconds(slack), text);
    }

    private ZonedDateTime back(int count, ChronoUnit unit) {
        ZonedDateTime then = now.minus(Math.min(count, 100_000), unit);
        return then.toInstant().isBefore(TimeSpec.FIRST) ? TimeSpec.FIRST.atZone(zone) : then;
    }

    private int amount(int i) {
        if (i >= tokens.size()) {
            return -1;
        }
        if (tokens.get(i).isNumber()) {
            int n = number(i);
            return n > 0 ? n : -1;
        }
        for (PhraseTree.Match<Words.Word> match : Words.TREE.matches(tokens, i)) {
            if (match.length() == 1 && match.values().get(0) instanceof Words.Number n) {
                return n.value();
            }
        }
        return word(i, "a") || word(i, "an") ? 1 : -1;
    }

    private Clock clock(int i, boolean bare) {
        if (any(i, Set.of("noon", "midday"))) {
            return new Clock(1, 12, 0, true, false);
        }
        if (word(i, "midnight")) {
            return new Clock(1, 24, 0, true, false);
        }
        int hour = number(i);
        if (hour < 0 || hour > 24) {
            return null;
        }
        int length = 1;
        int minute = 0;
        boolean minutes = false;
        if (symbol(i + 1, ":") || symbol(i + 1, ".") && touching(i) && meridiem(i + 3) != null) {
            minute = number(i + 2);
            if (minute < 0 || minute > 59 || text(i + 2).length() != 2) {
                return null;
            }
            minutes = true;
            length = 3;
            if (symbol(i + 3, ":") && number(i + 4) >= 0 && number(i + 4) < 60) {
                length = 5;
            }
        }
        Boolean evening = meridiem(i + length);
        if (evening != null) {
            if (hour < 1 || hour > 12) {
                return null;
            }
            length += symbol(i + length + 1, ".") ? symbol(i + length + 3, ".") ? 4 : 3 : 1;
            return new Clock(length, hour % 12 + (evening ? 12 : 0), minute, true, minutes);
        }
        boolean clockWord = word(i + length, "o") && symbol(i + length + 1, "'") && word(i + length + 2, "clock")
                || word(i + length, "o") && symbol(i + length + 1, "’") && word(i + length + 2, "clock");
        if (clockWord) {
            length += 3;
        } else if (word(i + length, "oclock")) {
            length++;
        } else if (word(i + length, "h") || word(i + length, "hrs") || word(i + length, "hours") && (minutes || hour > 12)) {
            return new Clock(length + 1, hour, minute, true, minutes);
        }
        boolean daytime = clockWord && any(i + length, Set.of("in"));
        if (minutes && text(i).length() == 2 || hour == 0 || hour > 12) {
            // Two digits with minutes are a 24-hour clock, as in 05:30 and 17:00.
            return minutes || hour > 12 && bare && !counts(i + length) ? new Clock(length, hour, minute, true, minutes) : null;
        }
        if (clockWord || minutes || bare && !counts(i + length) && !daytime) {
            return new Clock(length, hour, minute, false, minutes);
        }
        return null;
    }

    /** Whether what follows a number makes it a count or a date and no hour. */
    private boolean counts(int i) {
        return i < tokens.size()
                && (tokens.get(i).type() == Token.Type.WORD
                                && !any(i, Set.of("and", "to", "or", "on", "in", "but", "until", "till", "today", "yesterday",
                                        "without", "with", "that", "at", "near"))
                        || tokens.get(i).isHan() || symbol(i, "/") || symbol(i, ".") && i + 1 < tokens.size());
    }

    /** TRUE pm, FALSE am, null neither. */
    private Boolean meridiem(int i) {
        if (word(i, "pm") || word(i, "p") && symbol(i + 1, ".") && word(i + 2, "m")) {
            return Boolean.TRUE;
        }
        if (word(i, "am") || word(i, "a") && symbol(i + 1, ".") && word(i + 2, "m")) {
            return Boolean.FALSE;
        }
        return null;
    }

    private Days days(int i, String relation) {
        LocalDate today = now.toLocalDate();
        if (word(i, "today") || word(i, "tonight")) {
            return one(1, today, "today");
        }
        if (word(i, "yesterday")) {
            return one(1, today.minusDays(1), "yesterday");
        }
        if (word(i, "day") && word(i + 1, "before") && word(i + 2, "yesterday")) {
            return one(3, today.minusDays(2), "the day before yesterday");
        }
        if (word(i, "tomorrow")) {
            return one(1, today.plusDays(1), "tomorrow");
        }
        boolean last = word(i, "last");
        if (last || word(i, "this")) {
            Days named = named(i + 1, today, last);
            if (named != null) {
                return named;
            }
        }
        int weekday = weekday(i, !relation.isEmpty());
        if (weekday >= 0) {
            LocalDate day = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.of(weekday + 1)));
            return one(1, day, label(day));
        }
        LocalDate iso = iso(i);
        if (iso != null) {
            return one(5, iso, iso.toString());
        }
        Days written = written(i, today);
        if (written != null) {
            return written;
        }
        int year = number(i);
        if (relation.equals("on") && text(i).length() == 4 && year >= 1900 && year < 2200) {
            return new Days(1, LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1), Integer.toString(year));
        }
        return null;
    }

    private Days named(int i, LocalDate today, boolean last) {
        int weekday = weekday(i, true);
        if (weekday >= 0) {
            DayOfWeek day = DayOfWeek.of(weekday + 1);
            LocalDate date = last
                    ? today.with(TemporalAdjusters.previous(day))
                    : today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).plusDays(weekday);
            return one(2, date, label(date));
        }
        int back = last ? 1 : 0;
        return switch (text(i)) {
            case "week" -> week(2, today.minusWeeks(back), last ? "last week" : "this week");
            case "month" -> month(2, YearMonth.from(today).minusMonths(back));
            case "year" -> {
                LocalDate first = LocalDate.of(today.getYear() - back, 1, 1);
                yield new Days(2, first, first.plusYears(1), Integer.toString(first.getYear()));
            }
            case "weekend" -> {
                LocalDate saturday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.SATURDAY));
                yield new Days(2, saturday, saturday.plusDays(2), "the weekend of " + saturday);
            }
            case "morning", "afternoon", "evening" -> last ? null : one(1, today, "today");
            default -> null;
        };
    }

    private static Days week(int length, LocalDate day, String text) {
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return new Days(length, monday, monday.plusWeeks(1), text + " (from " + monday + ")");
    }

    private static Days month(int length, YearMonth month) {
        return new Days(length, month.atDay(1), month.plusMonths(1).atDay(1), month.toString());
    }

    private static Days one(int length, LocalDate day, String text) {
        String shown = text.matches(".*\\d{4}-\\d{2}-\\d{2}.*") ? text : text + " (" + day + ")";
        return new Days(length, day, day.plusDays(1), shown);
    }

    private static String label(LocalDate day) {
        String name = WEEKDAYS.get(day.getDayOfWeek().getValue() - 1);
        return Character.toUpperCase(name.charAt(0)) + name.substring(1) + " (" + day + ")";
    }

    /** 3 May, 3rd of May 2024, May 3, May 2024. */
    private Days written(int i, LocalDate today) {
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
            return month(at + 1 - i, YearMonth.of(after, month));
        }
        boolean placed = i > 0 && any(i - 1, Set.of("in", "since", "during", "before", "after", "last", "this"));
        if (!placed) {
            return null;
        }
        YearMonth named = YearMonth.of(today.getYear(), month);
        return month(at - i, named.isAfter(YearMonth.from(today)) ? named.minusYears(1) : named);
    }

    private Days dated(int i, int at, int day, int month, LocalDate today) {
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
        return one(next - i, date, date.toString());
    }

    /** The newest such day that is not in the future: footage is of the past. */
    private static LocalDate recentYear(int month, int day, LocalDate today) {
        for (int year = today.getYear(); year > today.getYear() - 8; year--) {
            if (YearMonth.of(year, month).isValidDay(day) && !LocalDate.of(year, month, day).isAfter(today)) {
                return LocalDate.of(year, month, day);
            }
        }
        return LocalDate.of(today.getYear(), month, day);
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
        for (int d = 0; d < WEEKDAYS.size(); d++) {
            // "sun" and "sat" are words of their own unless something says that a day is meant.
            if (name.equals(WEEKDAYS.get(d))
                    || placed && name.length() >= 3 && name.length() <= 5 && WEEKDAYS.get(d).startsWith(name)) {
                return d;
            }
        }
        return -1;
    }

    /** 2024-05-03 or 2024/05/03: five tokens. */
    private LocalDate iso(int i) {
        int year = text(i).length() == 4 ? number(i) : -1;
        boolean dashes = symbol(i + 1, "-") && symbol(i + 3, "-") || symbol(i + 1, "/") && symbol(i + 3, "/");
        if (year < 1800 || year > 2299 || !dashes || number(i + 2) < 1 || number(i + 4) < 1) {
            return null;
        }
        return LocalDate.of(year, number(i + 2), number(i + 4));
    }

    // Chinese

    private Match chinese(int i) {
        int at = i;
        if (han(at, "在") || han(at, "从") || han(at, "自") || han(at, "于")) {
            at++;
        }
        Match recent = chineseRecent(i, at);
        if (recent != null) {
            return recent;
        }
        Days days = chineseDays(at);
        if (days != null) {
            return chineseDaysExpression(i, at, days);
        }
        Clock clock = chineseClock(at);
        if (clock != null) {
            return chineseClockExpression(i, at, clock);
        }
        String part = chinesePart(at);
        if (part != null) {
            Part window = PARTS.get(part);
            int next = at + 2;
            String relation = chineseRelation(next);
            if (relation.equals("before")) {
                return spec(i, next + relationLength(next),
                        TimeSpec.daily(LocalTime.MIDNIGHT, window.from, "before " + HOURS.format(window.from)));
            }
            if (relation.equals("after")) {
                return spec(i, next + relationLength(next), TimeSpec.daily(window.to, null, "after " + HOURS.format(window.to)));
            }
            return spec(i, next, window(window));
        }
        return null;
    }

    private Match chineseDaysExpression(int start, int at, Days days) {
        int next = at + days.length;
        int joiner = joiner(next);
        if (joiner > 0) {
            Days last = chineseDays(next + joiner);
            if (last != null) {
                int end = next + joiner + last.length;
                end += han(end, "之") && han(end + 1, "间") ? 2 : 0;
                return spec(start, end, TimeSpec.between(start(days.from), start(last.to), "from " + days.text + " to " + last.text));
            }
        }
        Clock clock = chineseClock(han(next, "的") ? next + 1 : next);
        if (clock != null) {
            Match time = chineseClockExpression(next, han(next, "的") ? next + 1 : next, clock);
            if (time.spec == null) {
                List<String> choices =
                        time.choices.stream().map(c -> text(start, next) + c).toList();
                return new Match(next - start + time.length, null, choices);
            }
            return new Match(next - start + time.length, day(days).and(time.spec), List.of());
        }
        String part = chinesePart(next);
        if (part != null && days.from.plusDays(1).equals(days.to)) {
            return spec(start, next + 2, dayPart(days, PARTS.get(part)));
        }
        String relation = chineseRelation(next);
        int end = next + relationLength(next);
        return switch (relation) {
            case "before" -> spec(start, end, TimeSpec.between(TimeSpec.FIRST, start(days.from), "before " + days.text));
            case "after" -> spec(start, end, TimeSpec.between(start(days.to), TimeSpec.LAST, "after " + days.text));
            case "since" -> spec(start, end, TimeSpec.between(start(days.from), TimeSpec.LAST, "since " + days.text));
            default -> spec(start, next, day(days));
        };
    }

    private Match chineseClockExpression(int start, int at, Clock first) {
        int next = at + first.length;
        int joiner = joiner(next);
        if (joiner > 0) {
            Clock second = chineseClock(next + joiner);
            if (second != null) {
                int end = next + joiner + second.length;
                end += han(end, "之") && han(end + 1, "间") ? 2 : 0;
                return pair(start, end, first, second, true);
            }
        }
        if (first.exact) {
            String relation = chineseRelation(next);
            return spec(start, next + relationLength(next), relative(relation.equals("since") ? "after" : relation, first));
        }
        int end = next + relationLength(next);
        String mark = text(at, end);
        return new Match(end - start, null, List.of("上午" + mark, "下午" + mark));
    }

    private Match chineseRecent(int start, int at) {
        int next;
        if (han(at, "最") && han(at + 1, "近") || han(at, "过") && han(at + 1, "去")) {
            next = at + 2;
        } else if (han(at, "近")) {
            next = at + 1;
        } else {
            next = at;
        }
        int[] amount = chineseNumber(next);
        if (amount[1] == 0 && next > at && han(next, "半")) {
            amount = new int[] {0, 0};
        }
        int unitAt = next + amount[1] + (han(next + amount[1], "个") ? 1 : 0);
        ChronoUnit unit = null;
        int length = 0;
        String[] names = {"分钟", "小时", "钟头", "秒钟", "星期", "天", "周", "月", "年", "秒"};
        ChronoUnit[] units = {
            ChronoUnit.MINUTES, ChronoUnit.HOURS, ChronoUnit.HOURS, ChronoUnit.SECONDS, ChronoUnit.WEEKS, ChronoUnit.DAYS,
            ChronoUnit.WEEKS, ChronoUnit.MONTHS, ChronoUnit.YEARS, ChronoUnit.SECONDS
        };
        for (int k = 0; k < names.length && unit == null; k++) {
            if (phrase(unitAt, names[k])) {
                unit = units[k];
                length = names[k].length();
            }
        }
        if (unit == null || amount[1] == 0 || amount[0] < 1) {
            return null;
        }
        int end = unitAt + length;
        String name = unit.toString().toLowerCase(Locale.ROOT);
        if (next > at) {
            end += han(end, "内") || han(end, "里") ? 1 : 0;
            return spec(start, end, TimeSpec.between(
                    back(amount[0], unit).toInstant(), now.toInstant().plusSeconds(1), "last " + amount[0] + " " + name));
        }
        boolean month = unit == ChronoUnit.MONTHS && unitAt == next + amount[1];
        if (!month && unit != ChronoUnit.YEARS && (phrase(end, "之前") || phrase(end, "以前") || han(end, "前"))) {
            return spec(start, end + (han(end, "前") ? 1 : 2), ago(amount[0], unit));
        }
        return null;
    }

    private Days chineseDays(int i) {
        LocalDate today = now.toLocalDate();
        if (phrase(i, "今天") || phrase(i, "今日")) {
            return one(2, today, "today");
        }
        if (phrase(i, "昨天") || phrase(i, "昨日")) {
            return one(2, today.minusDays(1), "yesterday");
        }
        if (phrase(i, "昨晚") || phrase(i, "今晚") || phrase(i, "今早")) {
            return one(1, han(i, "昨") ? today.minusDays(1) : today, han(i, "昨") ? "yesterday" : "today");
        }
        if (phrase(i, "前天")) {
            return one(2, today.minusDays(2), "the day before yesterday");
        }
        if (phrase(i, "明天")) {
            return one(2, today.plusDays(1), "tomorrow");
        }
        Days week = chineseWeek(i, today);
        if (week != null) {
            return week;
        }
        if (phrase(i, "上个月") || phrase(i, "上月")) {
            return month(han(i + 1, "个") ? 3 : 2, YearMonth.from(today).minusMonths(1));
        }
        if (phrase(i, "这个月") || phrase(i, "本月")) {
            return month(han(i, "这") ? 3 : 2, YearMonth.from(today));
        }
        if (phrase(i, "去年") || phrase(i, "今年")) {
            LocalDate first = LocalDate.of(today.getYear() - (han(i, "去") ? 1 : 0), 1, 1);
            return new Days(2, first, first.plusYears(1), Integer.toString(first.getYear()));
        }
        LocalDate iso = iso(i);
        if (iso != null) {
            return one(5, iso, iso.toString());
        }
        int at = i;
        int year = -1;
        if (text(at).length() == 4 && number(at) > 1800 && number(at) < 2300 && han(at + 1, "年")) {
            year = number(at);
            at += 2;
        }
        int[] month = chineseNumber(at);
        if (month[1] > 0 && month[0] >= 1 && month[0] <= 12 && han(at + month[1], "月")) {
            at += month[1] + 1;
            int[] day = chineseNumber(at);
            if (day[1] > 0 && (han(at + day[1], "日") || han(at + day[1], "号"))) {
                at += day[1] + 1;
                LocalDate date = year > 0 ? LocalDate.of(year, month[0], day[0]) : recentYear(month[0], day[0], today);
                return one(at - i, date, date.toString());
            }
            YearMonth named = YearMonth.of(year > 0 ? year : today.getYear(), month[0]);
            return month(at - i, year < 0 && named.isAfter(YearMonth.from(today)) ? named.minusYears(1) : named);
        }
        return year > 0
                ? new Days(2, LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1), Integer.toString(year))
                : null;
    }

    private Days chineseWeek(int i, LocalDate today) {
        int at = i;
        int back = 0;
        boolean said = false;
        if (han(at, "上")) {
            back = 1;
            said = true;
            at++;
        } else if (han(at, "这") || han(at, "本")) {
            said = true;
            at++;
        }
        at += said && han(at, "个") ? 1 : 0;
        int length = han(at, "周") ? 1 : phrase(at, "星期") || phrase(at, "礼拜") ? 2 : 0;
        if (length == 0) {
            return null;
        }
        int day = "一二三四五六日".indexOf(text(at + length));
        if (han(at + length, "天")) {
            day = 6;
        } else if (text(at + length).isEmpty()) {
            day = -1;
        }
        if (day >= 0) {
            LocalDate date = said
                    ? today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).minusWeeks(back).plusDays(day)
                    : today.with(TemporalAdjusters.previousOrSame(DayOfWeek.of(day + 1)));
            return one(at + length + 1 - i, date, label(date));
        }
        return said ? week(at + length - i, today.minusWeeks(back), back == 1 ? "last week" : "this week") : null;
    }

    private Clock chineseClock(int i) {
        String part = chinesePart(i);
        int at = part == null ? i : i + 2;
        if (part == null && (phrase(i, "正午") || phrase(i, "午夜"))) {
            return new Clock(2, han(i, "正") ? 12 : 24, 0, true, false);
        }
        if (part == null && i > 0 && (han(i - 1, "晚") || han(i - 1, "早"))) {
            part = han(i - 1, "晚") ? "evening" : "morning";
        }
        int[] hour = chineseNumber(at);
        if (hour[1] == 0 || hour[0] > 24) {
            return null;
        }
        at += hour[1];
        int minute = 0;
        boolean minutes = false;
        if (symbol(at, ":") && number(at + 1) >= 0 && number(at + 1) < 60 && text(at + 1).length() == 2) {
            minute = number(at + 1);
            minutes = true;
            at += 2;
        } else if (han(at, "点") || han(at, "时") && !han(at + 1, "间") && !han(at + 1, "候")) {
            at += han(at + 1, "钟") || han(at + 1, "整") ? 2 : 1;
            int[] after = chineseNumber(at);
            if (han(at, "半")) {
                minute = 30;
                minutes = true;
                at++;
            } else if (after[1] > 0 && han(at + after[1], "刻") && after[0] <= 3) {
                minute = after[0] * 15;
                minutes = true;
                at += after[1] + 1;
            } else if (after[1] > 0 && after[0] < 60 && (han(at + after[1], "分") || tokens.get(at).isNumber() && text(at).length() == 2)) {
                minute = after[0];
                minutes = true;
                at += after[1] + (han(at + after[1], "分") ? 1 : 0);
            }
        } else {
            return null;
        }
        int h = hour[0];
        if (part == null) {
            boolean exact = h >= 12 || h == 0 || tokens.get(i).isNumber() && text(i).length() == 2 && symbol(i + 1, ":");
            return new Clock(at - i, h, minute, exact, minutes);
        }
        boolean late = switch (part) {
            case "afternoon", "evening" -> h < 12;
            case "noon" -> h < 3;
            case "night" -> h >= 6 && h < 12;
            default -> false;
        };
        boolean midnight = h == 12 && (part.equals("evening") || part.equals("night"));
        boolean zero = h == 12 && part.equals("early");
        return new Clock(at - i, zero ? 0 : midnight ? 24 : late ? h + 12 : h, minute, true, minutes);
    }

    private String chinesePart(int i) {
        return i + 1 < tokens.size() && tokens.get(i).isHan() ? CHINESE_PARTS.get(text(i) + text(i + 1)) : null;
    }

    private int joiner(int i) {
        if (symbol(i, "-") || symbol(i, "~") || symbol(i, "—") || symbol(i, "–") || han(i, "到") || han(i, "至") || han(i, "和")
                || han(i, "与")) {
            return 1;
        }
        return 0;
    }

    private String chineseRelation(int i) {
        if (phrase(i, "之前") || phrase(i, "以前") || han(i, "前") && !han(i + 1, "后") && !han(i + 1, "面")) {
            return "before";
        }
        if (phrase(i, "之后") || phrase(i, "以后") || phrase(i, "过后") || han(i, "后") && !han(i + 1, "面")) {
            return "after";
        }
        if (phrase(i, "以来") || han(i, "起") || phrase(i, "开始")) {
            return "since";
        }
        return phrase(i, "左右") || phrase(i, "前后") ? "at" : "";
    }

    private int relationLength(int i) {
        return switch (chineseRelation(i)) {
            case "" -> 0;
            case "since" -> han(i, "起") ? 1 : 2;
            default -> han(i, "前") && !han(i + 1, "后") || han(i, "后") ? 1 : 2;
        };
    }

    /** Value and how many tokens; {@code {-1, 0}} when there is none. Up to 99 in characters, any in digits. */
    private int[] chineseNumber(int i) {
        return number(tokens, i);
    }

    static int[] number(List<Token> tokens, int i) {
        if (i >= tokens.size()) {
            return new int[] {-1, 0};
        }
        if (tokens.get(i).isNumber()) {
            String digits = tokens.get(i).text();
            return digits.length() > 9 ? new int[] {-1, 0} : new int[] {Integer.parseInt(digits), 1};
        }
        int value = 0;
        int current = -1;
        int at = i;
        for (; at < tokens.size() && tokens.get(at).isHan(); at++) {
            int digit = "零一二三四五六七八九".indexOf(tokens.get(at).text());
            if (tokens.get(at).is("两")) {
                digit = 2;
            }
            if (digit >= 0 && current < 0) {
                current = digit;
            } else if (tokens.get(at).is("十") && value == 0) {
                value = (current < 0 ? 1 : current) * 10;
                current = -1;
            } else {
                break;
            }
        }
        return at == i ? new int[] {-1, 0} : new int[] {value + Math.max(0, current), at - i};
    }

    // Tokens

    private Match spec(int start, int end, TimeSpec spec) {
        return new Match(end - start, spec, List.of());
    }

    private String text(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i).text() : "";
    }

    /** Tokens put together again, with a space where there was a gap. */
    private String text(int from, int to) {
        StringBuilder joined = new StringBuilder();
        for (int i = from; i < to && i < tokens.size(); i++) {
            if (i > from && tokens.get(i).start() > tokens.get(i - 1).end()) {
                joined.append(' ');
            }
            joined.append(tokens.get(i).text());
        }
        return joined.toString();
    }

    private boolean word(int i, String text) {
        return i >= 0 && i < tokens.size() && tokens.get(i).type() == Token.Type.WORD && tokens.get(i).is(text);
    }

    private boolean any(int i, Set<String> words) {
        return i >= 0 && i < tokens.size() && tokens.get(i).type() == Token.Type.WORD && words.contains(text(i));
    }

    private boolean symbol(int i, String text) {
        return i >= 0 && i < tokens.size() && tokens.get(i).type() == Token.Type.SYMBOL && tokens.get(i).is(text);
    }

    private boolean touching(int i) {
        return i + 1 < tokens.size() && tokens.get(i).end() == tokens.get(i + 1).start();
    }

    private boolean han(int i, String text) {
        return i >= 0 && i < tokens.size() && tokens.get(i).isHan() && tokens.get(i).is(text);
    }

    private boolean phrase(int i, String text) {
        for (int k = 0; k < text.length(); k++) {
            if (!han(i + k, text.substring(k, k + 1))) {
                return false;
            }
        }
        return true;
    }

    private int number(int i) {
        if (i < 0 || i >= tokens.size() || !tokens.get(i).isNumber() || text(i).length() > 9) {
            return -1;
        }
        return Integer.parseInt(text(i));
    }

    private static String singular(String word) {
        return word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
