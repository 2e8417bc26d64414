package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Streams as the commands show them. */
final class StreamLines {
    private StreamLines() {}

    /** One line: {@code s1  recording  rtsp://cam/1  last frame 0.2 s ago  3 recordings, 1.2 GiB}. */
    static String line(Screen screen, JsonNode s) {
        String state = s.path("state").asText();
        StringBuilder line = new StringBuilder(String.format("%-6s ", s.path("id").asText()))
                .append(coloured(screen, state)).append("  ").append(Screen.safe(s.path("address").asText()));
        if (s.path("last_frame_age_ms").isNumber()) {
            line.append("  last frame ").append(age(s.path("last_frame_age_ms").asLong())).append(" ago");
        }
        line.append("  ").append(Times.count(s.path("recordings").asLong(), "recording", "recordings")).append(", ")
                .append(Times.bytes(s.path("bytes").asLong()));
        if (s.path("behind").asInt() > 2) {
            line.append(screen.yellow(", " + s.path("behind").asInt() + " segments behind"));
        }
        if (!s.path("reason").asText().isEmpty()) {
            line.append("; ").append(Screen.safe(s.path("reason").asText()));
            if (s.path("retry_at").isTextual()) {
                line.append("; tried again at ").append(Times.moment(s.path("retry_at").asText()));
            }
        }
        return line.toString();
    }

    private static String coloured(Screen screen, String state) {
        String padded = String.format("%-10s", state);
        return switch (state) {
            case "recording" -> screen.green(padded);
            case "failed" -> screen.red(padded);
            default -> screen.yellow(padded);
        };
    }

    /** Everything that is known. */
    static void whole(Screen screen, JsonNode s) {
        screen.line(line(screen, s));
        screen.line("  added " + s.path("added_at").asText() + " to domain " + Screen.safe(s.path("domain").asText()));
        String days = s.path("keep_days").isNumber() ? number(s.path("keep_days").asDouble()) + " days" : "";
        String size = s.path("keep_gb").isNumber() ? number(s.path("keep_gb").asDouble()) + " GB" : "";
        screen.line("  keeps " + (days.isEmpty() && size.isEmpty() ? "everything"
                : "at most " + days + (days.isEmpty() || size.isEmpty() ? "" : " and ") + size));
        if (s.path("searchable_to").isTextual()) {
            screen.line("  searchable to " + s.path("searchable_to").asText());
        }
        JsonNode delay = s.path("delay");
        if (delay.isObject()) {
            screen.line("  searchable " + age(delay.path("median_ms").asLong()) + " after it came (median), "
                    + age(delay.path("max_ms").asLong()) + " at most, of "
                    + Times.count(delay.path("segments").asLong(), "segment", "segments"));
        }
        screen.line("  clock " + (s.path("camera_offset_ms").isNumber()
                ? "of the camera is " + offset(s.path("camera_offset_ms").asLong()) + " the site's, the way here included"
                : "of the camera is not told; times are those of arrival"));
        for (JsonNode gap : s.path("gaps")) {
            screen.line("  gap " + Times.moment(gap.path("from").asText()) + " to " + Times.moment(gap.path("to").asText()) + ": "
                    + Screen.safe(gap.path("reason").asText()));
        }
    }

    private static String offset(long ms) {
        return String.format(Locale.ROOT, "%.3f s ", Math.abs(ms) / 1000.0) + (ms < 0 ? "behind" : "ahead of");
    }

    private static String age(long ms) {
        return ms < 90_000 ? String.format(Locale.ROOT, "%.1f s", ms / 1000.0) : Times.about(ms);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
    }
}
