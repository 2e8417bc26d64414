package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Calls;
import dev.vireo.api.broker.Stage.Meter;
import dev.vireo.api.deploy.Generation;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Stages a generation step by step for all to follow, and counts meanwhile how what it would replace does. */
final class Staging {
    private final Parts parts;
    private final Preparation preparation;
    private final Steps steps;
    private final WarmGenerations warm;

    Staging(Parts parts, Preparation preparation, Steps steps, WarmGenerations warm) {
        this.parts = parts;
        this.preparation = preparation;
        this.steps = steps;
        this.warm = warm;
    }

    /**
     * A generation that is started and proven.
     *
     * @param move the change of space that it brings; empty for most
     * @param before calls of what it would replace, while it was prepared
     */
    record Prepared(Optional<SpaceMove> move, Map<String, Calls> before) {}

    /** @param content where the jars of new packages come from; empty when all lie in the store */
    Prepared run(Generation next, Generation active, Optional<Candidate> content) throws InterruptedException {
        try (Meter meter = parts.stage().meter(Lineup.origins(parts.lineup().added(next, active)))) {
            Optional<SpaceMove> move = preparation.run(next, active, content, new Preparation.Progress() {
                @Override
                public void step(String step, String message) {
                    steps.step(next.number(), step, message);
                }

                @Override
                public boolean giveUpWarm() {
                    return warm.retireAllBut(OptionalLong.empty());
                }
            });
            return new Prepared(move, meter.calls());
        }
    }
}
