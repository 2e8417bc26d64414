package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.VectorStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The far side of a probe: in a process of its own, waits for the bundles under probe, calls their providers, measures what
 * they took, writes the result. In an ordinary runtime it does nothing.
 */
@Component(service = Probe.class, immediate = true)
public final class Probe {
    private static final long POLL_MS = 20;

    private final Thread thread;

    @Activate
    public Probe(
            BundleContext context,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Stage stage,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) VectorStore vectors) {
        String property = context.getProperty(ProbeFolder.PROPERTY);
        if (property == null) {
            this.thread = null;
            return;
        }
        ProbeFolder folder = new ProbeFolder(Path.of(property));
        Memory memory = new Memory(0);
        long before = settled(memory); // bundles under probe start at a higher level than this one
        Readiness readiness = new Readiness(new Bundles(context, stage), stage, new ModelStates(context));
        FamilyProbes probes = new FamilyProbes(stage, vectors);
        this.thread = Thread.ofPlatform().name("vireo-probe").daemon().start(() -> {
            try {
                String reason = run(folder, readiness, probes);
                folder.write(new ProbeFolder.Result(reason, Math.max(0, settled(memory) - before)));
            } catch (InterruptedException e) {
                folder.write(new ProbeFolder.Result("the probe was interrupted", 0));
            }
        });
    }

    /** @return why it failed, or nothing */
    private static String run(ProbeFolder folder, Readiness readiness, FamilyProbes probes) throws InterruptedException {
        Set<Origin> subjects = folder.subjects();
        for (List<String> missing = readiness.missing(subjects); !missing.isEmpty(); missing = readiness.missing(subjects)) {
            List<String> faults = readiness.faults(subjects);
            if (!faults.isEmpty()) {
                return String.join("; ", faults);
            }
            folder.step(String.join(", ", missing));
            Thread.sleep(POLL_MS);
        }
        folder.step("calling what they provide");
        try {
            probes.run(subjects);
            return "";
        } catch (VireoException e) {
            return e.getMessage();
        } catch (OutOfMemoryError | LinkageError | RuntimeException e) {
            return e.toString();
        }
    }

    /** Resident memory after what is not used was given up. */
    private static long settled(Memory memory) {
        System.gc();
        return memory.resident("self").orElse(0);
    }

    @Deactivate
    void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
