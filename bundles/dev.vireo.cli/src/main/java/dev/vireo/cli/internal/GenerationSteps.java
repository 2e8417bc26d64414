package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Starts a deploy or roll-back and follows it to its end. */
final class GenerationSteps {
    private static final int MAX_RECONNECTS = 20;

    private final Vireo vireo;
    private final Common common;

    GenerationSteps(Vireo vireo, Common common) {
        this.vireo = vireo;
        this.common = common;
    }

    /** @return exit code; what was refused is a failure of the deploy, not of the command line */
    int run(String path, Map<String, ?> body, String done) {
        try (RestClient client = vireo.connect(common)) {
            JsonNode generation = post(client, path, body);
            JsonNode end = follow(client, generation.path("number").asLong());
            if (common.json) {
                vireo.print(end);
            } else if (end.path("failed").asBoolean()) {
                vireo.screen().note("vireo: generation " + end.path("generation").asLong() + " does not serve: "
                        + Screen.safe(end.path("message").asText()));
            } else if (end.path("step").asText().equals("waiting")) {
                vireo.screen().line("generation " + end.path("generation").asLong() + " waits: " + Screen.safe(end.path("message").asText()));
            } else {
                String message = end.path("message").asText();
                vireo.screen().line(String.format(done, end.path("generation").asLong())
                        + (message.isEmpty() ? "" : "; " + Screen.safe(message)));
            }
            return end.path("failed").asBoolean() ? Exit.FAILURE : Exit.OK;
        }
    }

    private static JsonNode post(RestClient client, String path, Map<String, ?> body) {
        try {
            return client.post(path, body);
        } catch (Failure e) {
            throw new Failure(Exit.FAILURE, e.getMessage(), e);
        }
    }

    private JsonNode follow(RestClient client, long number) {
        String shown = "";
        for (int attempt = 0; attempt < MAX_RECONNECTS; attempt++) {
            try (BufferedReader events = new BufferedReader(new InputStreamReader(
                    client.stream(RestClient.BASE + "/generations/" + number + "/events"), StandardCharsets.UTF_8))) {
                for (String line = events.readLine(); line != null; line = events.readLine()) {
                    if (!line.startsWith("data: ")) {
                        continue;
                    }
                    JsonNode progress = vireo.json().readTree(line.substring("data: ".length()));
                    if (progress.path("ended").asBoolean()) {
                        return progress;
                    }
                    String step = Screen.safe(progress.path("step").asText() + "  " + progress.path("message").asText()).stripTrailing();
                    if (!common.json && !step.equals(shown)) {
                        vireo.screen().note(step);
                        shown = step;
                    }
                }
            } catch (IOException e) {
                vireo.screen().note("the progress broke off, reading it again");
            }
        }
        throw new Failure(Exit.FAILURE, "the progress of generation " + number + " broke off " + MAX_RECONNECTS
                + " times; it goes on (see: vireo generations)");
    }
}
