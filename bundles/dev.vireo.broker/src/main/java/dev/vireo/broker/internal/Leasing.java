package dev.vireo.broker.internal;

import dev.vireo.api.broker.Lease;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Provider;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lends providers, and counts what is out. */
final class Leasing {
    private final BrokerLock lock;
    private final Providers providers;
    private final Requests requests;

    Leasing(BrokerLock lock, Providers providers, Requests requests) {
        this.lock = lock;
        this.providers = providers;
        this.requests = requests;
    }

    /** The best that the calling thread reaches. @param id of the provider; null for any */
    <S extends Provider> Lease<S> first(Class<S> family, String id) {
        Optional<Lease<S>> lease = lock.with(() -> {
            View view = requests.view();
            return providers.first(e -> view.reaches(e) && e.serves(family) && (id == null || e.info().id().equals(id)))
                    .map(e -> lend(family, e));
        });
        return lease.orElseThrow(() -> new VireoException(
                ErrorKind.UNAVAILABLE,
                "no " + family.getSimpleName() + (id == null ? "" : " with id '" + id + "'")
                        + " is live; deploy a bundle that provides one, or ask again when its bundle has started"));
    }

    private <S extends Provider> Lease<S> lend(Class<S> family, Entry entry) {
        entry.hold().count++;
        requests.note(List.of(entry));
        return new Held<>(service(family, entry), new Release(List.of(entry)));
    }

    /** All that the calling thread reaches. */
    <S extends Provider> Leases<S> reached(Class<S> family) {
        return lock.with(() -> {
            List<Entry> reached = providers.serving(family).filter(requests.view()::reaches).toList();
            requests.note(reached);
            return lend(family, reached);
        });
    }

    /** These first, then what else is started and not of the other side of a trial. */
    <S extends Provider> Leases<S> started(Class<S> family) {
        return lock.with(() -> {
            View view = requests.view();
            Set<Origin> otherSide = requests.otherSide();
            List<Entry> started = providers.serving(family)
                    .filter(e -> !e.madeFromOneOf(otherSide))
                    .sorted(Comparator.comparing(e -> !view.reaches(e))) // stable: the best first among each
                    .toList();
            requests.note(started.stream().filter(view::reaches).toList());
            return lend(family, started);
        });
    }

    /** All that is made from some bundles, whoever reaches it. */
    <S extends Provider> Leases<S> madeFrom(Class<S> family, Set<Origin> bundles) {
        return lock.with(() -> lend(family, providers.serving(family).filter(e -> e.madeFromOneOf(bundles)).toList()));
    }

    private <S extends Provider> Leases<S> lend(Class<S> family, List<Entry> entries) {
        entries.forEach(e -> e.hold().count++);
        return new HeldAll<>(entries.stream().map(e -> service(family, e)).toList(), new Release(entries));
    }

    private <S extends Provider> S service(Class<S> family, Entry entry) {
        return requests.metered(family, entry, entry.service(family));
    }

    /** Gives holds back, once. */
    private final class Release {
        private final List<Entry> held;
        private final AtomicBoolean done = new AtomicBoolean();

        Release(List<Entry> held) {
            this.held = held;
        }

        void run() {
            if (done.compareAndSet(false, true)) {
                lock.with(() -> {
                    held.forEach(e -> e.hold().count--);
                    lock.returned();
                });
            }
        }
    }

    private record Held<S>(S service, Release release) implements Lease<S> {
        @Override
        public void close() {
            release.run();
        }
    }

    private record HeldAll<S>(List<S> services, Release release) implements Leases<S> {
        @Override
        public void close() {
            release.run();
        }
    }
}
