package dev.vireo.ingest.internal.work;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LiveFirstTest {
    private final AtomicLong nanos = new AtomicLong();
    private final LiveFirst liveFirst = new LiveFirst(nanos::get);

    @Test
    void aFileWaitsUntilTheLastSegmentIsLookedAt() throws Exception {
        liveFirst.giveWay(() -> false); // nothing is live: it returns
        AtomicBoolean through = new AtomicBoolean();
        CountDownLatch asked = new CountDownLatch(1);
        LiveFirst.Turn one = liveFirst.take();
        LiveFirst.Turn other = liveFirst.take();
        Thread file = Thread.ofPlatform().start(() -> {
            try {
                liveFirst.giveWay(() -> {
                    asked.countDown(); // asked again and again, so it waits
                    return false;
                });
                through.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(asked.await(10, TimeUnit.SECONDS));
        one.close();
        assertFalse(through.get(), "a segment is still looked at");
        other.close();
        file.join();
        assertTrue(through.get());
    }

    @Test
    void camerasThatAlwaysWantSomethingLeaveFilesAShortWhileAgainAndAgain() throws Exception {
        nanos.set(TimeUnit.MILLISECONDS.toNanos(77));
        try (LiveFirst.Turn _ = liveFirst.take()) {
            for (int cycle = 0; cycle < 3; cycle++) {
                assertTrue(waits(), "live footage has begun");
                nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(LiveFirst.LIVE_MS) - 1);
                assertTrue(waits());
                nanos.addAndGet(1);
                assertFalse(waits(), "now files");
                nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(LiveFirst.FILES_MS) - 1);
                assertFalse(waits());
                nanos.addAndGet(1);
            }
        }
        assertFalse(waits());
    }

    /** The time stands: it would wait for ever if it were not stopped. */
    private boolean waits() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        liveFirst.giveWay(() -> asked.incrementAndGet() > 1);
        return asked.get() > 1;
    }

    @Test
    void aTurnIsOverOnce() throws Exception {
        LiveFirst.Turn one = liveFirst.take();
        LiveFirst.Turn other = liveFirst.take();
        one.close();
        one.close();
        assertTrue(waits(), "the other goes on");
        other.close();
        assertFalse(waits());
    }

    @Test
    void whoStopsDoesNotWait() throws Exception {
        try (LiveFirst.Turn _ = liveFirst.take()) {
            int[] asked = {0};
            liveFirst.giveWay(() -> asked[0]++ == 0);
            assertTrue(asked[0] == 1, "asked " + asked[0] + " times");
        }
    }
}
