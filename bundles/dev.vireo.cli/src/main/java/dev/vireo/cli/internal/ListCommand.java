package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists what was added and what was refused. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "List streams, what was added or recorded, newest first, and the files that were refused with the reason.")
final class ListCommand implements Callable<Integer> {
    @ParentCommand
    private Vireo vireo;

    @Mixin
    private Common common;

    @Option(names = "--domain", paramLabel = "D", description = "Only this domain. Default: all")
    private String domain;

    @Override
    public Integer call() {
        String query = domain == null ? "" : "?domain=" + URLEncoder.encode(domain, StandardCharsets.UTF_8);
        return vireo.tell(common, client -> {
            ObjectNode list = (ObjectNode) client.get(RestClient.BASE + "/assets" + query);
            list.set("refusals", client.get(RestClient.BASE + "/refusals" + query).path("refusals"));
            list.set("streams", client.get(RestClient.BASE + "/streams").path("streams"));
            return list;
        }, this::show);
    }

    private void show(JsonNode list) {
        Screen screen = vireo.screen();
        for (JsonNode stream : list.path("streams")) {
            if (domain == null || stream.path("domain").asText().equals(domain)) {
                screen.line(StreamLines.line(screen, stream));
            }
        }
        for (JsonNode asset : list.path("assets")) {
            String start = asset.path("clock").path("start").asText("");
            long length = asset.path("duration_ms").asLong();
            screen.line(String.format(
                    "%-6s %-9s %-8s %-19s  %s",
                    asset.path("id").asText(),
                    asset.path("state").asText(),
                    length > 0 ? Times.position(length) : asset.path("media").asText(),
                    asset.path("clock").path("start").isTextual() ? Times.moment(start) : "time unknown",
                    Screen.safe(asset.path("path").asText())));
            SameFootage.lines(asset).forEach(line -> screen.line("       " + line));
        }
        for (JsonNode refusal : list.path("refusals")) {
            screen.line(screen.red("refused") + "  " + Screen.safe(refusal.path("path").asText()) + ": "
                    + Screen.safe(refusal.path("reason").asText()));
        }
        screen.line(Times.count(list.path("total").asLong(), "asset", "assets")
                + (list.path("refusals").isEmpty()
                        ? ""
                        : ", " + Times.count(list.path("refusals").size(), "file refused", "files refused")));
    }
}
