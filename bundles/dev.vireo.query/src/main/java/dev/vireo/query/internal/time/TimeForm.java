package dev.vireo.query.internal.time;

import dev.vireo.query.internal.language.Token;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One way to say a time. Every method reads at a token and answers how many tokens it took, or nothing; nothing is guessed.
 * Here is what all forms share: the tokens, the present, and days made into instants of the site's zone.
 */
abstract class TimeForm {
    static final DateTimeFormatter HOURS = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    final List<Token> tokens;
    final ZonedDateTime now;
    final ZoneId zone;

    TimeForm(List<Token> tokens, ZonedDateTime now) {
        this.tokens = tokens;
        this.now = now;
        this.zone = now.getZone();
    }

    TimeSpec relative(String relation, ClockTime clock) {
        LocalTime time = clock.time();
        String shown = clock.hour() == 24 ? "24:00" : HOURS.format(time);
        return switch (relation) {
            case "before" -> clock.hour() % 24 == 0 && clock.minute() == 0
                    ? TimeSpec.always("before 24:00")
                    : TimeSpec.daily(LocalTime.MIDNIGHT, time, "before " + shown);
            case "after", "since", "from" -> TimeSpec.daily(time, null, "after " + shown);
            default -> {
                int slack = clock.minutes() ? 5 : 30;
                LocalTime from = time.minusMinutes(slack);
                LocalTime to = time.plusMinutes(slack);
                yield TimeSpec.daily(from, to, "at " + shown + " (" + HOURS.format(from) + "-" + HOURS.format(to) + ")");
            }
        };
    }

    /** Two ends; an end without am or pm takes it from the other, and is asked back when neither has it. */
    TimeGrammar.Match pair(int start, int end, ClockTime first, ClockTime second, boolean chinese) {
        ClockTime a = first;
        ClockTime b = second;
        if (!a.exact() && b.exact()) {
            // "2 to 4 pm": the afternoon is said once for both; "11 to 1 pm" begins before noon.
            a = b.hour() >= 12 && a.hour() < 12 && (a.hour() + 12) * 60 + a.minute() <= b.hour() * 60 + b.minute() ? a.later() : a;
        } else if (a.exact() && !b.exact()) {
            b = b.hour() < 12 && b.hour() * 60 + b.minute() <= a.hour() * 60 + a.minute() ? b.later() : b;
        } else if (!a.exact()) {
            String mark = text(start, end);
            return chinese
                    ? new TimeGrammar.Match(end - start, null, List.of("上午" + mark, "下午" + mark))
                    : new TimeGrammar.Match(end - start, null, List.of(mark + " am", mark + " pm"));
        }
        LocalTime to = b.hour() == 24 ? null : b.time();
        String text = "between " + HOURS.format(a.time()) + " and " + (to == null ? "24:00" : HOURS.format(to));
        return spec(start, end, TimeSpec.daily(a.time(), to, text));
    }

    TimeSpec dayPart(DaySpan days, DayPart part) {
        Instant from = days.from().atTime(part.from()).atZone(zone).toInstant();
        LocalDate lastDay = part.to().isAfter(part.from()) ? days.from() : days.from().plusDays(1);
        return TimeSpec.between(from, lastDay.atTime(part.to()).atZone(zone).toInstant(), days.text() + ", " + part.text());
    }

    TimeSpec day(DaySpan days) {
        return TimeSpec.between(start(days.from()), start(days.to()), days.text());
    }

    Instant start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** 2024-05-03 or 2024/05/03: five tokens. */
    LocalDate iso(int i) {
        int year = text(i).length() == 4 ? number(i) : -1;
        boolean dashes = symbol(i + 1, "-") && symbol(i + 3, "-") || symbol(i + 1, "/") && symbol(i + 3, "/");
        if (year < 1800 || year > 2299 || !dashes || number(i + 2) < 1 || number(i + 4) < 1) {
            return null;
        }
        return LocalDate.of(year, number(i + 2), number(i + 4));
    }

    /** The newest such day that is not in the future: footage is of the past. */
    static LocalDate recentYear(int month, int day, LocalDate today) {
        for (int year = today.getYear(); year > today.getYear() - 8; year--) {
            if (YearMonth.of(year, month).isValidDay(day) && !LocalDate.of(year, month, day).isAfter(today)) {
                return LocalDate.of(year, month, day);
            }
        }
        return LocalDate.of(today.getYear(), month, day);
    }

    TimeGrammar.Match spec(int start, int end, TimeSpec spec) {
        return new TimeGrammar.Match(end - start, spec, List.of());
    }

    String text(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i).text() : "";
    }

    /** Tokens put together again, with a space where there was a gap. */
    String text(int from, int to) {
        StringBuilder joined = new StringBuilder();
        for (int i = from; i < to && i < tokens.size(); i++) {
            if (i > from && tokens.get(i).start() > tokens.get(i - 1).end()) {
                joined.append(' ');
            }
            joined.append(tokens.get(i).text());
        }
        return joined.toString();
    }

    boolean word(int i, String text) {
        return i >= 0 && i < tokens.size() && tokens.get(i).type() == Token.Type.WORD && tokens.get(i).is(text);
    }

    boolean any(int i, Set<String> words) {
        return i >= 0 && i < tokens.size() && tokens.get(i).type() == Token.Type.WORD && words.contains(text(i));
    }

    boolean symbol(int i, String text) {
        return i >= 0 && i < tokens.size() && tokens.get(i).type() == Token.Type.SYMBOL && tokens.get(i).is(text);
    }

    boolean touching(int i) {
        return i + 1 < tokens.size() && tokens.get(i).end() == tokens.get(i + 1).start();
    }

    boolean han(int i, String text) {
        return i >= 0 && i < tokens.size() && tokens.get(i).isHan() && tokens.get(i).is(text);
    }

    boolean phrase(int i, String text) {
        for (int k = 0; k < text.length(); k++) {
            if (!han(i + k, text.substring(k, k + 1))) {
                return false;
            }
        }
        return true;
    }

    int number(int i) {
        if (i < 0 || i >= tokens.size() || !tokens.get(i).isNumber() || text(i).length() > 9) {
            return -1;
        }
        return Integer.parseInt(text(i));
    }

    static String singular(String word) {
        return word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
