package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generations;
import dev.vireo.api.deploy.Generations.Progress;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.inject.Inject;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** What every test that runs inside of the framework needs: its services, and waiting for them. */
public abstract class InFramework {
    /** Longest wait for anything; models are loaded and proven first. */
    static final long LIMIT_MS = 180_000;

    @Inject
    BundleContext context;

    final <S> S service(Class<S> type) throws InterruptedException {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        try {
            S service = tracker.waitForService(LIMIT_MS);
            assertTrue("no " + type.getName(), service != null);
            return service;
        } finally {
            tracker.close();
        }
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("waited " + LIMIT_MS + " ms for " + what);
            }
            assertFalse(never.await(20, TimeUnit.MILLISECONDS));
        }
    }

    /** Takes footage in; it has to be done without a fault. */
    static void add(Ingest ingest, List<String> sources) throws InterruptedException {
        String job = ingest.submit(new IngestRequest(sources, Catalog.DEFAULT_DOMAIN, Optional.empty()));
        await("the job", () -> ingest.job(job).orElseThrow().ended());
        IngestJob result = ingest.job(job).orElseThrow();
        assertEquals(result.toString(), IngestJob.State.DONE, result.state());
    }

    /** The file that a framework property names. */
    final Path file(String property) {
        return Path.of(context.getProperty(property));
    }

    /** The last step of a deploy. */
    static Progress end(Generations generations, Generation generation) {
        CompletableFuture<Progress> end = new CompletableFuture<>();
        try (Generations.Listening _ = generations.listen(generation.number(), progress -> {
            if (progress.ended()) {
                end.complete(progress);
            }
        })) {
            return end.orTimeout(LIMIT_MS, TimeUnit.MILLISECONDS).join();
        }
    }
}
