package dev.vireo.onnx.internal;

import dev.vireo.api.model.ModelBundle;
import dev.vireo.api.model.ModelBundles;
import dev.vireo.onnx.internal.session.OnnxRuntime;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/**
 * Turns every started bundle with the capability {@code dev.vireo.model} into a service: read, check, load, prove by the
 * bundle's goldens, register. A bundle that fails is refused with one line and stays harmless. Loading happens on
 * threads of its own, several models side by side; the framework's thread only hands bundles over.
 */
@Component(immediate = true, // it follows bundles; nobody asks for it
        configurationPid = "dev.vireo.onnx", configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = ModelExtender.Config.class)
public final class ModelExtender implements ModelBundles {
    static final String CAPABILITY = "dev.vireo.model";

    private static final System.Logger LOG = System.getLogger(ModelExtender.class.getName());

    /** Settings. */
    @ObjectClassDefinition(name = "Vireo ONNX inference")
    public @interface Config {
        @AttributeDefinition(min = "1", max = "64", description = "Threads that one run of a model may use")
        int run_threads() default 2;

        @AttributeDefinition(min = "1", max = "8", description = "Models loaded side by side")
        int loader_threads() default 2;

        @AttributeDefinition(min = "0", max = "60000",
                description = "Longest wait for calls still running when a model is stopped, before they are cancelled [ms]")
        long drain_ms() default 5_000;
    }

    private final ModelLoader loader;
    private final Duration drain;
    private final ExecutorService executor;
    private final Set<Installation> installations = ConcurrentHashMap.newKeySet();
    private final BundleTracker<Installation> tracker;

    @Activate
    public ModelExtender(BundleContext context, Config config) {
        this.loader = new ModelLoader(new OnnxRuntime(config.run_threads()));
        this.drain = Duration.ofMillis(config.drain_ms());
        ThreadFactory threads = Thread.ofPlatform().name("vireo-model-loader-", 0).daemon().factory();
        this.executor = Executors.newFixedThreadPool(config.loader_threads(), threads);
        this.tracker = new BundleTracker<>(context, Bundle.ACTIVE, new Follower(context));
        tracker.open();
    }

    @Override
    public List<ModelBundle> list() {
        return installations.stream()
                .map(Installation::status)
                .sorted(Comparator.comparing(ModelBundle::bundle).thenComparing(ModelBundle::version))
                .toList();
    }

    @Deactivate
    void stop() throws InterruptedException {
        tracker.close(); // ends each installation
        executor.shutdown();
        if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.log(Level.ERROR, "a model is still loading 10 s after the extender was stopped; its thread ends with it");
        }
    }

    private final class Follower implements BundleTrackerCustomizer<Installation> {
        private final BundleContext context;

        Follower(BundleContext context) {
            this.context = context;
        }

        @Override
        public Installation addingBundle(Bundle bundle, BundleEvent event) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision == null || revision.getDeclaredCapabilities(CAPABILITY).isEmpty()) {
                return null;
            }
            Installation installation = new Installation(bundle, context, drain);
            installations.add(installation);
            installation.start(loader, executor);
            return installation;
        }

        @Override
        public void modifiedBundle(Bundle bundle, BundleEvent event, Installation installation) {
            // Only ACTIVE is followed, so there is no other state to change to.
        }

        @Override
        public void removedBundle(Bundle bundle, BundleEvent event, Installation installation) {
            installations.remove(installation);
            installation.end();
        }
    }
}
