package dev.vireo.admin.javalin.internal;

import dev.vireo.api.model.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The installed bundles, with the services that they registered or that were made from them; two versions of one each with its own. */
final class BundleList {
    /** Service properties with which a provider made from another bundle names it. */
    private static final String MADE_FROM = "vireo.bundle";

    private static final String VERSION = "vireo.bundle.version";

    private final BundleContext context;

    BundleList(BundleContext context) {
        this.context = context;
    }

    /** A provider, and the bundle that it is shown with. */
    private record Made(String provider, List<String> families, String bundle, String version) {}

    List<Wire.Bundle> bundles() {
        List<Made> made = made();
        return Arrays.stream(context.getBundles()).map(b -> view(b, made)).toList();
    }

    private List<Made> made() {
        List<Made> made = new ArrayList<>();
        for (ServiceReference<Provider> reference : references()) {
            Bundle registrar = reference.getBundle();
            Provider provider = context.getService(reference);
            if (registrar != null && provider != null) { // else it has just gone
                boolean other = reference.getProperty(MADE_FROM) instanceof String;
                made.add(new Made(
                        provider.info().ref(),
                        Arrays.stream((String[]) reference.getProperty(Constants.OBJECTCLASS))
                                .filter(name -> !name.equals(Provider.class.getName()))
                                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                                .toList(),
                        other ? (String) reference.getProperty(MADE_FROM) : registrar.getSymbolicName(),
                        other ? String.valueOf(reference.getProperty(VERSION)) : registrar.getVersion().toString()));
                context.ungetService(reference);
            }
        }
        return made;
    }

    private Collection<ServiceReference<Provider>> references() {
        try {
            return context.getServiceReferences(Provider.class, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("there is no filter", e);
        }
    }

    private static Wire.Bundle view(Bundle bundle, List<Made> made) {
        Set<String> services = new TreeSet<>();
        ServiceReference<?>[] registered = bundle.getRegisteredServices();
        if (registered != null) {
            for (ServiceReference<?> reference : registered) {
                services.addAll(Arrays.asList((String[]) reference.getProperty(Constants.OBJECTCLASS)));
            }
        }
        Set<String> providers = new TreeSet<>();
        String version = bundle.getVersion().toString();
        made.stream().filter(m -> m.bundle().equals(bundle.getSymbolicName()) && m.version().equals(version)).forEach(m -> {
            providers.add(m.provider());
            if (registered == null) {
                services.addAll(m.families());
            }
        });
        return new Wire.Bundle(
                bundle.getBundleId(),
                bundle.getSymbolicName(),
                version,
                state(bundle.getState()),
                List.copyOf(services),
                List.copyOf(providers));
    }

    private static String state(int state) {
        return switch (state) {
            case Bundle.INSTALLED -> "installed";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.STARTING -> "starting";
            case Bundle.ACTIVE -> "active";
            case Bundle.STOPPING -> "stopping";
            case Bundle.UNINSTALLED -> "uninstalled";
            default -> "state " + state;
        };
    }
}
