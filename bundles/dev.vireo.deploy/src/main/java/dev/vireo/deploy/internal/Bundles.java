package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;

/** The bundles that the framework holds now, by name and version. */
final class Bundles {
    private static final Logger LOG = System.getLogger(Bundles.class.getName());
    private static final String BY_REFERENCE = "reference:";

    private final BundleContext context;
    private final Stage stage;
    private final Leftovers leftovers = new Leftovers();

    Bundles(BundleContext context, Stage stage) {
        this.context = context;
        this.stage = stage;
    }

    /** What the launcher installed, by symbolic name. Meaningful before anything is deployed. */
    Map<String, Slot> installed() {
        Map<String, Slot> found = new HashMap<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getBundleId() != 0 && bundle.getSymbolicName() != null) {
                found.put(bundle.getSymbolicName(),
                        new Slot(origin(bundle), bundle.getLocation(), bundle.adapt(BundleStartLevel.class).getStartLevel()));
            }
        }
        return found;
    }

    static Origin origin(Bundle bundle) {
        return new Origin(bundle.getSymbolicName(), bundle.getVersion().toString());
    }

    Optional<Bundle> find(Origin origin) {
        return Arrays.stream(context.getBundles())
                .filter(b -> origin.bundle().equals(b.getSymbolicName()) && origin.version().equals(b.getVersion().toString()))
                .findFirst();
    }

    /** The bundles of these slots that are not there yet are installed and held back; all are returned. */
    List<Bundle> install(Collection<Slot> slots) {
        List<Bundle> bundles = new ArrayList<>();
        for (Slot slot : slots) {
            bundles.add(find(slot.origin()).orElseGet(() -> {
                stage.hold(Set.of(slot.origin()));
                return installOne(slot);
            }));
        }
        return bundles;
    }

    private Bundle installOne(Slot slot) {
        try {
            Bundle bundle = context.installBundle(slot.location());
            bundle.adapt(BundleStartLevel.class).setStartLevel(slot.startLevel());
            return bundle;
        } catch (BundleException e) {
            throw new VireoException(ErrorKind.USER_INPUT, slot.origin() + " is no bundle that can be installed: "
                    + e.getMessage(), e);
        }
    }

    /** Replaces what the distribution brings, before it has started: nothing is held back. */
    void takeOver(Set<Slot> in, Set<Slot> out) {
        out.forEach(slot -> find(slot.origin()).ifPresent(bundle -> uninstall(bundle, slot.origin())));
        for (Slot slot : in) {
            Bundle bundle = find(slot.origin()).orElseGet(() -> installOne(slot));
            try {
                bundle.start(); // now, or when the framework reaches its level
            } catch (BundleException e) {
                LOG.log(Level.ERROR, slot.origin() + " does not start: " + e.getMessage(), e);
            }
        }
    }

    /** Starts these at their levels, out of reach of requests. What is there already is held back from now on. */
    void startBeside(Set<Slot> slots) {
        stage.hold(Lineup.origins(slots));
        for (Slot slot : slots) {
            try {
                find(slot.origin()).orElseGet(() -> installOne(slot)).start();
            } catch (BundleException | VireoException e) {
                LOG.log(Level.ERROR, slot.origin() + " does not start beside what serves: " + e.getMessage(), e);
            }
        }
    }

    /** Stops and removes; its class loader can go. A bundle that will not stop is left, held back, and said so. */
    void remove(Set<Slot> slots) {
        for (Slot slot : slots) {
            if (find(slot.origin()).map(bundle -> uninstall(bundle, slot.origin())).orElse(true)) {
                stage.forget(Set.of(slot.origin()));
            }
        }
        leftovers.collect();
    }

    private static boolean uninstall(Bundle bundle, Origin origin) {
        try {
            bundle.uninstall(); // the framework refreshes what nobody is wired to
            return true;
        } catch (BundleException | RuntimeException e) {
            LOG.log(Level.ERROR, origin + " can not be removed: " + e.getMessage(), e);
            return false;
        }
    }

    /** Whether a slot is installed from elsewhere than it says: two contents under one name and version. */
    boolean isOther(Slot slot) {
        return find(slot.origin())
                .filter(b -> b.getLocation().startsWith(BY_REFERENCE) && !b.getLocation().equals(slot.location()))
                .isPresent();
    }
}
