package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Lists whom the appliance trusts. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "List whom the appliance trusts, what is revoked, and the versions below which nothing is deployed.")
final class KeysList implements Callable<Integer> {
    @ParentCommand
    private KeysCommand keys;

    @Mixin
    private Common common;

    @Override
    public Integer call() {
        Vireo vireo = keys.vireo();
        return vireo.tell(common, client -> client.get(RestClient.BASE + "/trust"), trust -> show(vireo.screen(), trust));
    }

    static void show(Screen screen, JsonNode t) {
        screen.line("root       " + (t.path("root").isObject()
                ? t.path("root").path("id").asText() + "  " + Screen.safe(t.path("root").path("name").asText())
                : "none; vireo keys trust FILE gives one"));
        for (JsonNode p : t.path("publishers")) {
            screen.line("publisher  " + p.path("key").path("id").asText() + "  " + Screen.safe(p.path("key").path("name").asText()) + "  "
                    + p.path("state").asText() + " until " + p.path("until").asText() + "  names " + joined(p.path("prefixes")) + "  channels "
                    + joined(p.path("channels")));
        }
        screen.line("revoked    " + (t.path("revocation_number").asLong() == 0 ? "nothing" : "list " + t.path("revocation_number").asLong()));
        t.path("revoked_keys").properties().forEach(e -> screen.line("  key      " + e.getKey() + "  " + Screen.safe(e.getValue().asText())));
        t.path("revoked_packages").properties().forEach(e -> screen.line("  release  " + e.getKey() + "  " + Screen.safe(e.getValue().asText())));
        t.path("floors").properties().forEach(e -> screen.line("floor      " + Screen.safe(e.getKey()) + " " + e.getValue().asText()));
        boolean behind = t.path("now").asText().compareTo(t.path("latest_seen").asText()) < 0;
        screen.line("clock      " + t.path("now").asText() + (behind ? ", behind the latest time seen, " + t.path("latest_seen").asText() : ""));
        screen.line("developer  mode is " + (t.path("developer_mode").asBoolean() ? "on" : "off"));
    }

    private static String joined(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(n -> texts.add(Screen.safe(n.asText())));
        return String.join(", ", texts);
    }
}
