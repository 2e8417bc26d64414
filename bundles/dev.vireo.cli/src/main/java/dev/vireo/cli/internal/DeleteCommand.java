package dev.vireo.cli.internal;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Removes an asset. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Remove an asset with its moments and vectors. The file that it was added from is not touched.")
final class DeleteCommand implements Callable<Integer> {
    @ParentCommand
    private Vireo vireo;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Common common;

    @Parameters(paramLabel = "ID", description = "Asset id, e.g. a3")
    private String id;

    @Override
    public Integer call() {
        if (!id.matches("a[1-9][0-9]{0,17}")) {
            throw new ParameterException(spec.commandLine(), "\"" + id + "\" is no asset id; they look like a3");
        }
        try (RestClient client = vireo.connect(common)) {
            client.delete(RestClient.BASE + "/assets/" + id);
            if (common.json) {
                vireo.print(vireo.json().createObjectNode().put("deleted", id));
            } else {
                vireo.screen().line("deleted " + id);
            }
            return Exit.OK;
        }
    }
}
