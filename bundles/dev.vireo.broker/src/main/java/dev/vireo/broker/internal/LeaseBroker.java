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
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
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

    private final long drainMs;
    private final BrokerLock lock = new BrokerLock();
    private final Providers providers = new Providers();
    private final Views views = new Views();
    private final Meters meters = new Meters(lock, providers);
    private final Requests requests = new Requests(lock, views);
    private final Leasing leasing = new Leasing(lock, providers, requests);

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
        lock.with(() -> {
            meters.join(entry);
            providers.add(entry);
        });
        LOG.log(Level.DEBUG, "{0} is registered", entry.info().ref());
    }

    /** Takes in changed service properties: a swap raises the ranking of the new provider. */
    void updated(ServiceReference<Provider> reference, Provider provider) {
        lock.with(() -> providers.change(reference, provider));
    }

    void unbind(ServiceReference<Provider> reference, Provider provider) {
        lock.with(() -> providers.remove(reference, provider)).ifPresent(this::awaitReturn);
    }

    private void awaitReturn(Entry gone) {
        int left = lock.awaitReturn(() -> gone.hold().count, TimeUnit.MILLISECONDS.toNanos(drainMs));
        if (left > 0) {
            LOG.log(
                    Level.ERROR,
                    "{0} leaves while {1} lease(s) are still held after {2} ms: its caller may see UNAVAILABLE",
                    gone.info().ref(),
                    left,
                    drainMs);
        }
    }

    @Override
    public <S extends Provider> Lease<S> lease(Class<S> family) {
        return leasing.first(family, null);
    }

    @Override
    public <S extends Provider> Lease<S> lease(Class<S> family, String id) {
        return leasing.first(family, id);
    }

    @Override
    public <S extends Provider> Leases<S> leaseAll(Class<S> family) {
        return leasing.reached(family);
    }

    @Override
    public <S extends Provider> Leases<S> leaseStarted(Class<S> family) {
        return leasing.started(family);
    }

    @Override
    public <S extends Provider> Leases<S> lease(Class<S> family, Set<Origin> bundles) {
        return leasing.madeFrom(family, bundles);
    }

    @Override
    public <T> T request(LongFunction<T> request) {
        return requests.run(request);
    }

    @Override
    public List<Leased> leased() {
        return requests.leased();
    }

    @Override
    public List<Live> live() {
        return lock.with(() -> providers.all()
                .filter(views.current()::reaches)
                .map(e -> new Live(e.familyNames(), e.info().ref(), e.info().title(), e.bundle(), e.hold().count))
                .toList());
    }

    @Override
    public void hold(Set<Origin> bundles) {
        lock.with(() -> views.hold(bundles));
    }

    @Override
    public void forget(Set<Origin> bundles) {
        lock.with(() -> {
            providers.madeFromOneOf(bundles).findFirst().ifPresent(e -> {
                throw new VireoException(ErrorKind.INTERNAL, e.info().ref() + " of " + e.origins()
                        + " is still registered; stop its bundle before it is forgotten");
            });
            views.forget(bundles);
        });
    }

    @Override
    public Set<Origin> held() {
        return lock.with(() -> views.current().held());
    }

    @Override
    public List<Staged> providers(Set<Origin> bundles) {
        return lock.with(() -> providers.madeFromOneOf(bundles)
                .map(e -> new Staged(e.familyNames(), e.info().ref(), e.origins(), views.current().reaches(e), e.hold().count))
                .toList());
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
        lock.with(() -> views.swap(generation.applyAsLong(views), in, out));
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
        return requests.begin(generation, in, out, percent);
    }

    @Override
    public int drain(Set<Origin> bundles, Duration limit) {
        return lock.awaitReturn(
                () -> views.underWay(bundles) + providers.madeFromOneOf(bundles).mapToInt(e -> e.hold().count).sum(),
                limit.toNanos());
    }

    @Override
    public Meter meter(Set<Origin> bundles) {
        return meters.open(bundles);
    }
}
