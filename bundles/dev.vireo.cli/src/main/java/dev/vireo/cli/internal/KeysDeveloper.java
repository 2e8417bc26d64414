package dev.vireo.cli.internal;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Switches developer mode. */
@Command(
        name = "developer",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Take packages that nobody signed (on), or no longer (off, as it is at first).",
            "While it is on, every answer and every command says so. For whoever writes bundles, never for an appliance in use."
        })
final class KeysDeveloper implements Callable<Integer> {
    enum Mode { ON, OFF }

    @ParentCommand
    private KeysCommand keys;

    @Mixin
    private Common common;

    @Parameters(paramLabel = "(on | off)", description = "on or off")
    private Mode mode;

    @Override
    public Integer call() {
        Vireo vireo = keys.vireo();
        return vireo.tell(common, client -> client.post(RestClient.BASE + "/trust/developer-mode", Map.of("on", mode == Mode.ON)),
                trust -> vireo.screen().line("developer mode is " + (trust.path("developer_mode").asBoolean() ? "on" : "off")));
    }
}
