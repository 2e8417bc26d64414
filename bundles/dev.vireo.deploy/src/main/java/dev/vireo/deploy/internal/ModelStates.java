package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.model.ModelBundle;
import dev.vireo.api.model.ModelBundles;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;

/**
 * What became of model bundles. Asked for at each use and not injected: the one who loads models starts after this bundle,
 * and a reference to it would start the deployment anew.
 */
final class ModelStates {
    private static final String CAPABILITY = "dev.vireo.model";

    private final BundleContext context;

    ModelStates(BundleContext context) {
        this.context = context;
    }

    static boolean isModel(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && !revision.getDeclaredCapabilities(CAPABILITY).isEmpty();
    }

    /** Those of these bundles that carry a model and were seen by the one who loads models. */
    List<ModelBundle> of(Set<Origin> bundles) {
        ServiceReference<ModelBundles> reference = context.getServiceReference(ModelBundles.class);
        ModelBundles models = reference == null ? null : context.getService(reference);
        if (models == null) {
            return List.of();
        }
        try {
            return models.list().stream().filter(m -> bundles.contains(new Origin(m.bundle(), m.version()))).toList();
        } finally {
            context.ungetService(reference);
        }
    }
}
