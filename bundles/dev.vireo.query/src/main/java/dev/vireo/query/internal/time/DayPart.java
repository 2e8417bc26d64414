package dev.vireo.query.internal.time;

import java.time.LocalTime;
import java.util.Map;

/** A named part of a day, site-local; {@code to} before {@code from} ends the next day. */
record DayPart(LocalTime from, LocalTime to, String text) {
    static final Map<String, DayPart> ENGLISH = Map.of(
            "morning", new DayPart(LocalTime.of(5, 0), LocalTime.NOON, "morning (05:00-12:00)"),
            "noon", new DayPart(LocalTime.of(11, 0), LocalTime.of(13, 0), "noon (11:00-13:00)"),
            "afternoon", new DayPart(LocalTime.NOON, LocalTime.of(18, 0), "afternoon (12:00-18:00)"),
            "evening", new DayPart(LocalTime.of(17, 0), LocalTime.of(22, 0), "evening (17:00-22:00)"),
            "night", new DayPart(LocalTime.of(21, 0), LocalTime.of(5, 0), "night (21:00-05:00)"),
            "early", new DayPart(LocalTime.MIDNIGHT, LocalTime.of(6, 0), "early morning (00:00-06:00)"));
    /** To the names in {@link #ENGLISH}. */
    static final Map<String, String> CHINESE = Map.ofEntries(
            Map.entry("凌晨", "early"), Map.entry("清晨", "morning"), Map.entry("早上", "morning"),
            Map.entry("早晨", "morning"), Map.entry("上午", "morning"), Map.entry("中午", "noon"),
            Map.entry("下午", "afternoon"), Map.entry("傍晚", "evening"), Map.entry("晚上", "evening"),
            Map.entry("夜里", "night"), Map.entry("夜晚", "night"), Map.entry("夜间", "night"),
            Map.entry("深夜", "night"), Map.entry("半夜", "night"));

    TimeSpec window() {
        return TimeSpec.daily(from, to, text);
    }
}
