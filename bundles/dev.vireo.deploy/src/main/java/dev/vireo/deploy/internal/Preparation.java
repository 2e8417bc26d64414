package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Leases;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.IndexStatus;
import dev.vireo.api.index.VectorIndex;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;

/** Brings a generation from its files to staged: started and proven beside the one that serves, and out of reach. */
final class Preparation {
    private static final long POLL_MS = 20;
    /** Bundles from here on only lead from requests to providers: a probe does without them. */
    private static final int FRONT_LEVEL = 40;
    /** What must stay free beside the new generation, for the requests that run meanwhile. */
    private static final long SPARE = 64L << 20;
    /** Room that a probe's own Java and its core take. */
    private static final long PROBE_CORE = 160L << 20;

    private static final int SLOWER = 3;
    private static final long SLOWER_BY_NS = 50_000_000;

    private final Parts parts;
    private final BundleContext context;
    private final ResolveCheck resolve;
    private final ProbeProcess process;
    private final Memory memory;

    Preparation(Parts parts, BundleContext context, ProbeProcess process, Memory memory) {
        this.parts = parts;
        this.context = context;
        this.resolve = new ResolveCheck(context);
        this.process = process;
        this.memory = memory;
    }

    /** Tells how far it is, and makes room when it is short. */
    interface Progress {
        void step(String step, String message);

        /** Ends what is kept warm. @return whether there was any */
        boolean giveUpWarm();
    }

    /**
     * Stages {@code next} beside {@code active}; without effect when it throws.
     *
     * @param content where the jars of new packages come from; empty when all lie in the store
     * @return the change of space that it brings; empty for most
     */
    Optional<SpaceMove> run(Generation next, Generation active, Optional<Candidate> content, Progress progress) throws InterruptedException {
        Set<Slot> in = parts.lineup().added(active, next);
        Set<Slot> out = parts.lineup().added(next, active);
        Set<Origin> added = Lineup.origins(in);
        try {
            progress.step("storing", "");
            store(next, content);
            CrashPoint.STORED.pass();
            progress.step("checking", added.toString());
            List<Bundle> bundles = parts.bundles().install(in);
            CrashPoint.INSTALLED.pass();
            resolve.check(
                    bundles.stream().filter(b -> b.getState() == Bundle.INSTALLED).toList(),
                    out.stream().flatMap(s -> parts.bundles().find(s.origin()).stream()).toList());
            progress.step("probing", "in a process of its own");
            roomToProbe(in);
            long need = process.run(next.number(), probed(bundles), added);
            CrashPoint.PROBED.pass();
            admit(next, need, progress);
            progress.step("starting", "beside generation " + active.number() + ", needs " + Memory.mib(need));
            start(bundles, added, Lineup.origins(out));
            CrashPoint.STARTED.pass();
            progress.step("warming up", "");
            warm(added, Lineup.origins(out));
            awaitSegments(added, progress);
            Optional<SpaceMove> move = move(added, Lineup.origins(out));
            CrashPoint.WARMED.pass();
            return move;
        } catch (RuntimeException | InterruptedException e) {
            parts.bundles().remove(parts.lineup().removed(next, parts.startedBut(next.number())));
            throw e;
        }
    }

    private void store(Generation next, Optional<Candidate> content) {
        Map<String, Candidate> from = content.stream()
                .flatMap(c -> c.content().bundles().stream().map(b -> Map.entry(b.sha256(), c)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a));
        for (DeployedBundle bundle : next.bundles()) {
            Candidate candidate = from.get(bundle.sha256());
            if (candidate != null) {
                parts.store().put(bundle, candidate.jars());
            } else if (!parts.store().isWhole(bundle)) {
                throw new VireoException(ErrorKind.EXTERNAL, bundle.symbolicName() + " " + bundle.version()
                        + " is damaged or gone in the store; deploy its package again");
            }
        }
    }

