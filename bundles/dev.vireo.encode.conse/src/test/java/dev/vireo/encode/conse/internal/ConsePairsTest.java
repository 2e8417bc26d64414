package dev.vireo.encode.conse.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.classify.Classifier;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.model.Vocabulary;
import dev.vireo.testkit.Callers;
import dev.vireo.testkit.Pictures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;

/** Models come and go in a real framework. */
class ConsePairsTest {
    private record Labels(String version) implements Classifier {
        @Override
        public ProviderInfo info() {
            return new ProviderInfo("labels", version, "Labels " + version);
        }

        @Override
        public Vocabulary vocabulary() {
            return new Vocabulary("labels",
                    List.of(new Label(0, "cat", "", List.of(), List.of()), new Label(1, "dog", "", List.of(), List.of())),
                    Map.of(), Set.of());
        }

        @Override
        public float[][] classify(List<Image> images) {
            return images.stream().map(_ -> new float[] {0.9f, 0.1f}).toArray(float[][]::new);
        }
    }

    private record Words(String version) implements Encoder {
        @Override
        public ProviderInfo info() {
            return new ProviderInfo("words", version, "Words " + version);
        }

        @Override
        public Space space() {
            return new Space("words-" + version, 2);
        }

        @Override
        public Set<Modality> modalities() {
            return Set.of(Modality.TEXT);
        }

        @Override
        public List<Encoding> encodeImages(List<Image> images) {
            throw new UnsupportedOperationException("words only");
        }

        @Override
        public List<Encoding> encodeTexts(List<String> texts) {
            return texts.stream()
                    .map(text -> new Encoding(text.contains("cat") ? new float[] {1, 0} : new float[] {0, 1}, true))
                    .toList();
        }

        @Override
        public double textMatchProbability(double cosine) {
            throw new UnsupportedOperationException("words only");
        }

        @Override
        public double imageMatchProbability(double cosine) {
            throw new UnsupportedOperationException("words only");
        }
    }

    @TempDir
    Path storage;

    private Framework framework;
    private BundleContext context;
    private ConsePairs pairs;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE, storage.resolve("felix").toString(), "vireo.home", storage.toString(), "felix.log.level", "0"));
        framework.start();
        context = framework.getBundleContext();
        pairs = new ConsePairs(context);
    }

    @AfterEach
    void end() throws Exception {
        pairs.stop();
        framework.stop();
        framework.waitForStop(10_000);
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().startsWith("vireo-conse")));
    }

    private <S extends Provider> ServiceRegistration<S> offer(Class<S> family, S model) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("vireo.bundle", "model." + model.info().id());
        properties.put("vireo.bundle.version", model.info().version());
        return context.registerService(family, model, properties);
    }

    private ServiceReference<Classifier> comes(Labels model) {
        ServiceReference<Classifier> reference = offer(Classifier.class, model).getReference();
        pairs.addClassifier(reference, model);
        return reference;
    }

    private ServiceReference<Encoder> comes(Words model) {
        ServiceReference<Encoder> reference = offer(Encoder.class, model).getReference();
        pairs.addText(reference, model);
        return reference;
    }

    private List<ServiceReference<Encoder>> pictures() {
        try {
            Collection<ServiceReference<Encoder>> found = context.getServiceReferences(Encoder.class, "(vireo.modalities=IMAGE)");
            return new ArrayList<>(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Set<String> spaces() {
        Set<String> spaces = new TreeSet<>();
        pictures().forEach(r -> spaces.add(context.getService(r).space().id()));
        return spaces;
    }

    @Test
    void eachPairHasAnEncoderThatNamesBothModelsAndBothBundles() {
        comes(new Labels("1.0.0"));
        assertEquals(List.of(), pictures(), "half a pair is none");
        comes(new Words("2.0.0"));
        ServiceReference<Encoder> reference = pictures().getFirst();
        Encoder encoder = context.getService(reference);
        assertEquals("conse-labels-words@1.0.0+2.0.0", encoder.info().ref());
        assertEquals(new Space("conse-labels-1.0.0-words-2.0.0", 2), encoder.space());
        assertArrayEquals(new String[] {"model.labels", "model.words"}, (String[]) reference.getProperty("vireo.bundle"));
        assertArrayEquals(new String[] {"1.0.0", "2.0.0"}, (String[]) reference.getProperty("vireo.bundle.version"));
        assertTrue(List.of((String[]) reference.getProperty(Constants.OBJECTCLASS)).contains(Provider.class.getName()));
        assertEquals(1, encoder.encodeImages(List.of(Pictures.gradient(8, 8))).getFirst().vector()[0], 0.01);
    }

    @Test
    void aSecondVersionComesBesideTheFirstAndLeavesAlone() {
        comes(new Labels("1.0.0"));
        comes(new Words("1.0.0"));
        Encoder first = context.getService(pictures().getFirst());

        ServiceReference<Classifier> second = comes(new Labels("1.1.0"));
        ServiceReference<Encoder> words = comes(new Words("2.0.0"));
        assertEquals(Set.of("conse-labels-1.0.0-words-1.0.0", "conse-labels-1.0.0-words-2.0.0",
                "conse-labels-1.1.0-words-1.0.0", "conse-labels-1.1.0-words-2.0.0"), spaces());
        Encoder newest = pictures().stream().map(context::getService)
                .filter(e -> e.space().id().equals("conse-labels-1.1.0-words-2.0.0")).findFirst().orElseThrow();

        pairs.removeText(words, new Words("2.0.0"));
        assertEquals(Set.of("conse-labels-1.0.0-words-1.0.0", "conse-labels-1.1.0-words-1.0.0"), spaces());
        pairs.removeClassifier(second, new Labels("1.1.0"));
        assertSame(first, context.getService(pictures().getFirst()), "the first was registered anew");
        assertEquals(1, first.encodeTexts(List.of("a cat")).size());
        Callers.assertRefused(ErrorKind.UNAVAILABLE, () -> newest.encodeTexts(List.of("a cat")));
    }

    @Test
    void theFirstVersionMayLeaveWhileTheSecondStays() {
        ServiceReference<Classifier> first = comes(new Labels("1.0.0"));
        comes(new Words("1.0.0"));
        comes(new Labels("1.1.0"));
        pairs.removeClassifier(first, new Labels("1.0.0"));
        assertEquals(Set.of("conse-labels-1.1.0-words-1.0.0"), spaces());
        pairs.stop();
        assertEquals(List.of(), pictures());
    }
}
