package dev.vireo.deploy.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Says before anything is resolved or started whether bundles would find what they need, and whether replacing others by
 * them would tear down more than those. Bundles are installed for it, which no running bundle notices.
 */
final class ResolveCheck {
    private static final Pattern COMPONENTS = Pattern.compile("\\s*,\\s*");
    private static final Pattern SERVICE = Pattern.compile("<(?:\\w+:)?service\\b.*?</(?:\\w+:)?service>", Pattern.DOTALL);

    private final FrameworkWiring wiring;
    private final BundleContext context;

    ResolveCheck(BundleContext context) {
        this.context = context;
        this.wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    /**
     * @param added installed, not resolved
     * @param replaced running bundles that {@code added} stands in for
     * @throws VireoException USER_INPUT naming every fault
     */
    void check(Collection<Bundle> added, Collection<Bundle> replaced) {
        List<String> faults = new ArrayList<>();
        for (Bundle bundle : added) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if ((revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
                faults.add(bundle.getSymbolicName() + " is a fragment of "
                        + bundle.getHeaders().get(Constants.FRAGMENT_HOST) + ": its host would be refreshed");
                continue;
            }
            needs(bundle, revision, added, replaced, faults);
            exports(bundle, revision, added, replaced, faults);
            singleton(bundle, revision, replaced, faults);
            services(bundle, faults);
        }
        replaced.forEach(bundle -> core(bundle, replaced, faults));
        if (!faults.isEmpty()) {
            throw new VireoException(ErrorKind.USER_INPUT, "refused: " + String.join("; ", faults));
        }
    }

    private void needs(
            Bundle bundle, BundleRevision revision, Collection<Bundle> added, Collection<Bundle> replaced, List<String> faults) {
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            String effective = requirement.getDirectives().getOrDefault(Constants.EFFECTIVE_DIRECTIVE, Constants.EFFECTIVE_RESOLVE);
            boolean optional = Constants.RESOLUTION_OPTIONAL.equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
            if (optional || !effective.equals(Constants.EFFECTIVE_RESOLVE)) {
                continue;
            }
            boolean found = wiring.findProviders(requirement).stream()
                    .map(c -> c.getRevision().getBundle())
                    .anyMatch(b -> added.contains(b) || !replaced.contains(b));
            if (!found) {
                Object name = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
                faults.add(bundle.getSymbolicName() + " needs " + requirement.getNamespace() + " " + name
                        + ", which nothing here offers");
            }
        }
    }

    /** A second source of a package would be taken by whoever resolves next. */
    private void exports(
            Bundle bundle, BundleRevision revision, Collection<Bundle> added, Collection<Bundle> replaced, List<String> faults) {
        Set<Object> exported = packages(revision);
        for (Bundle other : context.getBundles()) {
            BundleRevision otherRevision = other.adapt(BundleRevision.class);
            if (added.contains(other) || replaced.contains(other) || otherRevision == null) {
                continue;
            }
            Set<Object> both = new HashSet<>(packages(otherRevision));
            both.retainAll(exported);
            if (!both.isEmpty()) {
                faults.add(bundle.getSymbolicName() + " exports " + both + ", which " + other.getSymbolicName()
                        + " exports: whoever uses it would be refreshed");
            }
        }
    }

    private static Set<Object> packages(BundleRevision revision) {
        return revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(c -> c.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))
                .collect(Collectors.toSet());
    }

    private static void singleton(Bundle bundle, BundleRevision revision, Collection<Bundle> replaced, List<String> faults) {
        boolean twice = replaced.stream().anyMatch(b -> b.getSymbolicName().equals(bundle.getSymbolicName()));
        for (BundleCapability identity : revision.getDeclaredCapabilities(IdentityNamespace.IDENTITY_NAMESPACE)) {
            if (twice && "true".equals(identity.getDirectives().get(IdentityNamespace.CAPABILITY_SINGLETON_DIRECTIVE))) {
                faults.add(bundle.getSymbolicName() + " is a singleton: it can not stand beside the one that serves");
            }
        }
    }

    /** Components of a package may offer providers, which the broker holds back, and nothing else. */
    private static void services(Bundle bundle, List<String> faults) {
        String header = bundle.getHeaders().get("Service-Component");
        for (String path : header == null ? new String[0] : COMPONENTS.split(header.strip())) {
            URL entry = bundle.getEntry(path);
            if (entry == null) {
                faults.add(bundle.getSymbolicName() + " names the component " + path + ", which it does not hold");
                continue;
            }
            try (InputStream in = entry.openStream()) {
                Matcher services = SERVICE.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                while (services.find()) {
                    if (!services.group().contains('"' + Provider.class.getName() + '"')) {
                        faults.add(bundle.getSymbolicName() + " offers a service that is no provider (" + path
                                + "): requests would reach it before it is proven");
                    }
                }
            } catch (IOException e) {
                faults.add(bundle.getSymbolicName() + ": " + path + " is not readable: " + e.getMessage());
            }
        }
    }

    /** Whether others hang on a bundle in a way that no swap of providers can bridge. */
    private void core(Bundle bundle, Collection<Bundle> replaced, List<String> faults) {
        Set<String> refreshed = wiring.getDependencyClosure(List.of(bundle)).stream()
                .filter(b -> !replaced.contains(b))
                .map(Bundle::getSymbolicName)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!refreshed.isEmpty()) {
            faults.add("replacing " + bundle.getSymbolicName() + " would refresh the core: " + String.join(", ", refreshed));
        }
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
            List<String> types = Arrays.asList((String[]) service.getProperty(Constants.OBJECTCLASS));
            if (!types.contains(Provider.class.getName())) {
                faults.add(bundle.getSymbolicName() + " is part of the core: it offers " + String.join(", ", types)
                        + "; it is replaced with the distribution, not by a package");
                return;
            }
        }
    }
}
