package dev.vireo.cli.internal;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Removes an asset or a stream. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Remove an asset with its moments and vectors; the file that it was added from is not touched. Or end a stream"
                + " and remove all that was recorded of it.")
final class DeleteCommand implements Callable<Integer> {
    @ParentCommand
    private Vireo vireo;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Common common;

    @Parameters(paramLabel = "ID", description = "Asset or stream id, e.g. a3 or s1")
    private String id;

    @Override
    public Integer call() {
        if (!id.matches("[as][1-9][0-9]{0,17}")) {
            throw new ParameterException(spec.commandLine(), "\"" + id + "\" is no id of an asset or stream; they look like a3 or s1");
        }
        return vireo.delete(common, RestClient.BASE + (id.startsWith("s") ? "/streams/" : "/assets/") + id, id);
    }
}