    /** Everything below the front but models and what is replaced, and the bundles under probe. */
    private List<String> probed(List<Bundle> subjects) {
        Set<String> names = subjects.stream().map(Bundle::getSymbolicName).collect(Collectors.toSet());
        List<String> lines = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean core = bundle.getBundleId() != 0
                    && bundle.adapt(BundleStartLevel.class).getStartLevel() < FRONT_LEVEL
                    && !names.contains(bundle.getSymbolicName())
                    && !ModelStates.isModel(bundle)
                    && !parts.stage().held().contains(Bundles.origin(bundle));
            if (core || subjects.contains(bundle)) {
                file(bundle).ifPresent(f -> lines.add(bundle.adapt(BundleStartLevel.class).getStartLevel() + "\t" + f));
            }
        }
        return lines;
    }

    private static Optional<Path> file(Bundle bundle) {
        String location = bundle.getLocation().replaceFirst("^reference:", "");
        return location.startsWith("file:") ? Optional.of(Path.of(URI.create(location))) : Optional.empty();
    }

    private void roomToProbe(Set<Slot> in) {
        memory.room().filter(room -> room.free() < PROBE_CORE).ifPresent(room -> {
            throw new VireoException(ErrorKind.RESOURCES, "refused: no memory to probe " + Lineup.origins(in) + ": a probe needs "
                    + Memory.mib(PROBE_CORE) + ", " + room.limit() + " leaves " + Memory.mib(room.free()));
        });
    }

    /** Two generations at once must fit. */
    private void admit(Generation next, long need, Progress progress) {
        Optional<Memory.Room> room = memory.room();
        if (room.isPresent() && room.get().free() < need + SPARE && progress.giveUpWarm()) {
            room = memory.room();
        }
        room.filter(r -> r.free() < need + SPARE).ifPresent(r -> {
            throw new VireoException(ErrorKind.RESOURCES, "refused: generation " + next.number() + " needs " + Memory.mib(need)
                    + " beside the one that serves, as its probe measured, and " + Memory.mib(SPARE) + " must stay free; "
                    + r.limit() + " leaves " + Memory.mib(r.free()));
        });
    }

    private void start(List<Bundle> bundles, Set<Origin> added, Set<Origin> replaced) throws InterruptedException {
        AtomicReference<String> failure = new AtomicReference<>();
        // A start may never return, which must not take the deployment with it.
        Thread starter = Thread.ofPlatform().name("vireo-deploy-start").daemon().start(() -> {
            for (Bundle bundle : bundles) {
                try {
                    bundle.start();
                } catch (BundleException | RuntimeException e) {
                    failure.compareAndSet(null, bundle.getSymbolicName() + " does not start: " + e.getMessage());
                }
            }
        });
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(parts.settings().probeLimitSeconds());
        while (true) {
            List<String> missing = parts.readiness().missing(added, replaced);
            if (missing.isEmpty()) {
                return;
            }
            List<String> faults = new ArrayList<>(parts.readiness().faults(added));
            Optional.ofNullable(failure.get()).ifPresent(faults::add);
            if (!faults.isEmpty()) {
                throw new VireoException(ErrorKind.USER_INPUT, "refused: " + String.join("; ", faults));
            }
            if (System.nanoTime() > deadline) {
                starter.interrupt();
                throw new VireoException(ErrorKind.USER_INPUT, "refused: after " + parts.settings().probeLimitSeconds()
                        + " s " + String.join(", ", missing));
            }
            Thread.sleep(POLL_MS);
        }
    }

    /**
     * An index of another version, or with other parameters, builds segments of its own beside those of the one that serves. Without
     * them its answers are exact, too, but take longer.
     */
    private void awaitSegments(Set<Origin> added, Progress progress) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(parts.settings().indexLimitSeconds());
        Set<String> told = Set.of();
        for (Set<String> building = building(added); !building.isEmpty(); building = building(added)) {
            if (System.nanoTime() > deadline) {
                progress.step("going on", "after " + parts.settings().indexLimitSeconds() + " s; what has no segments yet of "
                        + String.join(", ", building) + " is searched one by one");
                return;
            }
            if (!building.equals(told)) {
                progress.step("building segments", "of " + String.join(", ", building));
                told = building;
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Spaces of which an index is building segments. */
    private Set<String> building(Set<Origin> origins) {
        try (Leases<VectorIndex> indexes = parts.stage().lease(VectorIndex.class, origins)) {
            return indexes.services().stream()
                    .flatMap(i -> i.status().stream())
                    .filter(IndexStatus::rebuilding)
                    .map(IndexStatus::space)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The same calls to the new and to what it replaces: also the last proof, in the place where it will serve. */
    void warm(Set<Origin> added, Set<Origin> replaced) {
        Map<String, Long> before = parts.probes().run(replaced);
        Map<String, Long> now = parts.probes().run(added);
        now.forEach((provider, took) -> {
            Long old = before.get(provider);
            if (old != null && took > old * SLOWER + SLOWER_BY_NS) {
                throw new VireoException(ErrorKind.USER_INPUT, "refused: " + provider + " takes " + took / 1_000_000
                        + " ms for its probe, the one that serves " + old / 1_000_000 + " ms; allowed are " + SLOWER + " times as much");
            }
        });
    }

    /** Vectors of another space have to be made before it can be searched. */
    private Optional<SpaceMove> move(Set<Origin> added, Set<Origin> replaced) {
        Map<Space, String> before = encoders(replaced);
        Map<Space, String> now = encoders(added);
        Set<Space> lost = new HashSet<>(before.keySet());
        lost.removeAll(now.keySet());
        lost.removeIf(space -> parts.spaces().space(space.id()).isEmpty()); // nothing was ever encoded in it
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        Map<Space, String> gained = new HashMap<>(now);
        gained.keySet().removeAll(before.keySet());
        if (lost.size() > 1 || gained.size() != 1) {
            throw new VireoException(ErrorKind.USER_INPUT, "refused: it would put " + ids(gained.keySet()) + " in the place of the space(s) "
                    + ids(lost) + "; one space changes at a time, and what is built beside another has to serve or be dropped first, "
                    + "see vireo spaces");
        }
        Map.Entry<Space, String> to = gained.entrySet().iterator().next();
        return Optional.of(new SpaceMove(lost.iterator().next(), to.getKey(), to.getValue()));
    }

    private static String ids(Set<Space> spaces) {
        return spaces.isEmpty() ? "no space" : spaces.stream().map(Space::id).sorted().collect(Collectors.joining(", "));
    }

    /** Spaces of pictures, with the encoder of each. */
    private Map<Space, String> encoders(Set<Origin> origins) {
        try (Leases<Encoder> encoders = parts.stage().lease(Encoder.class, origins)) {
            return encoders.services().stream()
                    .filter(e -> e.modalities().contains(Modality.IMAGE))
                    .collect(Collectors.toMap(Encoder::space, e -> e.info().ref(), (a, b) -> a));
        }
    }
}
