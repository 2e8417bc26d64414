package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.deploy.Generation;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which bundles a generation is made of: those of its packages, and the distribution's where no package replaces them. */
final class Lineup {
    /** Start level of a bundle that the distribution does not know. */
    private static final int NEW_LEVEL = 30;

    private final Map<String, Slot> distribution;
    private final BundleStore store;

    /** @param distribution what the distribution brings, by symbolic name */
    Lineup(Map<String, Slot> distribution, BundleStore store) {
        this.distribution = Map.copyOf(distribution);
        this.store = store;
    }

    /** What the distribution brings under a name. */
    Optional<Slot> original(String symbolicName) {
        return Optional.ofNullable(distribution.get(symbolicName));
    }

    /** Bundles that are in {@code to} and not in {@code from}. */
    Set<Slot> added(Generation from, Generation to) {
        Set<String> names = names(List.of(from, to));
        Set<Slot> added = new HashSet<>(slots(to, names));
        added.removeAll(slots(from, names));
        return added;
    }

    /** Bundles of {@code gone} that none of {@code kept} has. */
    Set<Slot> removed(Generation gone, Collection<Generation> kept) {
        Set<Generation> all = new HashSet<>(kept);
        all.add(gone);
        Set<String> names = names(all);
        Set<Slot> removed = new HashSet<>(slots(gone, names));
        kept.forEach(g -> removed.removeAll(slots(g, names)));
        return removed;
    }

    /** Bundles of the packages of a generation. */
    Set<Slot> own(Generation generation) {
        return generation.bundles().stream().map(this::slot).collect(Collectors.toSet());
    }

    static Set<Origin> origins(Collection<Slot> slots) {
        return slots.stream().map(Slot::origin).collect(Collectors.toSet());
    }

    private static Set<String> names(Collection<Generation> generations) {
        return generations.stream()
                .flatMap(g -> g.bundles().stream())
                .map(DeployedBundle::symbolicName)
                .collect(Collectors.toSet());
    }

    private Set<Slot> slots(Generation generation, Set<String> names) {
        Set<Slot> slots = own(generation);
        Set<String> taken = slots.stream().map(s -> s.origin().bundle()).collect(Collectors.toSet());
        names.stream().filter(n -> !taken.contains(n)).map(distribution::get).filter(s -> s != null).forEach(slots::add);
        return slots;
    }

    private Slot slot(DeployedBundle bundle) {
        return new Slot(
                new Origin(bundle.symbolicName(), bundle.version()),
                // By reference: what lies in the store does not change, so the framework need not copy it.
                "reference:" + store.file(bundle.sha256()).toUri(),
                original(bundle.symbolicName()).map(Slot::startLevel).orElse(NEW_LEVEL));
    }
}
