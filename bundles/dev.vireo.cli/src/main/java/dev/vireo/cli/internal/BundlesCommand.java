package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Lists the bundles of the runtime. */
@Command(
        name = "bundles",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "List the installed bundles with version, state and the services that they offer.")
final class BundlesCommand implements Callable<Integer> {
    @ParentCommand
    private Vireo vireo;

    @Mixin
    private Common common;

    @Override
    public Integer call() {
        return vireo.tell(common, client -> client.get(RestClient.BASE + "/bundles"), this::show);
    }

    private void show(JsonNode bundles) {
        for (JsonNode b : bundles.path("bundles")) {
            List<String> services = new ArrayList<>();
            b.path("services").forEach(s -> services.add(shortened(Screen.safe(s.asText()))));
            b.path("providers").forEach(p -> services.add(Screen.safe(p.asText())));
            vireo.screen().line(String.format(
                    "%-36s %-10s %-9s %s",
                    Screen.safe(b.path("symbolic_name").asText()),
                    b.path("version").asText(),
                    b.path("state").asText(),
                    String.join(", ", services)));
        }
    }

    /** Our own interfaces by their simple name, those of others in full. */
    private static String shortened(String service) {
        return service.startsWith("dev.vireo.") ? service.substring(service.lastIndexOf('.') + 1) : service;
    }
}
