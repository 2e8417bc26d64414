package dev.vireo.broker.internal;

import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.model.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.ServiceReference;

/** All that is registered, best first, staged or live. The broker's lock guards it. */
final class Providers {
    private static final Comparator<Entry> BEST_FIRST = Comparator.comparingInt(Entry::ranking)
            .thenComparingLong(Entry::serviceId)
            .reversed();

    private final List<Entry> entries = new ArrayList<>();

    void add(Entry entry) {
        entries.add(entry);
        entries.sort(BEST_FIRST);
    }

    /** Takes in changed properties; leases that are held stay counted. */
    void change(ServiceReference<Provider> reference, Provider provider) {
        entries.replaceAll(e -> e.is(reference, provider) ? Entry.of(reference, provider, e.hold()) : e);
        entries.sort(BEST_FIRST);
    }

    Optional<Entry> remove(ServiceReference<Provider> reference, Provider provider) {
        Optional<Entry> gone = first(e -> e.is(reference, provider));
        gone.ifPresent(entries::remove);
        return gone;
    }

    /** The best that is wanted. A loop: this is asked for each lease, with the lock held. */
    Optional<Entry> first(Predicate<Entry> wanted) {
        for (Entry entry : entries) {
            if (wanted.test(entry)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    Stream<Entry> all() {
        return entries.stream();
    }

    Stream<Entry> serving(Class<?> family) {
        return all().filter(e -> e.serves(family));
    }

    Stream<Entry> madeFromOneOf(Set<Origin> bundles) {
        return all().filter(e -> e.madeFromOneOf(bundles));
    }
}
