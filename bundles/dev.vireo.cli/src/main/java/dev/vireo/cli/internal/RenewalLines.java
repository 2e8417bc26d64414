package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Renewal of results as people read it. */
final class RenewalLines {
    private final Screen screen;

    RenewalLines(Screen screen) {
        this.screen = screen;
    }

    /** Whether there is anything that somebody should know. */
    static boolean tells(JsonNode status) {
        return status.path("outdated").asLong() > 0 || status.path("failed").asLong() > 0;
    }

    String line(JsonNode status) {
        String state = status.path("state").asText();
        long outdated = status.path("outdated").asLong();
        String doing = Screen.safe(status.path("doing").asText());
        String count = Times.count(outdated, "asset is", "assets are") + " still to be looked at again";
        return switch (state) {
            case "off" -> "off by a setting; " + Times.count(outdated, "asset has", "assets have") + " results of other models";
            case "paused" -> screen.yellow("paused") + ", " + count + "; vireo renewal resume goes on";
            case "abandoned" -> "given up, " + Times.count(outdated, "asset keeps", "assets keep") + " older results; vireo renewal resume goes on";
            default -> outdated == 0 ? "everything is as the live models make it" : count + (doing.isEmpty() ? "" : "; " + doing);
        };
    }

    void all(JsonNode status) {
        screen.line(line(status));
        screen.line("  models   " + names(status));
        screen.line("  current  " + Times.count(status.path("current").asLong(), "asset", "assets"));
        for (JsonNode lost : status.path("lost")) {
            screen.line("  kept     " + Screen.safe(lost.path("asset").asText()) + " " + Screen.safe(lost.path("path").asText())
                    + " keeps its results: " + Screen.safe(lost.path("reason").asText()));
        }
        long more = status.path("failed").asLong() - status.path("lost").size();
        if (more > 0) {
            screen.line("  kept     " + Times.count(more, "further asset keeps its results", "further assets keep their results"));
        }
    }

    private static String names(JsonNode status) {
        List<String> names = new ArrayList<>();
        status.path("detectors").forEach(n -> names.add(Screen.safe(n.asText())));
        status.path("classifiers").forEach(n -> names.add(Screen.safe(n.asText())));
        return names.isEmpty() ? "none is live" : String.join(", ", names);
    }
}
