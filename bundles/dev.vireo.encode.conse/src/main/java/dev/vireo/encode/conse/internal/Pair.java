package dev.vireo.encode.conse.internal;

import dev.vireo.api.classify.Classifier;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Provider;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** The encoder of one pair of models, from the moment both are there until one of them goes. */
final class Pair {
    private static final System.Logger LOG = System.getLogger(Pair.class.getName());
    private static final long LONGEST_BEGIN_S = 10;

    private final Model<Classifier> classifier;
    private final Model<Encoder> text;
    /** Held while the pair is registered, so that its end cannot overtake its beginning. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean ended;
    private ConseEncoder encoder;
    private ServiceRegistration<?> registration;

    Pair(Model<Classifier> classifier, Model<Encoder> text) {
        this.classifier = classifier;
        this.text = text;
    }

    boolean uses(ServiceReference<?> model) {
        return classifier.reference().equals(model) || text.reference().equals(model);
    }

    void begin(BundleContext context, Optional<Path> cache) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            encoder = new ConseEncoder(cache, classifier.service(), text.service());
            Hashtable<String, Object> properties = new Hashtable<>();
            properties.put("vireo.modalities", new String[] {"IMAGE", "TEXT"});
            properties.put("vireo.model.id", encoder.info().id());
            properties.put("vireo.model.version", encoder.info().version());
            properties.put(ConsePairs.BUNDLE, new String[] {classifier.bundle(), text.bundle()});
            properties.put(ConsePairs.BUNDLE_VERSION, new String[] {classifier.version(), text.version()});
            registration = context.registerService(
                    new String[] {Encoder.class.getName(), Provider.class.getName()}, encoder, properties);
        } catch (VireoException e) { // a model that went this very moment
            LOG.log(Level.INFO, "no encoder of {0} and {1}: {2}", classifier.bundle(), text.bundle(), e.getMessage());
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "this bundle is being stopped", e);
            close();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the encoder away; the broker holds this up until its leases are back. */
    void end() {
        boolean held = false;
        try {
            held = lock.tryLock(LONGEST_BEGIN_S, TimeUnit.SECONDS);
            if (!held) {
                LOG.log(Level.ERROR, "the encoder of {0} and {1} is still being registered", classifier.bundle(), text.bundle());
            }
            ended = true;
            if (registration != null) {
                registration.unregister();
            }
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "the framework had already taken the encoder of " + classifier.bundle(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
            if (held) {
                lock.unlock();
            }
        }
    }

    private void close() {
        if (encoder == null) {
            return;
        }
        try {
            encoder.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
