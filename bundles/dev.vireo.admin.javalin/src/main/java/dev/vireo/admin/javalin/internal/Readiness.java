package dev.vireo.admin.javalin.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.model.ModelBundle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is missing before a question about new footage can be answered: a provider of each required family, and the end
 * of loading of each model bundle. A refused model holds nothing up but its family.
 */
final class Readiness {
    private static final String ENCODER = Encoder.class.getSimpleName();

    private final Broker broker;
    private final Set<String> families;
    private final Supplier<List<ModelBundle>> models;

    Readiness(Broker broker, Set<String> families, Supplier<List<ModelBundle>> models) {
        this.broker = broker;
        this.families = Set.copyOf(families);
        this.models = models;
    }

    List<String> missing() {
        Set<String> served = new HashSet<>();
        broker.live().forEach(l -> served.addAll(l.families()));
        List<String> missing = new ArrayList<>();
        families.stream().sorted().filter(f -> !served.contains(f)).forEach(missing::add);
        if (families.contains(ENCODER) && served.contains(ENCODER) && !encodesImages()) {
            missing.add("Encoder for images");
        }
        models.get().stream()
                .filter(m -> m.state() == ModelBundle.State.LOADING)
                .forEach(m -> missing.add("model bundle " + m.bundle()));
        return missing;
    }

    private boolean encodesImages() {
        try (Leases<Encoder> encoders = broker.leaseAll(Encoder.class)) {
            return encoders.services().stream().anyMatch(e -> e.modalities().contains(Modality.IMAGE));
        }
    }
}
