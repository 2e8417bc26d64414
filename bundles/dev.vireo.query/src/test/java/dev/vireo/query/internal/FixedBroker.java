package dev.vireo.query.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Provider;
import java.util.ArrayList;
import java.util.List;

/** A broker over a list, which counts the leases that are open. */
public final class FixedBroker implements Broker {
    public final List<Provider> providers = new ArrayList<>();
    public int open;

    @Override
    public <S extends Provider> Lease<S> lease(Class<S> family) {
        S service = providers.stream().filter(family::isInstance).map(family::cast).findFirst().orElseThrow(
                () -> new VireoException(ErrorKind.UNAVAILABLE, "no " + family.getSimpleName() + " is live"));
        open++;
        return new Lease<>() {
            @Override
            public S service() {
                return service;
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    @Override
    public <S extends Provider> Lease<S> lease(Class<S> family, String id) {
        return lease(family);
    }

    @Override
    public <S extends Provider> Leases<S> leaseAll(Class<S> family) {
        List<S> services = providers.stream().filter(family::isInstance).map(family::cast).toList();
        open++;
        return new Leases<>() {
            @Override
            public List<S> services() {
                return services;
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    @Override
    public <S extends Provider> Leases<S> leaseStarted(Class<S> family) {
        return leaseAll(family);
    }

    @Override
    public List<Live> live() {
        return List.of();
    }
}
