package dev.vireo.cli.internal;

import picocli.CommandLine.Command;

/** Withdraws the generation on trial. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Withdraw the generation on trial.", "No new question reaches it; when those under way have ended it is stopped. What the trial found stays in vireo generations."})
final class DiscardCommand extends TrialDecision {
    DiscardCommand() {
        super("/discards", "generation %d is withdrawn");
    }
}
