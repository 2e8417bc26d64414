package dev.vireo.admin.javalin.internal;

import dev.vireo.api.broker.Broker;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** The installed bundles, with the services that they registered or that were made from them. */
final class BundleList {
    private final BundleContext context;
    private final Broker broker;

    BundleList(BundleContext context, Broker broker) {
        this.context = context;
        this.broker = broker;
    }

    List<Wire.Bundle> bundles() {
        List<Broker.Live> live = broker.live();
        return Arrays.stream(context.getBundles()).map(b -> view(b, live)).toList();
    }

    private static Wire.Bundle view(Bundle bundle, List<Broker.Live> live) {
        Set<String> services = new TreeSet<>();
        ServiceReference<?>[] registered = bundle.getRegisteredServices();
        if (registered != null) {
            for (ServiceReference<?> reference : registered) {
                services.addAll(Arrays.asList((String[]) reference.getProperty(Constants.OBJECTCLASS)));
            }
        }
        Set<String> providers = new TreeSet<>();
        live.stream().filter(l -> l.bundle().equals(bundle.getSymbolicName())).forEach(l -> {
            providers.add(l.provider());
            if (registered == null) {
                services.addAll(l.families());
            }
        });
        return new Wire.Bundle(
                bundle.getBundleId(),
                bundle.getSymbolicName(),
                bundle.getVersion().toString(),
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
