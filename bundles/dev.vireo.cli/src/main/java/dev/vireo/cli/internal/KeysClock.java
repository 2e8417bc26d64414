package dev.vireo.cli.internal;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Repairs what a wrong clock left. */
@Command(
        name = "clock",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Take the appliance's clock for right, also when it is behind the latest time seen.",
            "Expiry is judged by the later of the two, so that a clock set back revives nothing. Use this after the clock had been wrong."
        })
final class KeysClock implements Callable<Integer> {
    @ParentCommand
    private KeysCommand keys;

    @Mixin
    private Common common;

    @Override
    public Integer call() {
        Vireo vireo = keys.vireo();
        return vireo.tell(common, client -> client.post(RestClient.BASE + "/trust/clock", Map.of()),
                trust -> vireo.screen().line("latest time seen is now " + trust.path("latest_seen").asText()));
    }
}
