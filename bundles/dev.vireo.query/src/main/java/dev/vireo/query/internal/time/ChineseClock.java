package dev.vireo.query.internal.time;

import dev.vireo.query.internal.language.Numbers;
import dev.vireo.query.internal.language.Token;
import java.time.ZonedDateTime;
import java.util.List;

/** Hours and minutes in Chinese: 下午5点, 17点30分, 晚上八点半, 正午. */
final class ChineseClock extends TimeForm {
    ChineseClock(List<Token> tokens, ZonedDateTime now) {
        super(tokens, now);
    }

    ClockTime read(int i) {
        String part = part(i);
        int at = part == null ? i : i + 2;
        if (part == null && (phrase(i, "正午") || phrase(i, "午夜"))) {
            return new ClockTime(2, han(i, "正") ? 12 : 24, 0, true, false);
        }
        if (part == null && i > 0 && (han(i - 1, "晚") || han(i - 1, "早"))) {
            part = han(i - 1, "晚") ? "evening" : "morning";
        }
        int[] hour = Numbers.read(tokens, at);
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
            int[] after = Numbers.read(tokens, at);
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
            return new ClockTime(at - i, h, minute, exact, minutes);
        }
        boolean late = switch (part) {
            case "afternoon", "evening" -> h < 12;
            case "noon" -> h < 3;
            case "night" -> h >= 6 && h < 12;
            default -> false;
        };
        boolean midnight = h == 12 && (part.equals("evening") || part.equals("night"));
        boolean zero = h == 12 && part.equals("early");
        return new ClockTime(at - i, zero ? 0 : midnight ? 24 : late ? h + 12 : h, minute, true, minutes);
    }

    String part(int i) {
        return i + 1 < tokens.size() && tokens.get(i).isHan() ? DayPart.CHINESE.get(text(i) + text(i + 1)) : null;
    }
}
