package dev.vireo.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Says why a runtime cannot answer: bundles that do not start, components that miss something, models that are refused. */
final class Diagnosis {
    private static final String MODEL_BUNDLES = "dev.vireo.api.model.ModelBundles";
    private static final String GENERATIONS = "dev.vireo.api.deploy.Generations";
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
        faults.addAll(ofGenerations("startFaults", List.of()));
        return faults;
    }

    /** The deployed generation, while it has not come up. */
    List<String> generation() {
        return ofGenerations("hasStarted", true) ? List.of() : List.of("the deployed generation has not come up; see vireo.log");
    }

    /** Says that the runtime stops because somebody asked for it: a start that is not up yet has not failed. */
    void stopInOrder() {
        ofGenerations("stopInOrder", null);
    }

    /** As {@link #models(String)}; a runtime without deployment has nothing to say. */
    @SuppressWarnings("unchecked")
    private <T> T ofGenerations(String method, T otherwise) {
        return runtime.useNamed(GENERATIONS, service -> {
            try {
                return new AtomicReference<>((T) service.getClass().getMethod(method).invoke(service));
            } catch (ReflectiveOperationException e) {
                throw new LaunchException(GENERATIONS + " is not what this launcher knows: " + e, e);
            }
        }).map(AtomicReference::get).orElse(otherwise);
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
        faults.addAll(generation());
        faults.addAll(refusals());
        return faults.isEmpty() ? consequences : faults;
    }

    /** Model bundles that are still being checked and loaded. */
    List<String> models() {
        return models("LOADING").stream().map(m -> m + " is still loading its model").toList();
    }

    /** Model bundles that will not be used, each with the reason. */
    List<String> refusals() {
        return models("REFUSED");
    }

    /** Without a compile-time dependency: the API's classes belong to a bundle, which the launcher only installs. */
    private List<String> models(String wanted) {
        return runtime.useNamed(MODEL_BUNDLES, service -> {
            List<String> found = new ArrayList<>();
            try {
                for (Object bundle : (List<?>) service.getClass().getMethod("list").invoke(service)) {
                    if (property(bundle, "state").equals(wanted)) {
                        found.add(property(bundle, "bundle") + " " + property(bundle, "version")
                                + (property(bundle, "message").isEmpty() ? "" : ": " + property(bundle, "message")));
                    }
                }
                return found;
            } catch (ReflectiveOperationException e) {
                throw new LaunchException(MODEL_BUNDLES + " is not what this launcher knows: " + e, e);
            }
        }).orElse(List.of());
    }

    private static String property(Object component, String name) throws ReflectiveOperationException {
        return String.valueOf(component.getClass().getMethod(name).invoke(component));
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
        Map<String, String> states = new TreeMap<>();
        for (Bundle bundle : runtime.bundles()) {
            states.put(bundle.getSymbolicName() + " " + bundle.getVersion(),
                    bundle.getState() == Bundle.ACTIVE ? "active" : state(bundle.getState()));
        }
        return states;
    }
}
