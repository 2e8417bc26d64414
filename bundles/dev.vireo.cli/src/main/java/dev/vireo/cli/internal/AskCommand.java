package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Asks a question and shows the answer with its evidence. */
@Command(
        name = "ask",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Ask in words, with a picture, by pointing at a thing, or with words and a thing together.",
            "Shows the plan (what must hold), the answer, the hits with the evidence for each condition, and near misses"
                    + " apart with what failed. The exit code is 3 when nothing was found or when there is a question back."
        },
        footer = {
            "",
            "Examples: vireo ask \"find white vehicles parked before 5 pm\" --out proof",
            "          vireo ask --moment m12 --point 690,70",
            "          vireo ask \"like this, but red\" --image street.jpg --box 652,43,74,55"
        })
final class AskCommand implements Callable<Integer> {
    private static final int MISSES = 3;

    @ParentCommand
    private Vireo vireo;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Common common;

    @Parameters(arity = "0..1", paramLabel = "QUESTION", description = "In English or Chinese")
    private String question;

    @Option(names = "--domain", paramLabel = "D", description = "Domain to search. Default: default")
    private String domain;

    @Option(names = "--top", paramLabel = "K", description = "Most hits and near misses, 1 to 1000. Default: 10")
    private Integer top;

    @Mixin
    private PointOptions pointed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write the frame of each hit with its boxes drawn (hit-1.jpg), that of each later step (hit-1-2.jpg) and the clip"
                    + " (hit-1.mp4) there")
    private Path out;

    @Override
    public Integer call() {
        if (question == null && !pointed.given()) {
            throw new ParameterException(spec.commandLine(), "a question, --image or --moment is missing");
        }
        if (top != null && (top < 1 || top > 1_000)) {
            throw new ParameterException(spec.commandLine(), "--top is " + top + "; it needs 1 to 1000");
        }
        Map<String, Object> body = new HashMap<>();
        body.put("question", question == null ? "" : question);
        if (domain != null) {
            body.put("domain", domain);
        }
        if (top != null) {
            body.put("top", top);
        }
        pointed.fill(body);
        try (RestClient client = vireo.connect(common)) {
            JsonNode answer = client.post(RestClient.BASE + "/ask", body);
            if (out != null) {
                save(client, answer);
            }
            if (common.json) {
                vireo.print(answer);
            } else {
                show(answer);
            }
            return answer.path("status").asText().equals("answered") ? Exit.OK : Exit.NOTHING;
        }
    }

    /** Puts files in the place of the API's paths. A clip that cannot be made is told and left out. */
    private void save(RestClient client, JsonNode answer) {
        Path folder = out.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Failure(Exit.FAILURE, "cannot make the folder " + Screen.safe(folder.toString()), e);
        }
        int number = 0;
        for (JsonNode hit : answer.path("hits")) {
            number++;
            replace(client, (ObjectNode) hit, "frame", folder.resolve("hit-" + number + ".jpg"));
            replace(client, (ObjectNode) hit, "clip", folder.resolve("hit-" + number + ".mp4"));
            int other = 1;
            for (JsonNode involved : hit.path("involved")) {
                other++;
                // What is shown in the hit's own frame is drawn there.
                boolean apart = involved.path("frame_ms").asLong() != hit.path("frame_ms").asLong();
                if (apart) {
                    replace(client, (ObjectNode) involved, "frame", folder.resolve("hit-" + number + "-" + other + ".jpg"));
                } else {
                    ((ObjectNode) involved).set("frame", hit.path("frame"));
                }
            }
        }
    }

    private void replace(RestClient client, ObjectNode hit, String field, Path file) {
        String path = hit.path(field).asText("");
        if (!path.startsWith(RestClient.BASE + "/")) {
            return;
        }
        try {
            client.download(path, file);
            hit.put(field, file.toString());
        } catch (Failure e) {
            hit.putNull(field);
            vireo.screen().note("vireo: no " + field + " of " + hit.path("moment").asText() + ": " + e.getMessage());
        }
    }

    private void show(JsonNode answer) {
        Screen screen = vireo.screen();
        Map<String, JsonNode> conditions = new HashMap<>();
        List<String> chips = new ArrayList<>();
        for (JsonNode condition : answer.path("plan").path("conditions")) {
            conditions.put(condition.path("id").asText(), condition);
            chips.add("[" + named(condition) + "]");
        }
        if (!chips.isEmpty()) {
            screen.line("plan: " + String.join(" ", chips));
        }
        if (answer.path("clarification").isObject()) {
            screen.line(Screen.safe(answer.path("clarification").path("question").asText()));
            for (JsonNode choice : answer.path("clarification").path("choices")) {
                screen.line("  - " + Screen.safe(choice.asText()));
            }
        } else {
            screen.line(screen.bold(Screen.safe(answer.path("answer").asText())));
        }
        int number = 0;
        for (JsonNode hit : answer.path("hits")) {
            number++;
            screen.line("");
            screen.line(screen.bold(number + ". " + headline(hit)));
            hit.path("evidence").forEach(e -> evidence(screen, e, conditions));
            place(screen, hit);
        }
        misses(screen, answer.path("near_misses"), conditions);
        screen.line("");
        answer.path("notices").forEach(notice -> screen.line("note: " + Screen.safe(notice.asText())));
        screen.line(Times.count(number, "hit", "hits") + " in " + answer.path("timings_ms").path("total").asLong() + " ms");
    }

    /** The nearest ones with what failed; all are in the JSON. */
    private static void misses(Screen screen, JsonNode misses, Map<String, JsonNode> conditions) {
        if (misses.isEmpty()) {
            return;
        }
        screen.line("");
        screen.line("near misses:");
        int shown = 0;
        for (JsonNode miss : misses) {
            if (shown == MISSES) {
                screen.line("   and " + (misses.size() - shown) + " more (--json lists them)");
                return;
            }
            shown++;
            screen.line("   " + headline(miss));
            for (JsonNode e : miss.path("evidence")) {
                if (!e.path("verdict").asText().equals("met")) {
                    evidence(screen, e, conditions);
                }
            }
        }
    }

    private static String named(JsonNode condition) {
        return condition.path("kind").asText() + ": " + (condition.path("negated").asBoolean() ? "not " : "")
                + Screen.safe(condition.path("value").asText());
    }

    private static String headline(JsonNode hit) {
        long start = hit.path("start_ms").asLong();
        long end = hit.path("end_ms").asLong();
        boolean timed = hit.path("captured_at").isTextual();
        return hit.path("moment").asText() + " " + hit.path("track").asText()
                + "  " + Screen.safe(String.valueOf(Path.of(hit.path("path").asText()).getFileName()))
                + (end > start ? "  " + Times.position(start) + " to " + Times.position(end) : "")
                + (timed ? "  captured " + Times.moment(hit.path("captured_at").asText()) : "  capture time unknown")
                + String.format(Locale.ROOT, "  probability %.2f", hit.path("probability").asDouble());
    }

    private static void evidence(Screen screen, JsonNode evidence, Map<String, JsonNode> conditions) {
        String mark = switch (evidence.path("verdict").asText()) {
            case "met" -> screen.green("✓");
            case "not_met" -> screen.red("✗");
            default -> screen.yellow("?");
        };
        JsonNode condition = conditions.get(evidence.path("condition").asText());
        String asked = condition == null ? evidence.path("condition").asText() : condition.path("value").asText();
        String measured = evidence.path("value").asText();
        // Measures often repeat what was asked for; once is enough.
        String told = measured.startsWith(asked + ": ") ? measured.substring(asked.length() + 2) : measured;
        screen.line("   " + mark + " " + (condition == null ? Screen.safe(asked) : named(condition)) + "  "
                + Screen.safe(told) + "  (" + Screen.safe(evidence.path("model").asText()) + ")");
    }

    private static String where(JsonNode thing) {
        JsonNode region = thing.path("region");
        return String.format(
                Locale.ROOT,
                "%s in x %.0f y %.0f w %.0f h %.0f",
                Times.position(thing.path("frame_ms").asLong()),
                region.path("x").asDouble(),
                region.path("y").asDouble(),
                region.path("w").asDouble(),
                region.path("h").asDouble());
    }

    private void place(Screen screen, JsonNode hit) {
        JsonNode region = hit.path("region");
        if (region.isObject()) {
            screen.line("     at " + where(hit));
        }
        for (JsonNode twin : hit.path("twins")) {
            screen.line("     the same scene in " + twin.path("asset").asText() + " "
                    + Screen.safe(String.valueOf(Path.of(twin.path("path").asText()).getFileName())) + ": "
                    + twin.path("moment").asText() + " " + twin.path("track").asText() + " at "
                    + Times.position(twin.path("frame_ms").asLong()));
        }
        for (JsonNode involved : hit.path("involved")) {
            boolean apart = involved.path("frame_ms").asLong() != hit.path("frame_ms").asLong();
            boolean stored = out != null && apart && involved.path("frame").isTextual();
            screen.line("     " + Screen.safe(involved.path("what").asText()) + " " + involved.path("track").asText() + " at "
                    + where(involved) + (stored ? "  frame " + Screen.safe(involved.path("frame").asText()) : ""));
        }
        if (out != null) {
            for (String field : List.of("frame", "clip")) {
                if (hit.path(field).isTextual()) {
                    screen.line("     " + field + " " + Screen.safe(hit.path(field).asText()));
                }
            }
        }
    }
}
