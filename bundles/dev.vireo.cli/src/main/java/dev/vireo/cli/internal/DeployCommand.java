package dev.vireo.cli.internal;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Deploys a package while the runtime serves. */
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Deploy a package while the runtime serves.",
            "It is verified, started beside what serves, proven in a process of its own and then here, and takes over at one "
                    + "instant. What is refused has no effect; the reason is printed and the exit code is 1."
        })
final class DeployCommand implements Callable<Integer> {
    @ParentCommand
    private Vireo vireo;

    @Mixin
    private Common common;

    @Parameters(paramLabel = "FILE", description = "Package (.vpk) on the machine that the runtime runs on")
    private Path file;

    @Override
    public Integer call() {
        return new GenerationSteps(vireo, common)
                .run(RestClient.BASE + "/generations", Map.of("file", file.toAbsolutePath().normalize().toString()), "generation %d serves");
    }
}
