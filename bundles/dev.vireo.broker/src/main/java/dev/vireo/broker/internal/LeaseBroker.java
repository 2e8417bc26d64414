package dev.vireo.broker.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.broker.Stage;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Leases over whatever providers are registered now. It knows no family: a provider serves every interface that it is
 * registered under and that extends {@link Provider}.
 *
 * <p>A provider that leaves is out of reach for new leases at once; its unregistration then waits, on the thread that
 * unregisters it, until the leases held are back or the drain limit has passed.
 */
@Component(service = {Broker.class, Stage.class}, configurationPid = "dev.vireo.broker")
@Designate(ocd = LeaseBroker.Config.class)
public final class LeaseBroker implements Broker, Stage {

    /** Settings of the broker. */
    @ObjectClassDefinition(name = "Vireo broker", description = "Hands out leases on models and other providers")
    public @interface Config {
        @AttributeDefinition(
                name = "Drain limit",
                description = "How long a leaving provider waits for the requests that hold it [ms]",
                min = "0",
                max = "3600000")
        long drain_ms() default 60_000;
    }

    private static final Logger LOG = System.getLogger(LeaseBroker.class.getName());
    private static final long LONGEST_DRAIN_MS = 3_600_000;
    private static final int MOST_PERCENT = 99;

    private static final Comparator<Entry> BEST_FIRST = Comparator.comparingInt(Entry::ranking)
            .thenComparingLong(Entry::serviceId)
            .reversed();

    private final long drainMs;
    /** Guards all below and every {@link Entry.Hold}; held for a few instructions only, never while a provider runs. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition returned = lock.newCondition();
    /** All that is registered, best first, staged or live. */
    private List<Entry> entries = List.of();

    private final Views views = new Views();
    /** The request that the thread runs. */
    private final ScopedValue<Scope> scope = ScopedValue.newInstance();

    private final List<Metering> meterings = new ArrayList<>();

    @Activate
    public LeaseBroker(Config config) {
        this(config.drain_ms());
    }

