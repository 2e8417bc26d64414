package dev.vireo.encode.conse.internal;

import dev.vireo.api.classify.Classifier;
import dev.vireo.api.encode.Encoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * One {@link ConseEncoder} for each pair of a classifier and a text encoder that are there. Nothing is ever bound anew: a
 * model that comes makes new pairs beside the others, one that goes takes its own with it, after the broker drained them.
 *
 * <p>Beside the broker the only place with dynamic references: it has to make a pair of a model before the model is live,
 * since a new space is built while the model is staged. It serves no request. Whether a pair is staged is the broker's
 * knowledge, who is told of both bundles that a pair is made from.
 */
@Component(service = {}, immediate = true)
public final class ConsePairs {
    /** Service property: the bundle, or the bundles, that a provider is made from. */
    static final String BUNDLE = "vireo.bundle";
    /** Service property: the versions of these bundles, in the same order. */
    static final String BUNDLE_VERSION = "vireo.bundle.version";

    private final BundleContext context;
    private final Optional<Path> cache;
    /** Guards the lists; not held while a pair is registered or unregistered. */
    private final Object lock = new Object();

    private final List<Model<Classifier>> classifiers = new ArrayList<>();
    private final List<Model<Encoder>> texts = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();

    @Activate
    public ConsePairs(BundleContext context) {
        this.context = context;
        this.cache = Optional.ofNullable(context.getProperty("vireo.home")).map(home -> Path.of(home, "cache", "conse"));
    }

    @Reference(
            name = "classifier",
            service = Classifier.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removeClassifier")
    void addClassifier(ServiceReference<Classifier> reference, Classifier service) {
        Model<Classifier> classifier = Model.of(reference, service);
        List<Pair> made;
        synchronized (lock) {
            classifiers.add(classifier);
            made = texts.stream().map(text -> new Pair(classifier, text)).toList();
            pairs.addAll(made);
        }
        made.forEach(pair -> pair.begin(context, cache));
    }

    void removeClassifier(ServiceReference<Classifier> reference, Classifier service) {
        synchronized (lock) {
            classifiers.removeIf(known -> known.reference().equals(reference));
        }
        end(reference);
    }

    @Reference(
            name = "text",
            service = Encoder.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            // Encoders of texts alone: else a pair could be given itself.
            target = "(&(vireo.modalities=TEXT)(!(vireo.modalities=IMAGE)))",
            unbind = "removeText")
    void addText(ServiceReference<Encoder> reference, Encoder service) {
        Model<Encoder> text = Model.of(reference, service);
        List<Pair> made;
        synchronized (lock) {
            texts.add(text);
            made = classifiers.stream().map(classifier -> new Pair(classifier, text)).toList();
            pairs.addAll(made);
        }
        made.forEach(pair -> pair.begin(context, cache));
    }

    void removeText(ServiceReference<Encoder> reference, Encoder service) {
        synchronized (lock) {
            texts.removeIf(known -> known.reference().equals(reference));
        }
        end(reference);
    }

    /** Ends the pairs of a model that goes; when this returns nobody uses the model any more. */
    private void end(ServiceReference<?> gone) {
        List<Pair> ended;
        synchronized (lock) {
            ended = pairs.stream().filter(pair -> pair.uses(gone)).toList();
            pairs.removeAll(ended);
        }
        ended.forEach(Pair::end);
    }

    @Deactivate
    void stop() {
        List<Pair> ended;
        synchronized (lock) {
            ended = List.copyOf(pairs);
            pairs.clear();
        }
        ended.forEach(Pair::end);
    }
}
