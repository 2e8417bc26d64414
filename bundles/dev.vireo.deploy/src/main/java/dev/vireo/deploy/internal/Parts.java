package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.GenerationStore;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What all steps of a deployment work with. */
record Parts(
        GenerationStore rows,
        SpaceCatalog spaces,
        BundleStore store,
        Stage stage,
        Bundles bundles,
        Lineup lineup,
        Readiness readiness,
        FamilyProbes probes,
        Settings settings) {
    private static final Set<State> STARTED = Set.of(State.PREPARING, State.STAGED, State.TRIAL, State.ACTIVE, State.WARM);

    Generation generation(long number) {
        return rows.get(number)
                .orElseThrow(() -> new VireoException(ErrorKind.NOT_FOUND, "there is no generation " + number));
    }

    Generation active() {
        return generation(rows.intent().active());
    }

    BroughtSpaces brought() {
        return new BroughtSpaces(rows, spaces);
    }

    /** Generations whose bundles are needed now, but for one. */
    List<Generation> startedBut(long number) {
        return rows.list().stream().filter(g -> g.number() != number && STARTED.contains(g.state())).toList();
    }

    /** Removes the jars that no generation can come back to. */
    void sweep() {
        store.sweep(rows.list().stream()
                .filter(g -> g.state() != State.FAILED && g.state() != State.WITHDRAWN)
                .flatMap(g -> g.bundles().stream())
                .map(DeployedBundle::sha256)
                .collect(Collectors.toSet()));
    }

    /** Stops what only this generation needs. Its row says already that it is not started any more. */
    void stop(Generation generation) {
        bundles.remove(lineup.removed(generation, startedBut(generation.number())));
    }
}
