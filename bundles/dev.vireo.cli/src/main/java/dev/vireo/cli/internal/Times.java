package dev.vireo.cli.internal;

import java.util.Locale;

/** Durations, sizes and shares for people. */
final class Times {
    private Times() {}

    /** {@code 1:02:03} or {@code 0:12.3}. */
    static String position(long ms) {
        long s = ms / 1_000;
        return s >= 3_600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", s / 3_600, s / 60 % 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d.%d", s / 60, s % 60, ms % 1_000 / 100);
    }

    static String about(long ms) {
        long s = Math.max(1, (ms + 500) / 1_000);
        return s < 90 ? s + " s" : s < 5_400 ? (s + 30) / 60 + " min" : (s + 1_800) / 3_600 + " h";
    }

    static String bytes(long bytes) {
        double value = bytes;
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        while (value >= 1_024 && unit < units.length - 1) {
            value /= 1_024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }

    /** Date and time without the zone, which is the same for all: {@code 2024-05-14 16:30:12}. */
    static String moment(String iso) {
        return iso.length() >= 19 ? iso.substring(0, 10) + " " + iso.substring(11, 19) : iso.replace('T', ' ');
    }

    static String count(long n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }
}
