package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Spaces as people read them. */
final class SpaceLines {
    private final Screen screen;

    SpaceLines(Screen screen) {
        this.screen = screen;
    }

    void all(JsonNode list) {
        boolean serves = false;
        for (JsonNode space : list.path("spaces")) {
            one(space);
            serves |= space.path("state").asText().equals("serving");
        }
        if (list.path("spaces").isEmpty()) {
            screen.line("no spaces: no encoder of pictures is there; `vireo bundles` shows what is");
        } else if (!serves) {
            screen.line(screen.yellow("no space serves") + ": questions are answered by labels alone. Start the bundle of the encoder that"
                    + " the footage was added with, or build a space that is offered: vireo spaces build SPACE");
        }
    }

    private void one(JsonNode space) {
        String state = space.path("state").asText();
        String shown = switch (state) {
            case "serving" -> screen.green("serving");
            case "building" -> screen.yellow("building");
            default -> state;
        };
        screen.line(screen.bold(id(space)) + "  " + shown + (state.equals("serving") ? " " + domains(space) : ""));
        screen.line("  encoder  " + encoder(space));
        if (!state.equals("offered")) {
            screen.line("  holds    " + holds(space));
        }
        String doing = space.path("doing").asText();
        if (!doing.isEmpty()) {
            screen.line("  now      " + Screen.safe(doing));
        }
        for (JsonNode lost : space.path("lost")) {
            screen.line("  lost     " + Times.count(lost.path("tracks").asLong(), "track", "tracks") + " of "
                    + Screen.safe(lost.path("asset").asText()) + " " + Screen.safe(lost.path("path").asText()) + ": "
                    + Screen.safe(lost.path("reason").asText()));
        }
        if (space.path("report").isObject()) {
            report(space.path("report"), "  ");
        }
        String next = next(state, space);
        if (!next.isEmpty()) {
            screen.line("  next     " + next);
        }
    }

    private static String id(JsonNode space) {
        return Screen.safe(space.path("id").asText());
    }

    private static String domains(JsonNode space) {
        List<String> names = new ArrayList<>();
        space.path("domains").forEach(d -> names.add(d.asText().equals("*") ? "every domain without its own" : Screen.safe(d.asText())));
        return "(" + String.join(", ", names) + ")";
    }

    private String encoder(JsonNode space) {
        String name = Screen.safe(space.path("encoder").asText());
        String shown = name.isEmpty() ? "unknown" : name;
        return switch (space.path("encoder_state").asText()) {
            case "live" -> shown;
            case "staged" -> shown + ", staged";
            default -> shown + ", " + screen.red("not there");
        };
    }

    private static String holds(JsonNode space) {
        long vectors = space.path("vectors").asLong();
        long tracks = space.path("tracks").asLong();
        long missing = space.path("missing").asLong();
        long faults = space.path("faults").asLong();
        String share = tracks == 0 || missing == 0 ? "" : String.format(Locale.ROOT, " (%.0f %%)", Math.floor(100.0 * vectors / tracks));
        return vectors + " of " + Times.count(tracks, "track", "tracks") + share + ", " + Times.bytes(space.path("bytes").asLong())
                + (faults == 0 ? "" : ", " + faults + " cannot be encoded any more");
    }

    private static String next(String state, JsonNode space) {
        boolean there = !space.path("encoder_state").asText().equals("absent");
        String id = id(space);
        return switch (state) {
            case "offered" -> "vireo spaces build " + id;
            case "ready" -> space.path("report").isObject() ? "vireo spaces cutover " + id : "vireo spaces compare " + id;
            case "retained" -> (there ? "vireo spaces return, or " : "") + "vireo spaces drop " + id;
            default -> "";
        };
    }

    void building(JsonNode space) {
        screen.line("building " + id(space) + ": " + Times.count(space.path("missing").asLong(), "track", "tracks")
                + " to encode. Searching goes on as before; `vireo spaces` shows how far it is.");
    }

    void report(JsonNode report, String indent) {
        long real = report.path("real_questions").asLong();
        long golden = report.path("golden_questions").asLong();
        List<String> against = new ArrayList<>();
        report.path("against").forEach(a -> against.add(Screen.safe(a.asText())));
        screen.line(indent + "compared " + report.path("at").asText() + " by " + (real + golden) + " questions (" + real
                + " that people asked, " + golden + " of a fixed set), domain " + Screen.safe(report.path("domain").asText()) + ", with "
                + (against.isEmpty() ? "nothing: no space served" : String.join(", ", against)));
        screen.line(String.format(Locale.ROOT, "%s         %.0f %% of the first ten are the same, order agrees by tau %.2f, rank-biased overlap %.2f",
                indent, 100 * report.path("overlap").asDouble(), report.path("tau").asDouble(), report.path("rbo").asDouble()));
        screen.line(String.format(Locale.ROOT, "%s         a question takes %.0f ms (95 of 100 within %.0f ms), before %.0f ms (%.0f ms)", indent,
                report.path("after").path("p50_ms").asDouble(), report.path("after").path("p95_ms").asDouble(),
                report.path("before").path("p50_ms").asDouble(), report.path("before").path("p95_ms").asDouble()));
        for (JsonNode one : report.path("different")) {
            screen.line(String.format(Locale.ROOT, "%s         %3.0f %% the same: %s", indent, 100 * one.path("overlap").asDouble(),
                    TrialLines.words(one)));
        }
    }

    /** @param domain the domain that was cut over; null for all */
    void serves(JsonNode space, String domain) {
        screen.line(id(space) + " serves " + (domain == null ? "every domain" : "domain " + Screen.safe(domain))
                + " from now on; vireo spaces return" + (domain == null ? "" : " --domain " + Screen.safe(domain)) + " undoes it");
    }

    void dropped(JsonNode result) {
        screen.line("dropped " + Screen.safe(result.path("dropped").asText()) + ", " + Times.bytes(result.path("freed_bytes").asLong())
                + " can be used again");
    }
}
