package dev.vireo.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.cm.ConfigurationAdmin;

/** One Felix framework with the bundles of a distribution. */
final class FelixRuntime implements AutoCloseable {
    private static final Logger LOG = System.getLogger(FelixRuntime.class.getName());
    /** Below this level only configuration and component runtime are up, so that components see their settings at once. */
    private static final int CONFIGURED_LEVEL = 5;
    /** At this level the deployment has installed what the intent names; no model and no index has started yet. */
    static final int INTENT_LEVEL = 25;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(18);

    private final Framework framework;
    /** Why a bundle did not start, by symbolic name. */
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    private FelixRuntime(Framework framework) {
        this.framework = framework;
    }

    /**
     * Installs all bundles and starts those of configuration and component runtime.
     *
     * @param more framework properties beside the usual ones
     */
    static FelixRuntime start(Home home, Distribution.Content content, Map<String, String> more) {
        Map<String, String> properties = properties(home);
        properties.putAll(more);
        Framework framework = new FrameworkFactory().newFramework(properties);
        FelixRuntime runtime = new FelixRuntime(framework);
        try {
            framework.init();
            BundleContext context = framework.getBundleContext();
            context.addFrameworkListener(runtime::note);
            for (Distribution.Item item : content.bundles()) {
                // By reference: the files of the distribution do not change, so Felix need not copy 80 MB at each start.
                Bundle bundle = context.installBundle("reference:" + item.file().toUri());
                bundle.adapt(BundleStartLevel.class).setStartLevel(item.startLevel());
                if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                    bundle.start();
                }
            }
            framework.start();
            runtime.level(CONFIGURED_LEVEL);
            return runtime;
        } catch (BundleException e) {
            runtime.close();
            throw new LaunchException("the framework does not start: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> properties(Home home) {
        Properties exports = new Properties();
        try (InputStream in = FelixRuntime.class.getResourceAsStream("framework.properties")) {
            exports.load(in);
        } catch (IOException e) {
            throw new LaunchException("the launcher's framework.properties is not readable; unpack the distribution again", e);
        }
        Map<String, String> properties = new HashMap<>();
        exports.forEach((name, value) -> properties.put(name.toString(), value.toString()));
        properties.put("vireo.home", home.root().toString());
        properties.put(Constants.FRAMEWORK_STORAGE, home.bundleCache().toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "1");
        return properties;
    }

    /** Hands the settings to the components; those that are not up yet find them when they start. */
    void configure(Map<String, Map<String, Object>> settings) {
        use(ConfigurationAdmin.class, admin -> {
            settings.forEach((pid, values) -> {
                try {
                    int tilde = pid.indexOf('~');
                    (tilde < 0 ? admin.getConfiguration(pid, "?")
                            : admin.getFactoryConfiguration(pid.substring(0, tilde), pid.substring(tilde + 1), "?"))
                            .update(new Hashtable<>(values));
                } catch (IOException e) {
                    throw new LaunchException("the settings of " + pid + " could not be kept: " + e.getMessage(), e);
                }
            });
            return null;
        });
    }

    /** Raises the start level and waits until it is reached. Bundles that fail to start are in {@link #failures()}. */
    void level(int level) {
        CountDownLatch reached = new CountDownLatch(1);
        framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> reached.countDown());
        try {
            reached.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("interrupted while starting", e);
        }
    }

    /** Reasons by symbolic name of each bundle that the framework could not start. */
    Map<String, String> failures() {
        return failures;
    }

    List<Bundle> bundles() {
        return List.of(framework.getBundleContext().getBundles());
    }

    /** Names of the interfaces that some service is registered under and can be got. */
    boolean serves(String service) {
        BundleContext context = framework.getBundleContext();
        ServiceReference<?> reference = context.getServiceReference(service);
        if (reference == null) {
            return false;
        }
        // A registered reference is not yet a service: a component whose constructor throws gives null.
        boolean usable = context.getService(reference) != null;
        if (usable) {
            context.ungetService(reference);
        }
        return usable;
    }

    /** Calls {@code action} with the first service of a type. @throws LaunchException if there is none */
    <S, R> R use(Class<S> type, Function<S, R> action) {
        BundleContext context = framework.getBundleContext();
        ServiceReference<S> reference = context.getServiceReference(type);
        S service = reference == null ? null : context.getService(reference);
        if (service == null) {
            throw new LaunchException("no bundle offers " + type.getName() + new ArrayList<>(failures.values()));
        }
        try {
            return action.apply(service);
        } finally {
            context.ungetService(reference);
        }
    }

    /** Calls {@code action} with the first service registered under a name; empty if there is none. */
    <R> Optional<R> useNamed(String type, Function<Object, R> action) {
        BundleContext context = framework.getBundleContext();
        ServiceReference<?> reference = context.getServiceReference(type);
        Object service = reference == null ? null : context.getService(reference);
        if (service == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(action.apply(service));
        } finally {
            context.ungetService(reference);
        }
    }

    private void note(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            Throwable cause = event.getThrowable();
            failures.put(event.getBundle().getSymbolicName(), String.valueOf(cause.getMessage()));
            // The diagnosis reports it to the person who starts; here it only leaves its trace.
            LOG.log(Level.INFO, event.getBundle().getSymbolicName() + " failed", cause);
        }
    }

    /**
     * Stops all bundles in the reverse order of their start. Afterwards no native session is open, so the process may
     * exit: ONNX Runtime frees its environment in a JVM shutdown hook, which must not meet a running call.
     */
    @Override
    public void close() {
        try {
            framework.stop();
            FrameworkEvent end = framework.waitForStop(STOP_LIMIT.toMillis());
            if (end.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                LOG.log(Level.ERROR, "not all bundles stopped within " + STOP_LIMIT.toSeconds() + " s; ending at once");
                Runtime.getRuntime().halt(1); // an orderly exit would free native memory under the calls still running
            }
        } catch (BundleException e) {
            throw new LaunchException("the framework did not stop: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the framework stops by itself or {@code stop} is counted down. */
    void awaitStop(CountDownLatch stop) throws InterruptedException {
        while (!stop.await(1, TimeUnit.SECONDS)) {
            if (framework.getState() != Bundle.ACTIVE) {
                return;
            }
        }
    }
}
