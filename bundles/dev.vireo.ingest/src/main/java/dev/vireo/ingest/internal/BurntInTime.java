package dev.vireo.ingest.internal;

import java.util.regex.Pattern;

/** Writing that looks like the time that a camera puts into its picture. */
final class BurntInTime {
    static final String TIME = "(\\d{1,2})[:：.](\\d{2})[:：.](\\d{2})";

    private static final Pattern CLOCK = Pattern.compile("(?<!\\d[:：.])" + TIME + "(?![:：.]?\\d)");

    private BurntInTime() {}

    /** Whether a line shows a time of day with seconds. */
    static boolean isClock(String text) {
        return CLOCK.matcher(text).find();
    }
}
