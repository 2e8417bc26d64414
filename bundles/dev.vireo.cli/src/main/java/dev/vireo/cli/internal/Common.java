package dev.vireo.cli.internal;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of every command that talks to a runtime. */
final class Common {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Home directory of the runtime to talk to. Default: VIREO_HOME or ~/.vireo")
    Path home;

    @Option(names = "--json", description = "Print one JSON object instead of text for people")
    boolean json;
}
