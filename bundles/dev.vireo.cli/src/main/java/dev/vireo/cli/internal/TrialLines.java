package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** What a trial found, as people read it. */
final class TrialLines {
    private static final String INDENT = "     ";

    private final Screen screen;

    TrialLines(Screen screen) {
        this.screen = screen;
    }

    void show(long generation, JsonNode trial) {
        boolean on = trial.path("state").asText().equals("on");
        int percent = trial.path("percent").asInt();
        screen.line(INDENT + (on ? screen.yellow("on trial") : "trial") + " since " + Times.moment(trial.path("begun").asText())
                + (percent == 0 ? ", asked again what people ask" : ", got " + percent + " % of the questions") + ", beside generation "
                + trial.path("beside").asLong() + (on ? "" : "; " + Screen.safe(trial.path("state").asText())));
        figures(generation, trial);
        if (trial.path("shadow").isObject()) {
            shadow(trial.path("shadow"));
        }
        if (on) {
            screen.line(INDENT + "next: vireo promote, or vireo discard");
        }
    }

    private void figures(long generation, JsonNode trial) {
        Set<String> names = new LinkedHashSet<>();
        trial.path("candidate").forEach(f -> names.add(f.path("what").asText()));
        trial.path("serving").forEach(f -> names.add(f.path("what").asText()));
        for (String name : names) {
            side(name, generation, of(trial.path("candidate"), name));
            side("", trial.path("beside").asLong(), of(trial.path("serving"), name));
        }
    }

    private static JsonNode of(JsonNode figures, String name) {
        for (JsonNode one : figures) {
            if (one.path("what").asText().equals(name)) {
                return one;
            }
        }
        return figures.path(-1);
    }

    private void side(String name, long generation, JsonNode f) {
        String shown = name.equals("request") ? "questions" : Screen.safe(name);
        long failed = f.path("failed").asLong();
        screen.line(String.format(Locale.ROOT, "%s%-28s generation %-4d %6d, %d failed, mean %.1f ms, 95 of 100 within %.1f ms%s", INDENT, shown,
                generation, f.path("count").asLong(), failed, f.path("mean_ms").asDouble(), f.path("p95_ms").asDouble(),
                failed == 0 ? "" : "; last: " + Screen.safe(f.path("last_failure").asText())));
    }

    /** Of a question whose answers differ. */
    static String words(JsonNode difference) {
        String words = Screen.safe(difference.path("question").asText());
        return words.isEmpty() ? "a question whose words were not kept (sampled.questions was 0)" : words;
    }

    private void shadow(JsonNode shadow) {
        screen.line(String.format(Locale.ROOT, "%scompared by %d questions (%d left out): %.0f %% of the first ten are the same, order agrees by"
                        + " tau %.2f, rank-biased overlap %.2f",
                INDENT, shadow.path("questions").asLong(), shadow.path("left").asLong(), 100 * shadow.path("overlap").asDouble(),
                shadow.path("tau").asDouble(), shadow.path("rbo").asDouble()));
        screen.line(String.format(Locale.ROOT, "%sa question takes %.0f ms (95 of 100 within %.0f ms), in what serves %.0f ms (%.0f ms)", INDENT,
                shadow.path("candidate").path("p50_ms").asDouble(), shadow.path("candidate").path("p95_ms").asDouble(),
                shadow.path("serving").path("p50_ms").asDouble(), shadow.path("serving").path("p95_ms").asDouble()));
        for (JsonNode one : shadow.path("different")) {
            screen.line(String.format(Locale.ROOT, "%s%3.0f %% the same: %s", INDENT, 100 * one.path("overlap").asDouble(),
                    words(one)));
        }
    }
}
