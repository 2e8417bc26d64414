package dev.vireo.cli.internal;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Ends the trial of a generation, one way or the other. */
abstract class TrialDecision implements Callable<Integer> {
    private final String route;
    private final String done;

    @ParentCommand
    private Vireo vireo;

    @Mixin
    private Common common;

    @Parameters(
            arity = "0..1",
            paramLabel = "N",
            description = "Number of the generation, to be sure which; default: the one on trial")
    private Long number;

    /** @param route below the base of the API, @param done what is said at the end; {@code %d} is the generation */
    TrialDecision(String route, String done) {
        this.route = route;
        this.done = done;
    }

    @Override
    public Integer call() {
        return new GenerationSteps(vireo, common)
                .run(RestClient.BASE + route, number == null ? Map.of() : Map.of("generation", number), done);
    }
}
