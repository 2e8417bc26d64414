package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tells the appliance whom to trust. */
@Command(
        name = "trust",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Give the appliance a root's statement, a delegation or a revocation list.",
            "The first root is taken at its word: compare the id that is printed with the one that its holder tells you."
        })
final class KeysTrust implements Callable<Integer> {
    @ParentCommand
    private KeysCommand keys;

    @Mixin
    private Common common;

    @Parameters(paramLabel = "FILE", description = "A statement that vireo keys wrote")
    private Path file;

    @Option(names = "--replace", paramLabel = "ID", description = "Id of the root in force, to replace it by one that it did not sign")
    private String replace;

    @Override
    public Integer call() {
        Vireo vireo = keys.vireo();
        Map<String, Object> body = new HashMap<>();
        body.put("name", String.valueOf(file.getFileName()));
        body.put("statement", new String(KeyFiles.read(file), StandardCharsets.UTF_8));
        if (replace != null) {
            body.put("replace", replace);
        }
        return vireo.tell(common, client -> client.post(RestClient.BASE + "/trust", body), accepted -> show(vireo.screen(), accepted));
    }

    private static void show(Screen screen, JsonNode accepted) {
        String id = accepted.path("id").asText();
        String title = Screen.safe(accepted.path("title").asText());
        String what = switch (accepted.path("kind").asText()) {
            case "root" -> "the root key of " + title + ":\n  " + grouped(id) + "\n  (" + id + ")";
            case "delegation" -> "the publisher " + title + ", key " + id;
            default -> "revocation list " + id + ": " + title;
        };
        screen.line((accepted.path("changed").asBoolean() ? "trusted from now on: " : "in force already: ") + what);
    }

    /** Easier to compare by eye and to read aloud. */
    static String grouped(String id) {
        return id.replaceAll("(.{4})(?=.)", "$1 ");
    }
}
