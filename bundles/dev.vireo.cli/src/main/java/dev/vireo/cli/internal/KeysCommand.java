package dev.vireo.cli.internal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Keys of those who make packages, and whom an appliance trusts. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Make, delegate and revoke the keys that packages are signed with, and tell the appliance whom to trust.",
            "root, publisher, delegate, revoke and show work on files and need no runtime."
        },
        synopsisSubcommandLabel = "(root | publisher | delegate | revoke | show | trust | list | developer | clock)",
        subcommands = {
            KeysRoot.class, KeysPublisher.class, KeysDelegate.class, KeysRevoke.class, KeysShow.class, KeysTrust.class, KeysList.class,
            KeysDeveloper.class, KeysClock.class
        },
        footer = {
            "",
            "Example: vireo keys root \"Acme root\" --out acme-root           (on a machine without a network)",
            "         vireo keys publisher --out acme",
            "         vireo keys delegate acme.pub --root acme-root.key --name Acme --prefix acme --out acme.delegation.json",
            "         vireo keys trust acme-root.json                         (on the appliance)"
        })
final class KeysCommand implements Runnable {
    @ParentCommand
    private Vireo vireo;

    @Spec
    private CommandSpec spec;

    Vireo vireo() {
        return vireo;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of root, publisher, delegate, revoke, show, trust, list, developer and clock is missing");
    }
}
