package dev.vireo.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.classify.Classifier;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.model.ModelBundle;
import dev.vireo.api.model.Provider;
import dev.vireo.testkit.Callers;
import dev.vireo.testkit.Pictures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/** The extender in a real framework, with bundles that carry a tiny model. */
class ModelExtenderTest {
    @TempDir
    Path storage;

    private Framework framework;
    private BundleContext context;
    private ModelExtender extender;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE, storage.toString(), "felix.log.level", "0"));
        framework.start();
        context = framework.getBundleContext();
        extender = new ModelExtender(context, new Settings());
    }

    @AfterEach
    void end() throws Exception {
        extender.stop();
        framework.stop();
        framework.waitForStop(10_000);
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().startsWith("vireo-model-loader")));
    }

    @Test
    void registersAServiceAndTakesItAway() throws Exception {
        Bundle bundle = install("a.model", "dev.vireo.model", UnaryOperator.identity());
        bundle.start();
        ServiceReference<Classifier> reference = await(Classifier.class);
        assertEquals("tiny", reference.getProperty("vireo.model.id"));
        assertEquals("1.2.3", reference.getProperty("vireo.model.version"));
        assertEquals("a.model", reference.getProperty("vireo.bundle"));
        assertEquals("1.0.0", reference.getProperty("vireo.bundle.version"));
        assertTrue(List.of((String[]) reference.getProperty(Constants.OBJECTCLASS)).contains(Provider.class.getName()));
        Classifier classifier = context.getService(reference);
        assertEquals(3, classifier.classify(List.of(Pictures.gradient(9, 9)))[0].length);

        bundle.stop();
        assertNull(context.getServiceReference(Classifier.class));
        Callers.assertRefused(ErrorKind.UNAVAILABLE, () -> classifier.classify(List.of(Pictures.gradient(9, 9))));
        assertEquals(List.of(), extender.list());

        bundle.start();
        assertNotNull(await(Classifier.class));
        bundle.uninstall();
        assertNull(context.getServiceReference(Classifier.class));
    }

    @Test
    void saysWhyItRefusesABundleAndServesTheOthers() throws Exception {
        install("bad.model", "dev.vireo.model", manifest -> manifest.replace("\"order\": \"RGB\"", "\"order\": \"XYZ\"")).start();
        install("good.model", "dev.vireo.model", UnaryOperator.identity()).start();
        install("no.model", "some.other", UnaryOperator.identity()).start();
        assertNotNull(await(Classifier.class));
        extender.stop(); // waits for what is being loaded, and forgets it
        assertEquals(List.of(), extender.list());

        extender = new ModelExtender(context, new Settings());
        await(Classifier.class);
        CountDownLatch settled = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            while (extender.list().stream().anyMatch(b -> b.state() == ModelBundle.State.LOADING)) {
                Thread.onSpinWait();
            }
            settled.countDown();
        });
        assertTrue(settled.await(20, TimeUnit.SECONDS));
        assertEquals(List.of(
                        new ModelBundle("bad.model", "1.0.0", ModelBundle.State.REFUSED, "",
                                "META-INF/vireo/model.json: image.order: got \"XYZ\", need one of RGB, BGR"),
                        new ModelBundle("good.model", "1.0.0", ModelBundle.State.READY, "tiny@1.2.3", "")),
                extender.list());
    }

    @Test
    void takesAllServicesAwayWhenItStops() throws Exception {
        install("a.model", "dev.vireo.model", UnaryOperator.identity()).start();
        Classifier classifier = context.getService(await(Classifier.class));
        extender.stop();
        assertNull(context.getServiceReference(Classifier.class));
        Callers.assertRefused(ErrorKind.UNAVAILABLE, () -> classifier.classify(List.of()));
    }

    private <S> ServiceReference<S> await(Class<S> family) throws InterruptedException {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(context, family, null);
        tracker.open();
        try {
            assertNotNull(tracker.waitForService(20_000), () -> "no " + family.getSimpleName() + "; " + extender.list());
            return tracker.getServiceReference();
        } finally {
            tracker.close();
        }
    }

    private Bundle install(String name, String capability, UnaryOperator<String> edit) throws Exception {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        headers.putValue(Constants.BUNDLE_VERSION, "1.0.0");
        headers.putValue(Constants.PROVIDE_CAPABILITY, capability);
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(jar, manifest)) {
            for (Map.Entry<String, byte[]> file : TinyModel.content(TinyModel.onnx(new byte[0]), edit).entrySet()) {
                write(out, file.getKey(), file.getValue());
            }
        }
        return context.installBundle("test:" + name, new ByteArrayInputStream(jar.toByteArray()));
    }

    private static void write(JarOutputStream out, String path, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(path));
        out.write(bytes);
        out.closeEntry();
    }

    /** The defaults, with less patience. */
    @SuppressWarnings("BadAnnotationImplementation") // only read through its methods
    private static final class Settings implements ModelExtender.Config {
        @Override
        public int run_threads() {
            return 1;
        }

        @Override
        public int loader_threads() {
            return 2;
        }

        @Override
        public long drain_ms() {
            return 1_000;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return ModelExtender.Config.class;
        }
    }
}
