package dev.vireo.ingest.internal.clock;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writing that looks like the time that a camera puts into its picture. */
public final class BurntInTime {
    private static final String TIME = "(\\d{1,2})[:：.](\\d{2})[:：.](\\d{2})";
    private static final Pattern CLOCK = Pattern.compile("(?<![\\d:：.])" + TIME + "(?![:：.]?\\d)");
    /** Between date and time a reader may lose the space, and cameras put a weekday. */
    private static final String BETWEEN = "[^\\d]{0,14}";
    private static final String NOON = "(?:\\s*([AaPp])\\.?[Mm])?";
    private static final Pattern YEAR_FIRST =
            Pattern.compile("((?:19|20)\\d{2})[-/.年](\\d{1,2})[-/.月](\\d{2}|\\d(?!\\d))日?" + BETWEEN + TIME + NOON);
    private static final Pattern YEAR_LAST =
            Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.]((?:19|20)\\d{2})" + BETWEEN + TIME + NOON);

    private BurntInTime() {}

    /** In which order a date is written. */
    enum Order {
        YEAR_MONTH_DAY,
        DAY_MONTH_YEAR,
        MONTH_DAY_YEAR
    }

    /** Whether a line shows a time of day with seconds. */
    public static boolean isClock(String text) {
        return CLOCK.matcher(text).find() || YEAR_FIRST.matcher(text).find() || YEAR_LAST.matcher(text).find();
    }

    /** Date and time of a line, by the orders in which the date can be meant; empty when there is no date with a time. */
    static Map<Order, LocalDateTime> read(String text) {
        Map<Order, LocalDateTime> read = new EnumMap<>(Order.class);
        Matcher first = YEAR_FIRST.matcher(text);
        if (first.find()) {
            at(first, 1, 2, 3).ifPresent(t -> read.put(Order.YEAR_MONTH_DAY, t));
            return read;
        }
        Matcher last = YEAR_LAST.matcher(text);
        if (last.find()) {
            at(last, 3, 2, 1).ifPresent(t -> read.put(Order.DAY_MONTH_YEAR, t));
            at(last, 3, 1, 2).ifPresent(t -> read.put(Order.MONTH_DAY_YEAR, t));
        }
        return read;
    }

    private static Optional<LocalDateTime> at(Matcher m, int year, int month, int day) {
        try {
            int hour = number(m, 4);
            if (m.group(7) != null) {
                if (hour < 1 || hour > 12) {
                    return Optional.empty();
                }
                hour = hour % 12 + ("p".equalsIgnoreCase(m.group(7)) ? 12 : 0);
            }
            return Optional.of(LocalDateTime.of(
                    LocalDate.of(number(m, year), number(m, month), number(m, day)),
                    LocalTime.of(hour, number(m, 5), number(m, 6))));
        } catch (DateTimeException e) {
            return Optional.empty(); // misread, or no date
        }
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }
}
