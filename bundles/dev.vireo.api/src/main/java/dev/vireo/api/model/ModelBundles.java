package dev.vireo.api.model;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The bundles that carry models, also those that were refused and therefore offer no service. */
@ProviderType
public interface ModelBundles {
    /** In order of symbolic name and version; a stopped bundle is not in it. */
    List<ModelBundle> list();
}