    LeaseBroker(long drainMs) {
        if (drainMs < 0 || drainMs > LONGEST_DRAIN_MS) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "dev.vireo.broker: drain_ms is " + drainMs + ", allowed are 0 to " + LONGEST_DRAIN_MS
                            + " ms; correct the configuration");
        }
        this.drainMs = drainMs;
    }

    @Reference(
            name = "provider",
            service = Provider.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "updated",
            unbind = "unbind")
    void bind(ServiceReference<Provider> reference, Provider provider) {
        Entry entry = Entry.of(reference, provider, new Entry.Hold());
        lock.lock();
        try {
            meterings.forEach(m -> m.join(entry));
            List<Entry> next = new ArrayList<>(entries);
            next.add(entry);
            next.sort(BEST_FIRST);
            entries = List.copyOf(next);
        } finally {
            lock.unlock();
        }
        LOG.log(Level.DEBUG, "{0} is registered", entry.info().ref());
    }

    /** Takes in changed service properties: a swap raises the ranking of the new provider. */
    void updated(ServiceReference<Provider> reference, Provider provider) {
        lock.lock();
        try {
            List<Entry> next = new ArrayList<>(entries);
            next.replaceAll(e -> e.is(reference, provider) ? Entry.of(reference, provider, e.hold()) : e);
            next.sort(BEST_FIRST);
            entries = List.copyOf(next);
        } finally {
            lock.unlock();
        }
    }

    void unbind(ServiceReference<Provider> reference, Provider provider) {
        lock.lock();
        try {
            Entry gone = null;
            List<Entry> next = new ArrayList<>(entries);
            for (Entry e : entries) {
                if (e.is(reference, provider)) {
                    gone = e;
                    next.remove(e);
                }
            }
            if (gone == null) {
                return;
            }
            entries = List.copyOf(next);
            awaitReturn(gone);
        } finally {
            lock.unlock();
        }
    }

    private void awaitReturn(Entry gone) {
        int left = awaitReturn(() -> gone.hold().count, TimeUnit.MILLISECONDS.toNanos(drainMs));
        if (left > 0) {
            LOG.log(
                    Level.ERROR,
                    "{0} leaves while {1} lease(s) are still held after {2} ms: its caller may see UNAVAILABLE",
                    gone.info().ref(),
                    left,
                    drainMs);
        }
    }

    /** Called with the lock held; waiting gives it up. @return what is still out at the limit */
    private int awaitReturn(IntSupplier out, long limitNanos) {
        long left = limitNanos;
        try {
            while (out.getAsInt() > 0 && left > 0) {
                left = returned.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return out.getAsInt();
    }

    @Override
    public <S extends Provider> Lease<S> lease(Class<S> family) {
        return leaseFirst(family, null);
    }

    @Override
    public <S extends Provider> Lease<S> lease(Class<S> family, String id) {
        return leaseFirst(family, id);
    }

    private <S extends Provider> Lease<S> leaseFirst(Class<S> family, String id) {
        lock.lock();
        try {
            for (Entry e : entries) {
                if (view().reaches(e) && e.serves(family) && (id == null || e.info().id().equals(id))) {
                    e.hold().count++;
                    note(List.of(e));
                    return new Held<>(service(family, e), new Release(List.of(e)));
                }
            }
        } finally {
            lock.unlock();
        }
        throw new VireoException(
                ErrorKind.UNAVAILABLE,
                "no " + family.getSimpleName() + (id == null ? "" : " with id '" + id + "'")
                        + " is live; deploy a bundle that provides one, or ask again when its bundle has started");
    }

    @Override
    public <S extends Provider> Leases<S> leaseAll(Class<S> family) {
        lock.lock();
        try {
            View view = view();
            List<Entry> taken = entries.stream().filter(e -> e.serves(family) && view.reaches(e)).toList();
            note(taken);
            return take(taken, family);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <S extends Provider> Leases<S> leaseStarted(Class<S> family) {
        lock.lock();
        try {
            View view = view();
            Set<Origin> otherSide = scope.isBound() ? scope.get().otherSide() : Set.of();
            List<Entry> taken = entries.stream()
                    .filter(e -> e.serves(family) && !e.madeFromOneOf(otherSide))
                    .sorted(Comparator.comparing(e -> !view.reaches(e))) // stable: the best first among each
                    .toList();
            note(taken.stream().filter(view::reaches).toList());
            return take(taken, family);
        } finally {
            lock.unlock();
        }
    }

    /** The lock is held. */
    private void note(List<Entry> taken) {
        if (scope.isBound()) {
            taken.forEach(e -> scope.get().leased().add(new Leased(e.familyNames(), e.info().ref(), e.origins())));
        }
    }

    @Override
    public List<Leased> leased() {
        lock.lock();
        try {
            return scope.isBound() ? List.copyOf(scope.get().leased()) : List.of();
        } finally {
            lock.unlock();
        }
    }

    private <S extends Provider> Leases<S> take(List<Entry> taken, Class<S> family) {
        taken.forEach(e -> e.hold().count++);
        return new HeldAll<>(taken.stream().map(e -> service(family, e)).toList(), new Release(taken));
    }

    private <S extends Provider> S service(Class<S> family, Entry entry) {
        S service = entry.service(family);
        return scope.isBound() && scope.get().meter() != null ? scope.get().meter().watch(family, entry, service) : service;
    }

    /** What the calling thread reaches. The lock is held. */
    private View view() {
        return scope.isBound() ? scope.get().view() : views.current();
    }

    private boolean isLive(Entry entry) {
        return views.current().reaches(entry);
    }

    @Override
    public <T> T request(LongFunction<T> request) {
        if (scope.isBound()) {
            return request.apply(scope.get().view().generation());
        }
        return run(begin(views::draw), request);
    }

    private Scope begin(Supplier<Scope> draw) {
        lock.lock();
        try {
            return draw.get();
        } finally {
            lock.unlock();
        }
    }

    private <T> T run(Scope mine, LongFunction<T> request) {
        long begin = System.nanoTime();
        Throwable failure = null;
        try {
            return ScopedValue.where(scope, mine).call(() -> request.apply(mine.view().generation()));
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            if (mine.meter() != null) {
                mine.meter().request(System.nanoTime() - begin, failure);
            }
            lock.lock();
            try {
                views.ended(mine.view());
                returned.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public List<Live> live() {
        lock.lock();
        try {
            return entries.stream()
                    .filter(this::isLive)
                    .map(e -> new Live(
                            e.familyNames(),
                            e.info().ref(),
                            e.info().title(),
                            e.bundle(),
                            e.hold().count))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void hold(Set<Origin> bundles) {
        lock.lock();
        try {
            views.hold(bundles);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forget(Set<Origin> bundles) {
        lock.lock();
        try {
            for (Entry e : entries) {
                if (e.madeFromOneOf(bundles)) {
                    throw new VireoException(ErrorKind.INTERNAL, e.info().ref() + " of " + e.origins()
                            + " is still registered; stop its bundle before it is forgotten");
                }
            }
            views.forget(bundles);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Set<Origin> held() {
        lock.lock();
        try {
            return views.current().held();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Staged> providers(Set<Origin> bundles) {
        lock.lock();
        try {
            return entries.stream()
                    .filter(e -> e.madeFromOneOf(bundles))
                    .map(e -> new Staged(e.familyNames(), e.info().ref(), e.origins(), isLive(e), e.hold().count))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <S extends Provider> Leases<S> lease(Class<S> family, Set<Origin> bundles) {
        lock.lock();
        try {
            return take(entries.stream().filter(e -> e.serves(family) && e.madeFromOneOf(bundles)).toList(), family);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void swap(Set<Origin> in, Set<Origin> out) {
        swap(v -> v.current().generation(), in, out);
    }

    @Override
    public void swap(long generation, Set<Origin> in, Set<Origin> out) {
        swap(_ -> generation, in, out);
    }

    private void swap(ToLongFunction<Views> generation, Set<Origin> in, Set<Origin> out) {
        refuseBoth(in, out);
        lock.lock();
        try {
            views.swap(generation.applyAsLong(views), in, out);
        } finally {
            lock.unlock();
        }
        LOG.log(Level.DEBUG, "requests go to {0}, no longer to {1}", in, out);
    }

    private static void refuseBoth(Set<Origin> in, Set<Origin> out) {
        for (Origin bundle : in) {
            if (out.contains(bundle)) {
                throw new VireoException(ErrorKind.INTERNAL, bundle + " can not go in and out with one swap");
            }
        }
    }

    @Override
    public Trial trial(long generation, Set<Origin> in, Set<Origin> out, int percent) {
        refuseBoth(in, out);
        if (percent < 0 || percent > MOST_PERCENT) {
            throw new VireoException(ErrorKind.INTERNAL, "the share of a trial is " + percent + " %; it needs 0 to " + MOST_PERCENT);
        }
        lock.lock();
        try {
            TrialSides sides = new TrialSides(views.current(), generation, in, out, percent);
            views.begin(sides);
            return new OnTrial(sides);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int drain(Set<Origin> bundles, Duration limit) {
        lock.lock();
        try {
            return awaitReturn(
                    () -> views.underWay(bundles)
                            + entries.stream().filter(e -> e.madeFromOneOf(bundles)).mapToInt(e -> e.hold().count).sum(),
                    limit.toNanos());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Meter meter(Set<Origin> bundles) {
        Metering metering = new Metering(Set.copyOf(bundles));
        lock.lock();
        try {
            meterings.add(metering);
            entries.forEach(metering::join);
        } finally {
            lock.unlock();
        }
        return metering;
    }

    /** One meter over what is made from some bundles, also over what comes later. */
    private final class Metering implements Meter {
        private final Set<Origin> bundles;
        private final CallMeter meter = new CallMeter();

        Metering(Set<Origin> bundles) {
            this.bundles = bundles;
        }

        /** The lock is held. */
        void join(Entry entry) {
            if (entry.madeFromOneOf(bundles)) {
                entry.hold().meter = meter;
            }
        }

        @Override
        public Map<String, Calls> calls() {
            return meter.calls();
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // a later meter over the same bundles stays
        public void close() {
            lock.lock();
            try {
                meterings.remove(this);
                for (Entry entry : entries) {
                    if (entry.hold().meter == meter) {
                        entry.hold().meter = null;
                        meterings.forEach(m -> m.join(entry)); // one that it stood before
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** A trial that is on until it is closed. */
    private final class OnTrial implements Trial {
        private final TrialSides sides;

        OnTrial(TrialSides sides) {
            this.sides = sides;
        }

        @Override
        public Map<String, Figures> servingFigures() {
            return sides.servingMeter().figures();
        }

        @Override
        public Map<String, Figures> candidateFigures() {
            return sides.candidateMeter().figures();
        }

        @Override
        public <T> T serving(Supplier<T> request) {
            return run(begin(() -> views.enter(views.current(), sides)), _ -> request.get());
        }

        @Override
        public <T> T candidate(Supplier<T> request) {
            return run(begin(() -> views.enter(sides.candidate(), sides)), _ -> request.get());
        }

        @Override
        public void close() {
            lock.lock();
            try {
                views.end(sides);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Gives holds back, once. */
    private final class Release {
        private final List<Entry> held;
        private final AtomicBoolean done = new AtomicBoolean();

        Release(List<Entry> held) {
            this.held = held;
        }

        void run() {
            if (!done.compareAndSet(false, true)) {
                return;
            }
            lock.lock();
            try {
                held.forEach(e -> e.hold().count--);
                returned.signalAll();
            } finally {
                lock.unlock();
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
