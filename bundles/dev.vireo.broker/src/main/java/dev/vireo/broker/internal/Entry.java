package dev.vireo.broker.internal;

import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** One registered provider with what its registration says of it. */
record Entry(
        ServiceReference<Provider> reference,
        Provider provider,
        ProviderInfo info,
        Set<Class<?>> families,
        int ranking,
        long serviceId,
        String bundle,
        Set<Origin> origins,
        Hold hold) {

    /** Leases held on one registration; it outlives changes of the entry's properties. Guarded by the broker's lock. */
    static final class Hold {
        int count;
        /** What counts the calls of leases given now; null when nobody asked. */
        CallMeter meter;
    }

    static Entry of(ServiceReference<Provider> reference, Provider provider, Hold hold) {
        Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
        return new Entry(
                reference,
                provider,
                provider.info(),
                Families.of(provider, (String[]) reference.getProperty(Constants.OBJECTCLASS)),
                ranking instanceof Integer r ? r : 0,
                (Long) reference.getProperty(Constants.SERVICE_ID),
                Origins.shown(reference),
                Origins.of(reference),
                hold);
    }

    @SuppressWarnings("ReferenceEquality") // the very object that was bound, whatever its equals says
    boolean is(ServiceReference<Provider> otherReference, Provider otherProvider) {
        return reference.equals(otherReference) && provider == otherProvider;
    }

    boolean serves(Class<?> family) {
        return families.contains(family);
    }

    boolean madeFromOneOf(Set<Origin> bundles) {
        return origins.stream().anyMatch(bundles::contains);
    }

    /** The provider as this family, with a meter before it if there is one. The broker's lock is held. */
    <S> S service(Class<S> family) {
        S service = family.cast(provider);
        return hold.meter == null ? service : hold.meter.watch(family, this, service);
    }

    List<String> familyNames() {
        return families.stream().map(Class::getSimpleName).sorted().toList();
    }
}
