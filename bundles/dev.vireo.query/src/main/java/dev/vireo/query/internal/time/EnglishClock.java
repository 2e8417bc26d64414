package dev.vireo.query.internal.time;

import dev.vireo.query.internal.language.Token;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/** Hours and minutes in English: 5, 5 pm, 17:00, 5 o'clock, noon. */
final class EnglishClock extends TimeForm {
    EnglishClock(List<Token> tokens, ZonedDateTime now) {
        super(tokens, now);
    }

    ClockTime read(int i, boolean bare) {
        if (any(i, Set.of("noon", "midday"))) {
            return new ClockTime(1, 12, 0, true, false);
        }
        if (word(i, "midnight")) {
            return new ClockTime(1, 24, 0, true, false);
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
            return new ClockTime(length, hour % 12 + (evening ? 12 : 0), minute, true, minutes);
        }
        boolean clockWord = word(i + length, "o") && symbol(i + length + 1, "'") && word(i + length + 2, "clock")
                || word(i + length, "o") && symbol(i + length + 1, "’") && word(i + length + 2, "clock");
        if (clockWord) {
            length += 3;
        } else if (word(i + length, "oclock")) {
            length++;
        } else if (word(i + length, "h") || word(i + length, "hrs") || word(i + length, "hours") && (minutes || hour > 12)) {
            return new ClockTime(length + 1, hour, minute, true, minutes);
        }
        boolean daytime = clockWord && any(i + length, Set.of("in"));
        if (minutes && text(i).length() == 2 || hour == 0 || hour > 12) {
            // Two digits with minutes are a 24-hour clock, as in 05:30 and 17:00.
            return minutes || hour > 12 && bare && !counts(i + length) ? new ClockTime(length, hour, minute, true, minutes) : null;
        }
        if (clockWord || minutes || bare && !counts(i + length) && !daytime) {
            return new ClockTime(length, hour, minute, false, minutes);
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
}
