package dev.vireo.query.internal.time;

import dev.vireo.query.internal.language.Numbers;
import dev.vireo.query.internal.language.PhraseTree;
import dev.vireo.query.internal.language.Token;
import dev.vireo.query.internal.language.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Stretches that end now, or lie a while back: last 10 minutes, 5 minutes ago, last night, 最近10分钟, 3天前. */
final class RecentTimes extends TimeForm {
    private static final Map<String, ChronoUnit> UNITS = Map.ofEntries(
            Map.entry("second", ChronoUnit.SECONDS), Map.entry("sec", ChronoUnit.SECONDS),
            Map.entry("minute", ChronoUnit.MINUTES), Map.entry("min", ChronoUnit.MINUTES),
            Map.entry("hour", ChronoUnit.HOURS), Map.entry("hr", ChronoUnit.HOURS), Map.entry("day", ChronoUnit.DAYS),
            Map.entry("week", ChronoUnit.WEEKS), Map.entry("month", ChronoUnit.MONTHS),
            Map.entry("year", ChronoUnit.YEARS));

    RecentTimes(List<Token> tokens, ZonedDateTime now) {
        super(tokens, now);
    }

    /** Last 10 minutes, the past hour, 5 minutes ago, last night. */
    TimeGrammar.Match english(int i) {
        int at = i;
        if (any(at, Set.of("in", "during", "within", "over", "from"))) {
            at++;
        }
        if (word(at, "the")) {
            at++;
        }
        if (word(at, "last") && word(at + 1, "night")) {
            LocalDate yesterday = now.toLocalDate().minusDays(1);
            return spec(i, at + 2, dayPart(new DaySpan(1, yesterday, yesterday.plusDays(1), "last night"), DayPart.ENGLISH.get("night")));
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

    TimeGrammar.Match chinese(int start, int at) {
        int next;
        if (han(at, "最") && han(at + 1, "近") || han(at, "过") && han(at + 1, "去")) {
            next = at + 2;
        } else if (han(at, "近")) {
            next = at + 1;
        } else {
            next = at;
        }
        int[] amount = Numbers.read(tokens, next);
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
}
