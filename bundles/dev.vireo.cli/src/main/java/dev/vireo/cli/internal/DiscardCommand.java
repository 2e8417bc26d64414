package dev.vireo.cli.internal;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Withdraws the generation on trial. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Withdraw the generation on trial.", "No new question reaches it; when those under way have ended it is stopped. What the trial found stays in vireo generations."})
final class DiscardCommand implements Callable<Integer> {
    @ParentCommand
    private Vireo vireo;

    @Mixin
    private Common common;

    @Parameters(
            arity = "0..1",
            paramLabel = "N",
            description = "Number of the generation, to be sure which; default: the one on trial")
    private Long number;

    @Override
    public Integer call() {
        return new GenerationSteps(vireo, common)
                .run(RestClient.BASE + "/discards", number == null ? Map.of() : Map.of("generation", number), "generation %d is withdrawn");
    }
}
