package dev.vireo.onnx.internal;

import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.ModelBundle;
import dev.vireo.api.model.Provider;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** One started model bundle, from loading to its end. */
final class Installation {
    private static final System.Logger LOG = System.getLogger(Installation.class.getName());
    /** How long stopping a bundle waits for its own loading: past it the loader cleans up by itself. */
    private static final Duration LOADING_LIMIT = Duration.ofSeconds(10);

    private final Bundle bundle;
    private final BundleContext context;
    private final Duration drain;
    private final String name;
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();

    private final Object lock = new Object();
    private ModelBundle status;
    private boolean ended;
    private OnnxProvider provider;
    private ServiceRegistration<?> registration;

    Installation(Bundle bundle, BundleContext context, Duration drain) {
        this.bundle = bundle;
        this.context = context;
        this.drain = drain;
        this.name = bundle.getSymbolicName() + " " + bundle.getVersion();
        this.status = status(ModelBundle.State.LOADING, "", "");
    }

    private ModelBundle status(ModelBundle.State state, String provider, String message) {
        return new ModelBundle(bundle.getSymbolicName(), bundle.getVersion().toString(), state, provider, message);
    }

    ModelBundle status() {
        synchronized (lock) {
            return status;
        }
    }

    void start(ModelLoader loader, ExecutorService executor) {
        executor.execute(() -> {
            try {
                if (!hasEnded()) {
                    load(loader);
                }
            } finally {
                loaded.complete(null);
            }
        });
    }

    private boolean hasEnded() {
        synchronized (lock) {
            return ended;
        }
    }

    private void load(ModelLoader loader) {
        long start = System.nanoTime();
        OnnxProvider made;
        try {
            made = loader.load(new BundleFiles(bundle));
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
            // The bundle's content is not trusted: whatever it causes must not end the loader thread.
            if (!hasEnded()) {
                refuse(e);
            }
            return;
        }
        register(made);
        LOG.log(Level.INFO, "model {0} of {1} is ready after {2} ms", made.info().ref(), name,
                Long.toString((System.nanoTime() - start) / 1_000_000));
    }

    private void refuse(Throwable e) {
        String message = e instanceof VireoException ? e.getMessage() : e.toString();
        synchronized (lock) {
            status = status(ModelBundle.State.REFUSED, "", message);
        }
        LOG.log(Level.ERROR, "model bundle {0} refused: {1}", name, message);
        LOG.log(Level.DEBUG, "the refusal of " + name, e);
    }

    private void register(OnnxProvider made) {
        // Outside the lock: registering runs the code of everybody who waits for this service.
        ServiceRegistration<?> registered;
        try {
            registered = context.registerService(
                    new String[] {made.family().getName(), Provider.class.getName()}, made, properties(made));
        } catch (IllegalStateException e) { // this bundle is being stopped
            made.stop(drain);
            return;
        }
        boolean late;
        synchronized (lock) {
            late = ended;
            if (!late) {
                provider = made;
                registration = registered;
                status = status(ModelBundle.State.READY, made.info().ref(), "");
            }
        }
        if (late) {
            close(registered, made);
        }
    }

    private Dictionary<String, Object> properties(OnnxProvider made) {
        Hashtable<String, Object> properties = new Hashtable<>(made.properties());
        properties.put("vireo.model.id", made.info().id());
        properties.put("vireo.model.version", made.info().version());
        properties.put("vireo.bundle", bundle.getSymbolicName());
        properties.put("vireo.bundle.version", bundle.getVersion().toString());
        return properties;
    }

    /** Takes the service away and closes the model, after those who use it are done. */
    void end() {
        OnnxProvider made;
        ServiceRegistration<?> registered;
        synchronized (lock) {
            ended = true;
            made = provider;
            registered = registration;
            provider = null;
            registration = null;
        }
        if (made != null) {
            close(registered, made);
        } else {
            awaitLoading();
        }
    }

    private void awaitLoading() {
        try {
            loaded.get(LOADING_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.WARNING, "model bundle {0} is still loading; its service will not appear", name);
        } catch (ExecutionException e) {
            throw new IllegalStateException("never completed with an exception", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close(ServiceRegistration<?> registered, OnnxProvider made) {
        try {
            registered.unregister(); // the broker holds this up until its leases are back
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "the framework had already taken the service of " + name, e);
        }
        made.stop(drain);
        LOG.log(Level.INFO, "model {0} of {1} is closed", made.info().ref(), name);
    }
}
