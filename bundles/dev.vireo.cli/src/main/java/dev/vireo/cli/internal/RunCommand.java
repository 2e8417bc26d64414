package dev.vireo.cli.internal;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Only here to be found in the help: the start script hands "run" to the launcher. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Start the runtime of a home directory in the foreground. It prints \"ready https://127.0.0.1:PORT\""
                + " when it can answer; SIGTERM or Ctrl-C lets running work end and stops it.")
final class RunCommand implements Callable<Integer> {
    @Option(names = "--home", paramLabel = "DIR", description = "Where everything is kept. Default: VIREO_HOME or ~/.vireo")
    Path home;

    @Option(names = "--port", paramLabel = "N", description = "HTTPS port, 0 for any free one. Default: 8443")
    Integer port;

    @Override
    public Integer call() {
        throw new Failure(Exit.FAILURE, "the runtime is started by the script bin/vireo, not by this class alone");
    }
}
