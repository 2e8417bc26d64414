package dev.vireo.broker.internal;

import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.model.Provider;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** The bundles that a service is made from. */
final class Origins {
    /** Service property with which a provider made from other bundles names them. */
    private static final String MADE_FROM = "vireo.bundle";

    private static final String VERSION = "vireo.bundle.version";

    private Origins() {}

    /** The bundle that registered it, and all that it names. */
    static Set<Origin> of(ServiceReference<Provider> reference) {
        Set<Origin> origins = new HashSet<>();
        Bundle bundle = reference.getBundle();
        if (bundle != null && bundle.getSymbolicName() != null) {
            origins.add(new Origin(bundle.getSymbolicName(), bundle.getVersion().toString()));
        }
        List<String> names = texts(reference.getProperty(MADE_FROM));
        List<String> versions = texts(reference.getProperty(VERSION));
        for (int i = 0; i < Math.min(names.size(), versions.size()); i++) {
            origins.add(new Origin(names.get(i), versions.get(i)));
        }
        return Set.copyOf(origins);
    }

    /** Symbolic name to show for it. */
    static String shown(ServiceReference<Provider> reference) {
        if (reference.getProperty(MADE_FROM) instanceof String name) {
            return name;
        }
        return reference.getBundle() == null ? "" : reference.getBundle().getSymbolicName();
    }

    private static List<String> texts(Object property) {
        return switch (property) {
            case String one -> List.of(one);
            case String[] many -> List.of(many);
            case null, default -> List.of();
        };
    }
}
