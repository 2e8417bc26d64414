package dev.vireo.query.internal.time;

import java.time.LocalTime;

/**
 * A time on a clock that was read.
 *
 * @param length tokens it takes
 * @param hour 0 to 24
 * @param minute 0 to 59
 * @param exact false when it may be morning or evening
 * @param minutes whether minutes were said
 */
record ClockTime(int length, int hour, int minute, boolean exact, boolean minutes) {
    LocalTime time() {
        return LocalTime.of(hour % 24, minute);
    }

    ClockTime later() {
        return new ClockTime(length, hour + 12, minute, true, minutes);
    }
}
