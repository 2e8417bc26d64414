package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.deploy.DeployedPackage;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.GenerationStore;
import dev.vireo.api.deploy.Intent;
import dev.vireo.api.deploy.PackageSpace;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.deploy.TrialReport;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of generations must do. */
public abstract class GenerationStoreContractTest {
    private static final DeployedPackage EYE = new DeployedPackage("eye", "1.2.0", "ab".repeat(32), "key-1", List.of(
            new DeployedBundle("dev.example.eye", "1.2.0", "cd".repeat(32), 4_711),
            new DeployedBundle("dev.example.lid", "1.0.0", "ef".repeat(32), 1)));
    private static final DeployedPackage EAR =
            new DeployedPackage("ear", "2.0.0", "01".repeat(32), "developer", List.of());

    /** The store under test, new at the start of each test. */
    protected abstract GenerationStore store();

    private State state(long number) {
        return store().get(number).orElseThrow().state();
    }

    @Test
    void beginsWithWhatTheDistributionBrings() {
        assertEquals(new Intent(0, 0, 0), store().intent());
        assertEquals(List.of(0L), store().list().stream().map(Generation::number).toList());
        assertEquals(State.ACTIVE, state(0));
    }

    @Test
    void aGenerationIsKeptWithItsPackages() {
        Generation made = store().add(0, List.of(EYE, EAR));
        assertEquals(State.PREPARING, made.state());
        assertEquals(List.of(EAR, EYE), made.packages());
        assertEquals(made, store().get(made.number()).orElseThrow());
        assertEquals(new Intent(0, 0, 0), store().intent());
        assertEquals(made.number() + 1, store().add(0, List.of(EAR)).number());
    }

    @Test
    void whatATrialFoundIsKeptInPlaceOfWhatWasKept() {
        long one = store().add(0, List.of(EYE)).number();
        assertEquals(Optional.empty(), store().trial(one));
        Instant begun = Instant.ofEpochMilli(1_000);
        TrialReport shared = new TrialReport(one, 0, 30, begun, TrialReport.State.ON, Optional.empty(), "",
                Map.of(Stage.Trial.REQUEST, new Figures(70, 0, "", 2e6, 4e6)),
                Map.of(Stage.Trial.REQUEST, new Figures(30, 2, "worn out", 3e6, 5e6), "Reranker.rerank", new Figures(30, 2, "worn out", 1e6, 2e6)),
                Optional.empty());
        store().note(shared);
        assertEquals(shared, store().trial(one).orElseThrow());
        TrialReport shadowed = new TrialReport(one, 0, 0, begun, TrialReport.State.ON, Optional.empty(), "", Map.of(), Map.of(),
                Optional.of(new ShadowReport(12, 3, 0.75, -0.5, 0.8, new SpaceReport.Times(10, 20), new SpaceReport.Times(11, 21),
                        List.of(new SpaceReport.Difference("a red car", 0.1), new SpaceReport.Difference("a dog", 0.9)))));
        store().note(shadowed);
        assertEquals(shadowed, store().trial(one).orElseThrow());
        TrialReport ended = shadowed.ended(TrialReport.State.DISCARDED, Instant.ofEpochMilli(2_000), "discarded");
        store().note(ended);
        store().mark(one, State.WITHDRAWN, "discarded");
        assertEquals(ended, store().trial(one).orElseThrow());
        assertEquals(State.WITHDRAWN, state(one));
    }

    @Test
    void aCommitIsOneStep() {
        long one = store().add(0, List.of(EYE)).number();
        store().mark(one, State.STAGED, "proven");
        store().commit(one, State.WARM, "replaced");
        assertEquals(new Intent(one, one, 0), store().intent());
        assertEquals(State.ACTIVE, state(one));
        assertEquals(State.WARM, state(0));
        store().proven(one);
        assertEquals(new Intent(one, one, one), store().intent());
        store().commit(0, State.QUARANTINED, "its answers failed");
        assertEquals(new Intent(0, 0, one), store().intent());
        assertEquals("its answers failed", store().get(one).orElseThrow().reason());
    }

    @Test
    void onlyTheActiveOneIsProven() {
        long one = store().add(0, List.of(EYE)).number();
        store().proven(one);
        assertEquals(new Intent(0, 0, 0), store().intent());
    }

    @Test
    void startsAreCountedUntilOneCameUp() {
        long one = store().add(0, List.of(EYE)).number();
        assertEquals(1, store().starting(one));
        assertEquals(2, store().starting(one));
        assertEquals(2, store().get(one).orElseThrow().failedStarts());
        store().started(one);
        assertEquals(0, store().get(one).orElseThrow().failedStarts());
        assertEquals(1, store().starting(one));
    }

    @Test
    void aStartThatWasGivenUpDoesNotCount() {
        long one = store().add(0, List.of(EYE)).number();
        store().starting(one);
        store().starting(one);
        store().startGivenUp(one);
        assertEquals(1, store().get(one).orElseThrow().failedStarts());
        store().started(one);
        store().startGivenUp(one);
        assertEquals(0, store().get(one).orElseThrow().failedStarts());
    }

    @Test
    void whatBringsAnotherSpaceIsStagedBesideAndKeepsItsSpace() {
        Space old = new Space("one", 4);
        Space other = new Space("two", 8);
        long number = store().add(0, List.of(EYE)).number();
        PackageSpace brings = new PackageSpace("eye", EYE.sha256(), other);
        PackageSpace replaces = new PackageSpace("eye", PackageSpace.DISTRIBUTION, old);
        store().stageBeside(number, brings, "eye@2", replaces, true, "space two is built");
        assertEquals(State.STAGED, state(number));
        assertEquals("space two is built", store().get(number).orElseThrow().reason());
        assertEquals(List.of(replaces, brings), store().packageSpaces());
        assertEquals(Set.of(number), store().whenReady());
        assertEquals(new Intent(0, 0, 0), store().intent());
        store().note(new PackageSpace("eye", EYE.sha256(), old));
        assertEquals(List.of(old, old), store().packageSpaces().stream().map(PackageSpace::space).toList());
        assertThrows(VireoException.class, () -> store().stageBeside(99, brings, "", replaces, false, ""));
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertEquals(ErrorKind.NOT_FOUND,
                assertThrows(VireoException.class, () -> store().mark(99, State.FAILED, "")).kind());
        assertEquals(ErrorKind.NOT_FOUND, assertThrows(VireoException.class, () -> store().starting(99)).kind());
        assertThrows(VireoException.class, () -> store().commit(99, State.WARM, ""));
        assertEquals(new Intent(0, 0, 0), store().intent());
        assertEquals(State.ACTIVE, state(0));
        assertThrows(VireoException.class, () -> store().mark(0, State.ACTIVE, ""));
    }
}
