package dev.vireo.ingest.internal.model;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The spaces that footage gets vectors in: all that the catalogue knows, whatever is live. A home without one takes the spaces
 * of the encoders that are live when its first footage comes. Thread-safe.
 */
final class KeptSpaces {
    /** A space that was added a moment ago lacks what was encoded before anyway, and is filled up in the background. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private record Known(Set<Space> spaces, long readNanos) {}

    private final Broker broker;
    private final SpaceCatalog catalog;
    private volatile Known known;

    KeptSpaces(Broker broker, SpaceCatalog catalog) {
        this.broker = broker;
        this.catalog = catalog;
    }

    Set<Space> spaces() {
        Known now = known;
        if (now == null || System.nanoTime() - now.readNanos >= FRESH_NANOS) {
            List<Space> kept = catalog.serving(SpaceCatalog.EVERY_DOMAIN).isEmpty() ? catalog.adopt(live()) : catalog.kept();
            now = new Known(Set.copyOf(kept), System.nanoTime());
            known = now;
        }
        return now.spaces;
    }

    private Map<Space, String> live() {
        Map<Space, String> live = new LinkedHashMap<>();
        try (Leases<Encoder> encoders = broker.leaseAll(Encoder.class)) {
            for (Encoder encoder : encoders.services()) {
                if (encoder.modalities().contains(Modality.IMAGE)) {
                    live.putIfAbsent(encoder.space(), encoder.info().ref());
                }
            }
        }
        return live;
    }
}
