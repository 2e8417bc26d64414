package dev.vireo.ingest.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LiveFirstTest {
    private final LiveFirst liveFirst = new LiveFirst();

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
    void camerasThatAlwaysWantSomethingDoNotStopFiles() throws Exception {
        try (LiveFirst.Turn _ = liveFirst.take()) {
            liveFirst.giveWay(() -> false); // returns
        }
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
