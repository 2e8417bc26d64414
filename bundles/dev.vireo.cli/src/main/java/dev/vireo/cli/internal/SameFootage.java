package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells which other assets show the same footage. */
final class SameFootage {
    private SameFootage() {}

    /** One line for each: {@code same footage as a3 (offset 0:12.0, 97 % of frames agree)}. */
    static List<String> lines(JsonNode item) {
        List<String> lines = new ArrayList<>();
        for (JsonNode twin : item.path("same_footage")) {
            long percent = Math.round(twin.path("agreement").asDouble() * 100);
            boolean picture = twin.path("to_ms").asLong() == twin.path("from_ms").asLong();
            lines.add("same " + (picture ? "picture" : "footage") + " as " + twin.path("asset").asText()
                    + (twin.path("path").isTextual() ? " " + Screen.safe(String.valueOf(Path.of(twin.path("path").asText()).getFileName())) : "")
                    + (picture
                            ? " (" + percent + " % alike)"
                            : " (offset " + offset(twin.path("offset_ms").asLong()) + ", " + percent + " % of frames agree)"));
        }
        return lines;
    }

    private static String offset(long ms) {
        return ms < 0 ? "-" + Times.position(-ms) : Times.position(ms);
    }
}
