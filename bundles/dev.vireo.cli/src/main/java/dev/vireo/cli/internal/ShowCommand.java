package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows one asset, moment, track or stream. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show an asset (a3), a moment (m12), a track (t5) or a stream (s1); of what was removed, when and why.")
final class ShowCommand implements Callable<Integer> {
    private static final int LABELS = 5;

    @ParentCommand
    private Vireo vireo;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Common common;

    @Parameters(paramLabel = "ID", description = "As lists, answers and citations name it")
    private String id;

    @Override
    public Integer call() {
        if (!id.matches("[amst][1-9][0-9]{0,17}")) {
            throw new ParameterException(
                    spec.commandLine(), "\"" + id + "\" is no id; they look like a3 (asset), m12 (moment), t5 (track), s1 (stream)");
        }
        String kind = switch (id.charAt(0)) {
            case 'a' -> "assets";
            case 'm' -> "moments";
            case 's' -> "streams";
            default -> "tracks";
        };
        return vireo.tell(common, client -> client.get(RestClient.BASE + "/" + kind + "/" + id), this::show);
    }

    private void show(JsonNode found) {
        switch (id.charAt(0)) {
            case 'a' -> asset(found);
            case 'm' -> moment(found);
            case 's' -> StreamLines.whole(vireo.screen(), found);
            default -> track(found, "");
        }
    }

    private void asset(JsonNode a) {
        Screen screen = vireo.screen();
        JsonNode clock = a.path("clock");
        screen.line(a.path("id").asText() + "  " + Screen.safe(a.path("path").asText()));
        screen.line("  " + a.path("media").asText() + ", " + Screen.safe(a.path("container").asText()) + " "
                + Screen.safe(a.path("codec").asText()) + ", " + a.path("width").asInt() + " x " + a.path("height").asInt()
                + (a.path("duration_ms").asLong() > 0 ? ", " + Times.position(a.path("duration_ms").asLong()) : "")
                + ", " + Times.bytes(a.path("bytes").asLong()));
        screen.line("  captured "
                + (clock.path("start").isTextual()
                        ? clock.path("start").asText() + " (told by " + clock.path("source").asText() + ", confidence "
                                + clock.path("confidence").asDouble() + ")"
                        : "at an unknown time"));
        for (JsonNode other : a.path("other_clocks")) {
            long off = other.path("off_ms").asLong();
            screen.line("  another clock says " + other.path("start").asText() + " (" + other.path("source").asText().replace('_', ' ')
                    + ", confidence " + other.path("confidence").asDouble() + ", " + Screen.safe(other.path("told").asText()) + ")"
                    + (off == 0 ? "" : ", " + Times.position(Math.abs(off)) + (off > 0 ? " later" : " earlier")));
        }
        screen.line("  domain " + Screen.safe(a.path("domain").asText()) + ", " + a.path("state").asText() + ", added "
                + a.path("added_at").asText());
        SameFootage.lines(a).forEach(line -> screen.line("  " + line));
        for (JsonNode m : a.path("moments")) {
            screen.line("  " + m.path("id").asText() + "  " + interval(m));
        }
    }

    private void moment(JsonNode m) {
        Screen screen = vireo.screen();
        screen.line(m.path("id").asText() + "  " + interval(m) + "  of " + m.path("asset").asText() + "  "
                + Screen.safe(m.path("path").asText()));
        if (m.path("captured_at").isTextual()) {
            screen.line("  captured " + m.path("captured_at").asText());
        }
        for (JsonNode t : m.path("texts")) {
            screen.line("  text \"" + Screen.safe(t.path("text").asText()) + "\"  " + interval(t) + " " + share(t.path("probability"))
                    + "  at " + place(t.path("region")));
        }
        m.path("tracks").forEach(t -> track(t, "  "));
    }

    private void track(JsonNode t, String indent) {
        Screen screen = vireo.screen();
        screen.line(indent + t.path("id").asText() + "  " + interval(t)
                + (t.path("whole_frame").asBoolean() ? "  whole frame" : "  " + t.path("state").asText())
                + (indent.isEmpty() ? "  of " + t.path("moment").asText() + ", " + t.path("asset").asText() : ""));
        List<String> labels = new ArrayList<>();
        for (JsonNode l : t.path("labels")) {
            if (labels.size() < LABELS) {
                labels.add(Screen.safe(l.path("label").asText()) + share(l.path("probability")));
            }
        }
        if (!labels.isEmpty()) {
            screen.line(indent + "  " + String.join(", ", labels));
        }
        List<String> colours = new ArrayList<>();
        t.path("colours").forEach(c -> colours.add(Screen.safe(c.path("colour").asText()) + share(c.path("fraction"))));
        if (!colours.isEmpty()) {
            screen.line(indent + "  " + String.join(", ", colours));
        }
    }

    private static String place(JsonNode region) {
        return String.format(Locale.ROOT, "x %.0f y %.0f w %.0f h %.0f", region.path("x").asDouble(), region.path("y").asDouble(),
                region.path("w").asDouble(), region.path("h").asDouble());
    }

    private static String share(JsonNode value) {
        return String.format(Locale.ROOT, " %.2f", value.asDouble());
    }

    private static String interval(JsonNode node) {
        long start = node.path("start_ms").asLong();
        long end = node.path("end_ms").asLong();
        return end > start ? Times.position(start) + " to " + Times.position(end) : "image";
    }
}
