package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Looking at stored footage again, and deciding about it. */
@Command(
        name = "renewal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show how looking again at stored footage goes.",
            "When another detector or classifier serves than the one that made the results of stored footage, Vireo looks at it",
            "again in the background, the newest first. Old results answer until the new ones of an asset are whole."
        },
        synopsisSubcommandLabel = "[pause | resume | abandon]",
        subcommands = {RenewalCommand.Pause.class, RenewalCommand.Resume.class, RenewalCommand.Abandon.class},
        footer = {
            "",
            "Each of them takes --home DIR and --json as every command does.",
            "",
            "Example: vireo renewal",
            "         vireo renewal pause"
        })
final class RenewalCommand implements Callable<Integer> {
    private static final String PATH = RestClient.BASE + "/renewal";

    @ParentCommand
    private Vireo vireo;

    @Mixin
    private Common common;

    @Override
    public Integer call() {
        return run(common, client -> client.get(PATH));
    }

    private int run(Common with, Function<RestClient, JsonNode> call) {
        return vireo.tell(with, call, status -> new RenewalLines(vireo.screen()).all(status));
    }

    /** A decision. */
    private abstract static class Decision implements Callable<Integer> {
        private final String name;

        @ParentCommand
        private RenewalCommand renewal;

        @Mixin
        private Common common;

        Decision(String name) {
            this.name = name;
        }

        @Override
        public Integer call() {
            return renewal.run(common, client -> client.post(PATH + "/" + name, Map.of()));
        }
    }

    /** Stands still. */
    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Stand still, also after a restart, until resumed. What was renewed stays renewed.")
    static final class Pause extends Decision {
        Pause() {
            super("pause");
        }
    }

    /** Goes on. */
    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Go on, also after giving up. What could not be looked at again is tried once more.")
    static final class Resume extends Decision {
        Resume() {
            super("resume");
        }
    }

    /** Gives up. */
    @Command(
            name = "abandon",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Give up: what was not looked at again yet keeps its results, until other models serve than now.")
    static final class Abandon extends Decision {
        Abandon() {
            super("abandon");
        }
    }
}
