package dev.vireo.broker.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Constants;
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
@Component(service = Broker.class, configurationPid = "dev.vireo.broker")
@Designate(ocd = LeaseBroker.Config.class)
public final class LeaseBroker implements Broker {

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

    /** Service property with which a provider made from another bundle names that bundle. */
    private static final String MADE_FROM = "vireo.bundle";

    private static final Comparator<Entry> BEST_FIRST = Comparator.comparingInt(Entry::ranking)
            .thenComparingLong(Entry::serviceId)
            .reversed();

    private final long drainMs;
    /** Guards {@link #entries} and every {@link Hold}; held for a few instructions only, never while a provider runs. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition returned = lock.newCondition();
    private List<Entry> entries = List.of();

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
        Entry entry = Entry.of(reference, provider, new Hold());
        lock.lock();
        try {
            List<Entry> next = new ArrayList<>(entries);
            next.add(entry);
            next.sort(BEST_FIRST);
            entries = List.copyOf(next);
        } finally {
            lock.unlock();
        }
        LOG.log(Level.DEBUG, "{0} is live", entry.info().ref());
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
            drain(gone);
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock held; waiting gives it up. */
    private void drain(Entry gone) {
        long left = TimeUnit.MILLISECONDS.toNanos(drainMs);
        try {
            while (gone.hold().count > 0 && left > 0) {
                left = returned.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (gone.hold().count > 0) {
            LOG.log(
                    Level.ERROR,
                    "{0} leaves while {1} lease(s) are still held after {2} ms: its caller may see UNAVAILABLE",
                    gone.info().ref(),
                    gone.hold().count,
                    drainMs);
        }
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
                if (e.serves(family) && (id == null || e.info().id().equals(id))) {
                    e.hold().count++;
                    return new Held<>(family.cast(e.provider()), new Release(List.of(e)));
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
            List<Entry> taken = entries.stream().filter(e -> e.serves(family)).toList();
            taken.forEach(e -> e.hold().count++);
            return new HeldAll<>(
                    taken.stream().map(e -> family.cast(e.provider())).toList(), new Release(taken));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Live> live() {
        lock.lock();
        try {
            return entries.stream()
                    .map(e -> new Live(
                            e.families().stream().map(Class::getSimpleName).sorted().toList(),
                            e.info().ref(),
                            e.info().title(),
                            e.bundle(),
                            e.hold().count))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Leases held on one registration; it outlives changes of the entry's properties. Guarded by {@link #lock}. */
    private static final class Hold {
        private int count;
    }

    private record Entry(
            ServiceReference<Provider> reference,
            Provider provider,
            ProviderInfo info,
            Set<Class<?>> families,
            int ranking,
            long serviceId,
            String bundle,
            Hold hold) {

        static Entry of(ServiceReference<Provider> reference, Provider provider, Hold hold) {
            ProviderInfo info = provider.info();
            Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
            Object madeFrom = reference.getProperty(MADE_FROM);
            String bundle = madeFrom instanceof String s
                    ? s
                    : reference.getBundle() == null ? "" : reference.getBundle().getSymbolicName();
            return new Entry(
                    reference,
                    provider,
                    info,
                    Families.of(provider, (String[]) reference.getProperty(Constants.OBJECTCLASS)),
                    ranking instanceof Integer r ? r : 0,
                    (Long) reference.getProperty(Constants.SERVICE_ID),
                    bundle,
                    hold);
        }

        @SuppressWarnings("ReferenceEquality") // the very object that was bound, whatever its equals says
        boolean is(ServiceReference<Provider> otherReference, Provider otherProvider) {
            return reference.equals(otherReference) && provider == otherProvider;
        }

        boolean serves(Class<?> family) {
            return families.contains(family);
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
