package dev.vireo.spaces.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.deploy.SpaceStatus.Presence;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The encoders of pictures that are there at one instant, live or staged, by their spaces. */
final class Encoders {
    private final Map<Space, String> refs = new LinkedHashMap<>();
    private final Map<Space, Presence> presence = new HashMap<>();

    private Encoders() {}

    static Encoders now(Broker broker) {
        Encoders found = new Encoders();
        // Live ones first: a swap in between shows one as live that was staged a moment ago, never as absent.
        found.read(broker.leaseAll(Encoder.class), Presence.LIVE);
        found.read(broker.leaseStarted(Encoder.class), Presence.STAGED);
        return found;
    }

    private void read(Leases<Encoder> leases, Presence as) {
        try (leases) {
            for (Encoder encoder : leases.services()) {
                if (encoder.modalities().contains(Modality.IMAGE)) {
                    refs.putIfAbsent(encoder.space(), encoder.info().ref());
                    presence.putIfAbsent(encoder.space(), as);
                }
            }
        }
    }

    /** {@code id@version} by space. */
    Map<Space, String> refs() {
        return refs;
    }

    Map<Space, String> live() {
        Map<Space, String> live = new LinkedHashMap<>(refs);
        live.keySet().removeIf(space -> presence(space) != Presence.LIVE);
        return live;
    }

    Presence presence(Space space) {
        return presence.getOrDefault(space, Presence.ABSENT);
    }
}
