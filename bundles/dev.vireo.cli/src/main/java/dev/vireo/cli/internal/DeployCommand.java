package dev.vireo.cli.internal;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
                    + "instant. What is refused has no effect; the reason is printed and the exit code is 1.",
            "An encoder with another space is started beside what serves; its space is built and compared, and it takes over with "
                    + "vireo spaces cutover."
        })
final class DeployCommand implements Callable<Integer> {
    @ParentCommand
    private Vireo vireo;

    @Mixin
    private Common common;

    @Parameters(paramLabel = "FILE", description = "Package (.vpk) on the machine that the runtime runs on")
    private Path file;

    @Option(names = "--when-ready", description = "Let an encoder with another space take over by itself when its space is complete and agrees "
            + "with what serves as far as the settings ready.overlap.percent and ready.time.percent ask")
    private boolean whenReady;

    @Override
    public Integer call() {
        return new GenerationSteps(vireo, common)
                .run(RestClient.BASE + "/generations", Map.of("file", file.toAbsolutePath().normalize().toString(), "when_ready", whenReady), "generation %d serves");
    }
}
