package dev.vireo.cli.internal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
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
                    + "vireo spaces cutover.",
            "With --percent or --shadow it does not take over but is on trial, until vireo promote or vireo discard. A restart ends a "
                    + "trial, too: what served serves."
        })
final class DeployCommand implements Callable<Integer> {
    @ParentCommand
    private Vireo vireo;

    @Mixin
    private Common common;

    @ArgGroup
    private Rollout rollout = new Rollout();

    /** How it comes to serve; at once without any of it. */
    static final class Rollout {
        @Option(
                names = "--percent",
                paramLabel = "N",
                description = "Let N of 100 questions be answered by it, 1 to 99. It is withdrawn by itself when it fails or is three times as "
                        + "slow")
        private Integer percent;

        @Option(
                names = "--shadow",
                description = "Let nobody get its answers: a sample of what people ask is asked again, and the answers are compared")
        private boolean shadow;

        @Option(names = "--when-ready", description = "Let an encoder with another space take over by itself when its space is complete and agrees "
                + "with what serves as far as the settings ready.overlap.percent and ready.time.percent ask")
        private boolean whenReady;
    }

    @Parameters(paramLabel = "FILE", description = "Package (.vpk) on the machine that the runtime runs on")
    private Path file;

    @Override
    public Integer call() {
        Map<String, Object> body = new HashMap<>(Map.of("file", file.toAbsolutePath().normalize().toString()));
        if (rollout.percent != null) {
            body.put("percent", rollout.percent);
        }
        body.put("shadow", rollout.shadow);
        body.put("when_ready", rollout.whenReady);
        return new GenerationSteps(vireo, common).run(RestClient.BASE + "/generations", body, rollout.percent == null && !rollout.shadow
                ? "generation %d serves"
                : "generation %d is on trial; see vireo generations, then vireo promote or vireo discard");
    }
}
