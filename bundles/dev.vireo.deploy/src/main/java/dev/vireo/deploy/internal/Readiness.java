package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.broker.Stage.Staged;
import dev.vireo.api.model.ModelBundle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;

/** Whether bundles that were started have become providers, and what is still missing or went wrong. */
final class Readiness {
    private final Bundles bundles;
    private final Stage stage;
    private final ModelStates models;

    Readiness(Bundles bundles, Stage stage, ModelStates models) {
        this.bundles = bundles;
        this.stage = stage;
        this.models = models;
    }

    /** Why waiting will not help. */
    List<String> faults(Set<Origin> origins) {
        List<String> faults = new ArrayList<>();
        for (ModelBundle model : models.of(origins)) {
            if (model.state() == ModelBundle.State.REFUSED) {
                faults.add(model.bundle() + " " + model.version() + " was refused: " + model.message());
            }
        }
        for (Origin origin : origins) {
            if (bundles.find(origin).isEmpty()) {
                faults.add(origin + " is not installed");
            }
        }
        return faults;
    }

    /** What is still to come: a bundle that has not started, or of which no provider is registered. */
    List<String> missing(Set<Origin> origins) {
        Set<Origin> provided = new HashSet<>();
        stage.providers(origins).forEach(p -> provided.addAll(p.origins()));
        List<String> missing = new ArrayList<>();
        for (Origin origin : origins) {
            Optional<Bundle> bundle = bundles.find(origin);
            if (bundle.isEmpty() || bundle.get().getState() != Bundle.ACTIVE) {
                missing.add(origin + " has not started");
            } else if (!provided.contains(origin) && ModelStates.isModel(bundle.get())) {
                missing.add(origin + " is still loading its model");
            } else if (!provided.contains(origin) && bundle.get().getHeaders().get("Service-Component") != null) {
                missing.add(origin + " has not registered a provider");
            }
        }
        return missing;
    }

    /**
     * The same, and what others make of these bundles together with bundles of theirs, as they make it of {@code replaced}
     * now.
     */
    List<String> missing(Set<Origin> origins, Set<Origin> replaced) {
        List<String> missing = missing(origins);
        Set<String> made = joint(origins);
        joint(replaced).stream().filter(family -> !made.contains(family))
                .forEach(family -> missing.add("the " + family + " made of " + origins + " and others is not there"));
        return missing;
    }

    /** Families of the providers that are made of one of these and of other bundles with providers. */
    private Set<String> joint(Set<Origin> origins) {
        Set<String> families = new HashSet<>();
        for (Staged provider : stage.providers(origins)) {
            Set<Origin> others = new HashSet<>(provider.origins());
            others.removeAll(origins);
            others.removeIf(o -> bundles.find(o).map(b -> !ModelStates.isModel(b)).orElse(true));
            if (!others.isEmpty()) {
                families.addAll(provider.families());
            }
        }
        return families;
    }
}
