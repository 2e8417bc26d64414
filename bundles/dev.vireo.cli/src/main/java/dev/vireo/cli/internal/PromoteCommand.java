package dev.vireo.cli.internal;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lets the generation on trial take over. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Let the generation on trial take over.", "It serves everybody from one instant on, and is watched as after any deploy; vireo rollback undoes it."})
final class PromoteCommand implements Callable<Integer> {
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
                .run(RestClient.BASE + "/promotions", number == null ? Map.of() : Map.of("generation", number), "generation %d serves");
    }
}
