package dev.vireo.query.internal.time;

import dev.vireo.query.internal.language.Token;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;

/** Times in Chinese: days, clocks or parts of a day, then the relation (之前, 以后, 左右). */
final class ChineseTimes extends TimeForm {
    private final RecentTimes recent;
    private final ChineseClock clocks;
    private final ChineseDays days;

    ChineseTimes(List<Token> tokens, ZonedDateTime now) {
        super(tokens, now);
        this.recent = new RecentTimes(tokens, now);
        this.clocks = new ChineseClock(tokens, now);
        this.days = new ChineseDays(tokens, now);
    }

    TimeGrammar.Match match(int i) {
        int at = i;
        if (han(at, "在") || han(at, "从") || han(at, "自") || han(at, "于")) {
            at++;
        }
        TimeGrammar.Match past = recent.chinese(i, at);
        if (past != null) {
            return past;
        }
        DaySpan days = this.days.read(at);
        if (days != null) {
            return chineseDaysExpression(i, at, days);
        }
        ClockTime clock = clocks.read(at);
        if (clock != null) {
            return chineseClockExpression(i, at, clock);
        }
        String part = clocks.part(at);
        if (part != null) {
            DayPart window = DayPart.ENGLISH.get(part);
            int next = at + 2;
            String relation = chineseRelation(next);
            if (relation.equals("before")) {
                return spec(i, next + relationLength(next),
                        TimeSpec.daily(LocalTime.MIDNIGHT, window.from(), "before " + HOURS.format(window.from())));
            }
            if (relation.equals("after")) {
                return spec(i, next + relationLength(next), TimeSpec.daily(window.to(), null, "after " + HOURS.format(window.to())));
            }
            return spec(i, next, window.window());
        }
        return null;
    }

    private TimeGrammar.Match chineseDaysExpression(int start, int at, DaySpan days) {
        int next = at + days.length();
        int joiner = joiner(next);
        if (joiner > 0) {
            DaySpan last = this.days.read(next + joiner);
            if (last != null) {
                int end = next + joiner + last.length();
                end += han(end, "之") && han(end + 1, "间") ? 2 : 0;
                return spec(start, end, TimeSpec.between(start(days.from()), start(last.to()), "from " + days.text() + " to " + last.text()));
            }
        }
        ClockTime clock = clocks.read(han(next, "的") ? next + 1 : next);
        if (clock != null) {
            TimeGrammar.Match time = chineseClockExpression(next, han(next, "的") ? next + 1 : next, clock);
            if (time.spec() == null) {
                List<String> choices =
                        time.choices().stream().map(c -> text(start, next) + c).toList();
                return new TimeGrammar.Match(next - start + time.length(), null, choices);
            }
            return new TimeGrammar.Match(next - start + time.length(), day(days).and(time.spec()), List.of());
        }
        String part = clocks.part(next);
        if (part != null && days.from().plusDays(1).equals(days.to())) {
            return spec(start, next + 2, dayPart(days, DayPart.ENGLISH.get(part)));
        }
        String relation = chineseRelation(next);
        int end = next + relationLength(next);
        return switch (relation) {
            case "before" -> spec(start, end, TimeSpec.between(TimeSpec.FIRST, start(days.from()), "before " + days.text()));
            case "after" -> spec(start, end, TimeSpec.between(start(days.to()), TimeSpec.LAST, "after " + days.text()));
            case "since" -> spec(start, end, TimeSpec.between(start(days.from()), TimeSpec.LAST, "since " + days.text()));
            default -> spec(start, next, day(days));
        };
    }

    private TimeGrammar.Match chineseClockExpression(int start, int at, ClockTime first) {
        int next = at + first.length();
        int joiner = joiner(next);
        if (joiner > 0) {
            ClockTime second = clocks.read(next + joiner);
            if (second != null) {
                int end = next + joiner + second.length();
                end += han(end, "之") && han(end + 1, "间") ? 2 : 0;
                return pair(start, end, first, second, true);
            }
        }
        if (first.exact()) {
            String relation = chineseRelation(next);
            return spec(start, next + relationLength(next), relative(relation.equals("since") ? "after" : relation, first));
        }
        int end = next + relationLength(next);
        String mark = text(at, end);
        return new TimeGrammar.Match(end - start, null, List.of("上午" + mark, "下午" + mark));
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
}
