package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Lists the generations. */
@Command(
        name = "generations",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "List what was deployed, generation by generation, which one serves, and what trials found.")
final class GenerationsCommand implements Callable<Integer> {
    @ParentCommand
    private Vireo vireo;

    @Mixin
    private Common common;

    @Override
    public Integer call() {
        return vireo.tell(common, client -> client.get(RestClient.BASE + "/generations"), this::show);
    }

    private void show(JsonNode all) {
        for (JsonNode generation : all.path("generations")) {
            vireo.screen().line(line(generation, all.path("last_good").asLong()));
            if (generation.path("trial").isObject()) {
                new TrialLines(vireo.screen()).show(generation.path("number").asLong(), generation.path("trial"));
            }
        }
    }

    private static String line(JsonNode generation, long lastGood) {
        List<String> packages = new ArrayList<>();
        generation.path("packages").forEach(p -> packages.add(p.path("name").asText() + " " + p.path("version").asText()
                + (p.path("signer").asText().equals("developer") ? " (not signed)" : "")));
        long number = generation.path("number").asLong();
        String state = generation.path("state").asText() + (number == lastGood ? ", last good" : "");
        String reason = generation.path("reason").asText();
        return Screen.safe(String.format("%-4d %-19s %-25s %s%s", number, state, generation.path("created").isTextual() ? generation.path("created").asText() : "-",
                packages.isEmpty() ? "what the distribution brings" : String.join(", ", packages),
                reason.isEmpty() ? "" : "  [" + reason + "]")).stripTrailing();
    }
}
