package dev.vireo.cli.internal;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Goes back to a generation that served. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Go back to a generation that served.",
            "While it is warm that takes an instant; later it is prepared again first, and what serves goes on meanwhile."
        })
final class RollbackCommand implements Callable<Integer> {
    @ParentCommand
    private Vireo vireo;

    @Mixin
    private Common common;

    @Parameters(
            arity = "0..1",
            paramLabel = "N",
            description = "Number of the generation, see vireo generations; 0 is what the distribution brings. "
                    + "Default: the one that served before")
    private Long number;

    @Override
    public Integer call() {
        return new GenerationSteps(vireo, common).run(
                RestClient.BASE + "/rollbacks", number == null ? Map.of() : Map.of("generation", number), "generation %d serves again");
    }
}
