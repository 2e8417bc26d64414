package dev.vireo.cli.internal;

import picocli.CommandLine.Command;

/** Lets the generation on trial take over. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Let the generation on trial take over.", "It serves everybody from one instant on, and is watched as after any deploy; vireo rollback undoes it."})
final class PromoteCommand extends TrialDecision {
    PromoteCommand() {
        super("/promotions", "generation %d serves");
    }
}
