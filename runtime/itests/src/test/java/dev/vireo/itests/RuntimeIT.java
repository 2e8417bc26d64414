package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.deploy.SpaceChange;
import dev.vireo.api.deploy.SpaceStatus;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.VectorStore;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.util.tracker.ServiceTracker;

/** Everything but the port in one Felix, with the real models; providers of this test come and go while it serves. */
@RunWith(PaxExam.class)
public class RuntimeIT extends InFramework {
    /** The pair of the classifier and the text encoder that are shipped. */
    private static final String CONSE = "conse-efficientnet-lite0-minilm-l6-v2-q";

    private static final Space SHAPE = new Space("shape-1.0.0", 2);

    @Configuration
    public Option[] runtime() throws IOException {
        Path home = Files.createTempDirectory("vireo-it");
        return Runtimes.without("vireo-admin.json",
                frameworkProperty("vireo.home").value(home.toString()),
                frameworkProperty("vireo.test.bundle").value(Runtimes.unicorns(home).toUri().toString()),
                frameworkProperty("vireo.test.pictures")
                        .value(System.getProperty("vireo.root") + "/runtime/dist/src/main/sample"));
    }

    @Test
    public void providersComeAndGoWithoutRestart() throws Exception {
        Broker broker = service(Broker.class);
        QueryEngine queries = service(QueryEngine.class);
        Ingest ingest = service(Ingest.class);
        VectorStore vectors = service(VectorStore.class);
        await("the shipped models", () -> live(broker).containsAll(
                List.of(CONSE, "efficientnet-lite0", "minilm-l6-v2-q", "template", "jvector")));
        assertNotEquals(AnswerStatus.ANSWERED, ask(queries, "find unicorns").status());
        Set<String> threads = threads();

        Bundle bundle = context.installBundle(context.getProperty("vireo.test.bundle"));
        bundle.start();
        await("the bundle's providers", () -> live(broker).containsAll(List.of("unicorn", "shape")));
        // A new encoder offers a space; footage gets vectors in it from when somebody wants it.
        assertEquals(SpaceStatus.Presence.LIVE, service(SpaceChange.class).build(SHAPE.id()).presence());
        add(ingest, List.of(picture("cat.jpg"))); // the home outlives a test method, and what is there already is not read again

        Answer answer = ask(queries, "find unicorns");
        assertEquals(answer.toString(), AnswerStatus.ANSWERED, answer.status());
        assertTrue(answer.toString(), answer.hits().getFirst().evidence().getFirst().model().contains("unicorn@1.0.0"));
        assertEquals(AnswerStatus.ANSWERED, ask(queries, "独角兽").status());
        await("the new space's vectors", () -> vectors.count(SHAPE) > 0);

        drains(broker, bundle);

        assertNull("services are left", bundle.getRegisteredServices());
        assertFalse(live(broker).contains("unicorn"));
        assertNotEquals("a word that no live model knows", AnswerStatus.ANSWERED, ask(queries, "find unicorns").status());
        bundle.uninstall();
        Set<String> left = threads();
        left.removeAll(threads);
        assertTrue("threads are left: " + left, left.stream().noneMatch(t -> t.contains("unicorn")));
    }

    @Test
    public void stoppedBundlesLeaveNoServiceAndNoThread() throws Exception {
        Broker broker = service(Broker.class);
        await("the models", () -> live(broker).contains(CONSE));
        add(service(Ingest.class), List.of(picture("coffee.jpg")));
        ask(service(QueryEngine.class), "find cups");
        List<Bundle> ours = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName().startsWith("dev.vireo.")) {
                ours.add(bundle);
            }
        }
        assertTrue(ours.toString(), ours.size() >= 13);

        for (Bundle bundle : ours.reversed()) {
            bundle.stop();
        }

        for (Bundle bundle : ours) {
            assertNull(bundle + " left services", bundle.getRegisteredServices());
        }
        await("the end of the threads " + threads().stream().filter(RuntimeIT::ours).toList(),
                () -> threads().stream().noneMatch(RuntimeIT::ours));
        for (Bundle bundle : ours) {
            bundle.start();
        }
        ServiceTracker<QueryEngine, QueryEngine> tracker = new ServiceTracker<>(context, QueryEngine.class, null);
        tracker.open();
        assertTrue("it does not come back", tracker.waitForService(LIMIT_MS) != null);
        tracker.close();
    }

    /** Stopping waits for the lease that is out, new leases are refused meanwhile. */
    private void drains(Broker broker, Bundle bundle) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread stopping = new Thread(() -> {
            try {
                bundle.stop();
                stopped.countDown();
            } catch (BundleException e) {
                throw new IllegalStateException(e);
            }
        }, "stopping");
        try (Lease<Detector> lease = broker.lease(Detector.class, "unicorn")) {
            stopping.start();
            await("the refusal of new leases", () -> {
                try (Lease<Detector> late = broker.lease(Detector.class, "unicorn")) {
                    return late == null;
                } catch (VireoException e) {
                    return e.kind() == ErrorKind.UNAVAILABLE;
                }
            });
            assertFalse("stopped under a lease", stopped.await(300, TimeUnit.MILLISECONDS));
            assertEquals(0, lease.service().detect(List.of()).size());
        }
        assertTrue("not stopped after the lease was returned", stopped.await(20, TimeUnit.SECONDS));
    }

    private String picture(String name) {
        return context.getProperty("vireo.test.pictures") + "/" + name;
    }

    private static Answer ask(QueryEngine queries, String text) {
        return queries.ask(new Question(text, Catalog.DEFAULT_DOMAIN, 5, Optional.empty()));
    }

    private static Set<String> live(Broker broker) {
        return broker.live().stream().map(l -> l.provider().replaceFirst("@.*", "")).collect(Collectors.toSet());
    }

    private static boolean ours(String thread) {
        return thread.startsWith("vireo") || thread.startsWith("dev.vireo");
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }
}
