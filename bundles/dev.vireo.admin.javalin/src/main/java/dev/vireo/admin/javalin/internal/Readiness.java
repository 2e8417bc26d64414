package dev.vireo.admin.javalin.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Modality;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is missing before a question about new footage can be answered: a provider of each required family, and a
 * provider from each model bundle that is installed (for those only until a time limit, since one may be refused).
 */
final class Readiness {
    private static final String ENCODER = Encoder.class.getSimpleName();

    private final Broker broker;
    private final Set<String> families;
    private final Supplier<Set<String>> modelBundles;
    private volatile boolean waitForModels = true;

    Readiness(Broker broker, Set<String> families, Supplier<Set<String>> modelBundles) {
        this.broker = broker;
        this.families = Set.copyOf(families);
        this.modelBundles = modelBundles;
    }

    /** From now on a model bundle without a provider holds nothing up. */
    void giveUpOnModels() {
        waitForModels = false;
    }

    List<String> missing() {
        List<Broker.Live> live = broker.live();
        Set<String> served = new HashSet<>();
        Set<String> bundles = new HashSet<>();
        live.forEach(l -> {
            served.addAll(l.families());
            bundles.add(l.bundle());
        });
        List<String> missing = new ArrayList<>();
        families.stream().sorted().filter(f -> !served.contains(f)).forEach(missing::add);
        if (families.contains(ENCODER) && served.contains(ENCODER) && !encodesImages()) {
            missing.add("Encoder for images");
        }
        if (waitForModels) {
            modelBundles.get().stream()
                    .sorted()
                    .filter(b -> !bundles.contains(b))
                    .forEach(b -> missing.add("model bundle " + b));
        }
        return missing;
    }

    private boolean encodesImages() {
        try (Leases<Encoder> encoders = broker.leaseAll(Encoder.class)) {
            return encoders.services().stream().anyMatch(e -> e.modalities().contains(Modality.IMAGE));
        }
    }
}
