package dev.vireo.query.internal.time;

import dev.vireo.query.internal.language.Numbers;
import dev.vireo.query.internal.language.Token;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/** Days and longer in Chinese: 昨天, 上周二, 5月3日, 去年. */
final class ChineseDays extends TimeForm {
    ChineseDays(List<Token> tokens, ZonedDateTime now) {
        super(tokens, now);
    }

    DaySpan read(int i) {
        LocalDate today = now.toLocalDate();
        if (phrase(i, "今天") || phrase(i, "今日")) {
            return DaySpan.one(2, today, "today");
        }
        if (phrase(i, "昨天") || phrase(i, "昨日")) {
            return DaySpan.one(2, today.minusDays(1), "yesterday");
        }
        if (phrase(i, "昨晚") || phrase(i, "今晚") || phrase(i, "今早")) {
            return DaySpan.one(1, han(i, "昨") ? today.minusDays(1) : today, han(i, "昨") ? "yesterday" : "today");
        }
        if (phrase(i, "前天")) {
            return DaySpan.one(2, today.minusDays(2), "the day before yesterday");
        }
        if (phrase(i, "明天")) {
            return DaySpan.one(2, today.plusDays(1), "tomorrow");
        }
        DaySpan week = chineseWeek(i, today);
        if (week != null) {
            return week;
        }
        if (phrase(i, "上个月") || phrase(i, "上月")) {
            return DaySpan.month(han(i + 1, "个") ? 3 : 2, YearMonth.from(today).minusMonths(1));
        }
        if (phrase(i, "这个月") || phrase(i, "本月")) {
            return DaySpan.month(han(i, "这") ? 3 : 2, YearMonth.from(today));
        }
        if (phrase(i, "去年") || phrase(i, "今年")) {
            LocalDate first = LocalDate.of(today.getYear() - (han(i, "去") ? 1 : 0), 1, 1);
            return new DaySpan(2, first, first.plusYears(1), Integer.toString(first.getYear()));
        }
        LocalDate iso = iso(i);
        if (iso != null) {
            return DaySpan.one(5, iso, iso.toString());
        }
        int at = i;
        int year = -1;
        if (text(at).length() == 4 && number(at) > 1800 && number(at) < 2300 && han(at + 1, "年")) {
            year = number(at);
            at += 2;
        }
        int[] month = Numbers.read(tokens, at);
        if (month[1] > 0 && month[0] >= 1 && month[0] <= 12 && han(at + month[1], "月")) {
            at += month[1] + 1;
            int[] day = Numbers.read(tokens, at);
            if (day[1] > 0 && (han(at + day[1], "日") || han(at + day[1], "号"))) {
                at += day[1] + 1;
                LocalDate date = year > 0 ? LocalDate.of(year, month[0], day[0]) : recentYear(month[0], day[0], today);
                return DaySpan.one(at - i, date, date.toString());
            }
            YearMonth named = YearMonth.of(year > 0 ? year : today.getYear(), month[0]);
            return DaySpan.month(at - i, year < 0 && named.isAfter(YearMonth.from(today)) ? named.minusYears(1) : named);
        }
        return year > 0
                ? new DaySpan(2, LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1), Integer.toString(year))
                : null;
    }

    private DaySpan chineseWeek(int i, LocalDate today) {
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
            return DaySpan.one(at + length + 1 - i, date, DaySpan.label(date));
        }
        return said ? DaySpan.week(at + length - i, today.minusWeeks(back), back == 1 ? "last week" : "this week") : null;
    }
}
