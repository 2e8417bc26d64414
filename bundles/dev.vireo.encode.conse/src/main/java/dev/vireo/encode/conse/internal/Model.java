package dev.vireo.encode.conse.internal;

import dev.vireo.api.model.Provider;
import java.util.Objects;
import org.osgi.framework.ServiceReference;

/**
 * A model that is there, live or staged.
 *
 * @param reference names the registration: two versions of a model are two
 * @param service the model itself
 * @param bundle symbolic name of the bundle it was made from
 * @param version version of that bundle
 */
record Model<S extends Provider>(ServiceReference<S> reference, S service, String bundle, String version) {
    static <S extends Provider> Model<S> of(ServiceReference<S> reference, S service) {
        boolean named = reference.getProperty(ConsePairs.BUNDLE) instanceof String;
        String bundle = named ? (String) reference.getProperty(ConsePairs.BUNDLE)
                : reference.getBundle() == null ? "" : reference.getBundle().getSymbolicName();
        String version = named ? Objects.toString(reference.getProperty(ConsePairs.BUNDLE_VERSION), "")
                : reference.getBundle() == null ? "" : reference.getBundle().getVersion().toString();
        return new Model<>(reference, service, bundle, version);
    }
}
