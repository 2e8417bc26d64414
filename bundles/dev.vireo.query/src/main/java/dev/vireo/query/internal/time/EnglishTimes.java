package dev.vireo.query.internal.time;

import dev.vireo.query.internal.language.Token;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/** Times in English: a relation (before, since, between), then clocks, days or parts of a day. */
final class EnglishTimes extends TimeForm {
    private final RecentTimes recent;
    private final EnglishClock clocks;
    private final EnglishDays days;

    EnglishTimes(List<Token> tokens, ZonedDateTime now) {
        super(tokens, now);
        this.recent = new RecentTimes(tokens, now);
        this.clocks = new EnglishClock(tokens, now);
        this.days = new EnglishDays(tokens, now);
    }

    TimeGrammar.Match match(int i) {
        TimeGrammar.Match past = recent.english(i);
        if (past != null) {
            return past;
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

    private TimeGrammar.Match expression(int start, int at, String relation) {
        TimeGrammar.Match stamp = stamp(start, at, relation);
        if (stamp != null) {
            return stamp;
        }
        ClockTime clock = clocks.read(at, !relation.isEmpty() && !relation.equals("on"));
        if (clock != null) {
            return clockExpression(start, at, relation, clock);
        }
        if (relation.equals("at") && word(at, "night")) {
            return spec(start, at + 1, DayPart.ENGLISH.get("night").window());
        }
        DaySpan days = this.days.read(at, relation);
        if (days != null) {
            return daysExpression(start, at, relation, days);
        }
        return part(start, at, relation);
    }

    private TimeGrammar.Match part(int start, int at, String relation) {
        boolean placed = relation.equals("on") || relation.equals("before") || relation.equals("after")
                || word(at - 1, "this");
        int from = word(at, "early") && word(at + 1, "morning") ? at + 1 : at;
        DayPart part = DayPart.ENGLISH.get(from > at ? "early" : singular(text(at)));
        if (part == null || word(at, "early") && from == at) {
            return null;
        }
        if (relation.equals("before")) {
            return spec(start, from + 1, TimeSpec.daily(LocalTime.MIDNIGHT, part.from(), "before " + HOURS.format(part.from())));
        }
        if (relation.equals("after")) {
            return spec(start, from + 1, TimeSpec.daily(part.to(), null, "after " + HOURS.format(part.to())));
        }
        return placed || start == at ? spec(start, from + 1, part.window()) : null;
    }

    /** Two ends joined by to, and, until or a dash; or one end with its relation. */
    private TimeGrammar.Match clockExpression(int start, int at, String relation, ClockTime first) {
        int next = at + first.length();
        boolean joined = any(next, Set.of("to", "until", "till", "and", "through")) || symbol(next, "-") || symbol(next, "–")
                || symbol(next, "—") || symbol(next, "~");
        boolean pair = relation.equals("between") || relation.equals("from") || relation.isEmpty() || relation.equals("on");
        if (joined && pair && !(word(next, "and") && !relation.equals("between"))) {
            ClockTime second = clocks.read(next + 1, true);
            if (second != null && (first.exact() || second.exact() || !relation.isEmpty())) {
                return pair(start, next + 1 + second.length(), first, second, false);
            }
            if (relation.equals("between")) {
                return null;
            }
        }
        if (!first.exact() && relation.isEmpty()) {
            return null;
        }
        if (!first.exact()) {
            // "before 5 people" counts people; "before 5" asks for a time.
            return ambiguous(start, at, next);
        }
        return spec(start, next, relative(relation, first));
    }

    private TimeGrammar.Match ambiguous(int start, int at, int end) {
        String said = text(start, at) + (start < at ? " " : "") + text(at, end);
        return new TimeGrammar.Match(end - start, null, List.of(said + " am", said + " pm"));
    }

    /** 2024-05-03T17:00, 2024-05-03 17:00. */
    private TimeGrammar.Match stamp(int start, int at, String relation) {
        LocalDate day = iso(at);
        if (day == null) {
            return null;
        }
        int next = at + 5;
        if (word(next, "t")) {
            next++;
        }
        ClockTime clock = clocks.read(next, false);
        if (clock == null || !clock.exact()) {
            return null;
        }
        Instant instant = day.atTime(clock.time()).atZone(zone).toInstant();
        String shown = day + " " + HOURS.format(clock.time());
        int end = next + clock.length();
        return switch (relation) {
            case "before" -> spec(start, end, TimeSpec.between(TimeSpec.FIRST, instant, "before " + shown));
            case "after", "since" -> spec(start, end, TimeSpec.between(instant, TimeSpec.LAST, "after " + shown));
            case "from", "between" -> {
                int second = end + (any(end, Set.of("to", "and", "until", "till")) ? 1 : 0);
                LocalDate other = second > end ? iso(second) : null;
                int clockAt = other == null ? second : second + 5 + (word(second + 5, "t") ? 1 : 0);
                ClockTime until = second > end ? clocks.read(clockAt, false) : null;
                if (until == null || !until.exact()) {
                    yield spec(start, end, TimeSpec.between(instant, TimeSpec.LAST, "after " + shown));
                }
                LocalDate lastDay = other == null ? day : other;
                Instant stop = lastDay.atTime(until.time()).atZone(zone).toInstant();
                yield spec(start, clockAt + until.length(),
                        TimeSpec.between(instant, stop, "between " + shown + " and " + lastDay + " "
                                + HOURS.format(until.time())));
            }
            default -> spec(start, end, TimeSpec.between(
                    instant.minusSeconds(300), instant.plusSeconds(300), "at " + shown + " (5 minutes around)"));
        };
    }

    private TimeGrammar.Match daysExpression(int start, int at, String relation, DaySpan days) {
        int next = at + days.length();
        boolean pair = relation.equals("between") || relation.equals("from");
        if (pair && (any(next, Set.of("to", "and", "until", "till", "through")) || symbol(next, "-"))) {
            DaySpan last = this.days.read(next + 1, "on");
            if (last != null) {
                return spec(start, next + 1 + last.length(), TimeSpec.between(start(days.from()), start(last.to()),
                        "from " + days.text() + " to " + last.text()));
            }
        }
        if (relation.equals("before")) {
            ClockTime clock = clocks.read(next, false);
            if (clock != null && clock.exact()) {
                return spec(start, next + clock.length(), day(days).and(relative("before", clock)));
            }
            return spec(start, next, TimeSpec.between(TimeSpec.FIRST, start(days.from()), "before " + days.text()));
        }
        if (relation.equals("after")) {
            return spec(start, next, TimeSpec.between(start(days.to()), TimeSpec.LAST, "after " + days.text()));
        }
        if (relation.equals("since") || relation.equals("from")) {
            return spec(start, next, TimeSpec.between(start(days.from()), TimeSpec.LAST, "since " + days.text()));
        }
        int partAt = word(next, "early") && word(next + 1, "morning") ? next + 1 : next;
        DayPart part = DayPart.ENGLISH.get(partAt > next ? "early" : text(next));
        if (part != null && days.from().plusDays(1).equals(days.to())) {
            return spec(start, partAt + 1, dayPart(days, part));
        }
        return spec(start, next, day(days));
    }
}
