package dev.vireo.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Says why a runtime cannot answer: bundles that do not start, components that miss something, models that are refused. */
final class Diagnosis {
    private static final String PROVIDER = "dev.vireo.api.model.Provider";
    private static final Pattern MISSING_PACKAGE = Pattern.compile("osgi\\.wiring\\.package=([\\w.]+)");

    private final FelixRuntime runtime;

    Diagnosis(FelixRuntime runtime) {
        this.runtime = runtime;
    }

    /** Faults that waiting cannot mend: bundles that did not start, components whose activation threw. */
    List<String> fatal() {
        List<String> faults = new ArrayList<>(bundles());
        for (Component component : components()) {
            if (component.state.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                faults.add(component.name() + " failed: " + cause(component.state.failure));
            }
        }
        return faults;
    }

    /** Everything that is missing now, causes only: what waits for something that is listed is left out. */
    List<String> missing() {
        List<String> faults = new ArrayList<>(fatal());
        List<Component> waiting = components().stream().filter(c -> !c.satisfied()).toList();
        Set<String> promised = new HashSet<>();
        waiting.forEach(c -> promised.addAll(List.of(c.description.serviceInterfaces)));
        List<String> consequences = new ArrayList<>();
        for (Component component : waiting) {
            if (component.state.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
                faults.add(component.name() + " has no settings under "
                        + String.join(", ", component.description.configurationPid));
            }
            for (UnsatisfiedReferenceDTO reference : component.state.unsatisfiedReferences) {
                String wanted = component.wanted(reference.name);
                (promised.contains(wanted) ? consequences : faults)
                        .add(component.name() + " waits for " + wanted
                                + (reference.target == null ? "" : " with " + reference.target));
            }
        }
        faults.addAll(models());
        return faults.isEmpty() ? consequences : faults;
    }

    /** Model bundles whose model is not registered. */
    List<String> models() {
        List<String> faults = new ArrayList<>();
        Set<String> registered = new HashSet<>();
        for (Bundle bundle : runtime.bundles()) {
            ServiceReference<?>[] services = bundle.getRegisteredServices();
            for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
                if (List.of((String[]) service.getProperty(Constants.OBJECTCLASS)).contains(PROVIDER)) {
                    registered.add(bundle.getSymbolicName());
                }
            }
        }
        for (Bundle bundle : runtime.bundles()) {
            String capabilities = bundle.getHeaders().get(Constants.PROVIDE_CAPABILITY);
            if (capabilities != null && capabilities.contains("dev.vireo.model") && !registered.contains(bundle.getSymbolicName())) {
                faults.add(bundle.getSymbolicName() + " has registered no model");
            }
        }
        return faults;
    }

    private List<String> bundles() {
        List<String> faults = new ArrayList<>();
        for (Bundle bundle : runtime.bundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (!fragment && bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
                faults.add(bundle.getSymbolicName() + " does not start: "
                        + readable(runtime.failures().getOrDefault(bundle.getSymbolicName(), "its state is "
                                + state(bundle.getState()))));
            }
        }
        return faults;
    }

    private static String readable(String message) {
        Matcher matcher = MISSING_PACKAGE.matcher(message);
        return message.contains("missing requirement") && matcher.find()
                ? "no bundle exports the package " + matcher.group(1) + " that it (or one it needs) imports"
                : message;
    }

    private static String state(int state) {
        return switch (state) {
            case Bundle.INSTALLED -> "installed";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.STOPPING -> "stopping";
            default -> String.valueOf(state);
        };
    }

    /** The message of the deepest cause in a printed stack trace: what the component's author meant to say. */
    static String cause(String trace) {
        String found = "";
        for (String line : trace.split("\n", -1)) {
            String text = line.strip();
            if (found.isEmpty() || text.startsWith("Caused by: ")) {
                found = text;
            }
        }
        found = found.replaceFirst("^Caused by: ", "");
        return found.replaceFirst("^[\\w.$]+(?:Exception|Error): ", "");
    }

    private List<Component> components() {
        return runtime.use(ServiceComponentRuntime.class, scr -> {
            List<Component> all = new ArrayList<>();
            Collection<ComponentDescriptionDTO> descriptions = scr.getComponentDescriptionDTOs();
            for (ComponentDescriptionDTO description : descriptions) {
                for (ComponentConfigurationDTO state : scr.getComponentConfigurationDTOs(description)) {
                    all.add(new Component(description, state));
                }
            }
            return all;
        });
    }

    private record Component(ComponentDescriptionDTO description, ComponentConfigurationDTO state) {
        String name() {
            return description.name.toLowerCase(Locale.ROOT).startsWith(description.bundle.symbolicName)
                    ? description.name
                    : description.bundle.symbolicName + " " + description.name;
        }

        boolean satisfied() {
            return state.state == ComponentConfigurationDTO.SATISFIED || state.state == ComponentConfigurationDTO.ACTIVE;
        }

        String wanted(String reference) {
            for (ReferenceDTO dto : description.references) {
                if (dto.name.equals(reference)) {
                    return dto.interfaceName;
                }
            }
            return reference;
        }
    }

    /** For the log: every bundle with version and state. */
    Map<String, String> states() {
        Map<String, String> states = new java.util.TreeMap<>();
        for (Bundle bundle : runtime.bundles()) {
            states.put(bundle.getSymbolicName() + " " + bundle.getVersion(),
                    bundle.getState() == Bundle.ACTIVE ? "active" : state(bundle.getState()));
        }
        return states;
    }
}
