package dev.vireo.deploy.internal;

import dev.vireo.api.deploy.DeployedPackage;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.GenerationStore;
import dev.vireo.api.deploy.Intent;
import dev.vireo.api.deploy.PackageSpace;
import dev.vireo.api.deploy.TrialReport;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.testkit.GenerationStoreContractTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows in memory. */
final class MemoryGenerations implements GenerationStore {
    /** It is a store as any other. */
    static class ContractTest extends GenerationStoreContractTest {
        private final MemoryGenerations rows = new MemoryGenerations();

        @Override
        protected GenerationStore store() {
            return rows;
        }
    }

    private final List<Generation> all = new ArrayList<>(
            List.of(new Generation(0, State.ACTIVE, 0, Instant.EPOCH, Instant.EPOCH, "", 0, List.of())));
    private final Map<Long, TrialReport> trials = new HashMap<>();
    private final List<PackageSpace> spaces = new ArrayList<>();
    private final Set<Long> whenReady = new HashSet<>();
    private Intent intent = new Intent(0, 0, 0);

    @Override
    public synchronized List<Generation> list() {
        return List.copyOf(all);
    }

    @Override
    public synchronized Optional<Generation> get(long number) {
        return number < 0 || number >= all.size() ? Optional.empty() : Optional.of(all.get((int) number));
    }

    @Override
    public synchronized Intent intent() {
        return intent;
    }

    @Override
    public synchronized Generation add(long parent, List<DeployedPackage> packages) {
        all.add(new Generation(all.size(), State.PREPARING, parent, Instant.EPOCH, Instant.EPOCH, "", 0,
                packages.stream().sorted(Comparator.comparing(DeployedPackage::name)).toList()));
        return all.getLast();
    }

    private void set(long number, State state, String reason, int failedStarts) {
        Generation g = get(number).orElseThrow(
                () -> new VireoException(ErrorKind.NOT_FOUND, "there is no generation " + number));
        all.set((int) number, new Generation(number, state, g.parent(), g.created(), g.changed(), reason, failedStarts, g.packages()));
    }

    @Override
    public synchronized void mark(long number, State state, String reason) {
        if (state == State.ACTIVE) {
            throw new VireoException(ErrorKind.INTERNAL, "by a commit only");
        }
        set(number, state, reason, get(number).map(Generation::failedStarts).orElse(0));
    }

    @Override
    public synchronized void commit(long number, State leaving, String reason) {
        if (leaving == State.ACTIVE) {
            throw new VireoException(ErrorKind.INTERNAL, "one is active");
        }
        Generation next = get(number).orElseThrow(() -> new VireoException(ErrorKind.NOT_FOUND, "there is no generation " + number));
        if (intent.active() != number) {
            mark(intent.active(), leaving, reason);
        }
        set(number, State.ACTIVE, "", next.failedStarts());
        intent = new Intent(number, number, intent.lastGood());
    }

    @Override
    public synchronized void stageBeside(
            long number, PackageSpace brings, String encoder, PackageSpace replaces, boolean ready, String reason) {
        mark(number, State.STAGED, reason);
        note(brings);
        note(replaces);
        if (ready) {
            whenReady.add(number);
        }
    }

    @Override
    public synchronized void note(PackageSpace space) {
        spaces.removeIf(s -> s.packageName().equals(space.packageName()) && s.sha256().equals(space.sha256()));
        spaces.add(space);
    }

    @Override
    public synchronized List<PackageSpace> packageSpaces() {
        return spaces.stream()
                .sorted(Comparator.comparing(PackageSpace::packageName).thenComparing(PackageSpace::sha256))
                .toList();
    }

    @Override
    public synchronized Set<Long> whenReady() {
        return Set.copyOf(whenReady);
    }

    @Override
    public synchronized void note(TrialReport trial) {
        trials.put(trial.generation(), trial);
    }

    @Override
    public synchronized Optional<TrialReport> trial(long generation) {
        return Optional.ofNullable(trials.get(generation));
    }

    @Override
    public synchronized void proven(long number) {
        if (intent.active() == number) {
            intent = new Intent(intent.desired(), number, number);
        }
    }

    @Override
    public synchronized int starting(long number) {
        Generation g = get(number).orElseThrow(() -> new VireoException(ErrorKind.NOT_FOUND, "there is no generation " + number));
        set(number, g.state(), g.reason(), g.failedStarts() + 1);
        return g.failedStarts() + 1;
    }

    @Override
    public synchronized void startGivenUp(long number) {
        get(number).filter(g -> g.failedStarts() > 0).ifPresent(g -> set(number, g.state(), g.reason(), g.failedStarts() - 1));
    }

    @Override
    public synchronized void started(long number) {
        get(number).ifPresent(g -> set(number, g.state(), g.reason(), 0));
    }
}
