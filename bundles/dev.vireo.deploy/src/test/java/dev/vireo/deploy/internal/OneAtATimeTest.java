package dev.vireo.deploy.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {
    private final OneAtATime turn = new OneAtATime(null, null, Runnable::run);

    /** A deploy has told its end, and gives back the turn a moment later. */
    @Test
    void whatIsJustEndingIsWaitedFor() throws Exception {
        assertTrue(turn.tryBegin());
        CountDownLatch asking = new CountDownLatch(1);
        CompletableFuture<String> next = CompletableFuture.supplyAsync(() -> {
            asking.countDown();
            return turn.begin(() -> "its turn");
        });
        asking.await();
        assertFalse(next.isDone());
        turn.end();
        assertEquals("its turn", next.get(10, TimeUnit.SECONDS));
        assertTrue(turn.isTaken());
    }

    @Test
    void whatGoesOnIsNot() {
        assertTrue(turn.tryBegin());
        VireoException refused = assertThrows(VireoException.class, () -> turn.begin(() -> "its turn"));
        assertEquals(ErrorKind.UNAVAILABLE, refused.kind());
        assertEquals("another deploy or roll-back runs; try again when it has ended", refused.getMessage());
        assertTrue(turn.isTaken());
    }

    @Test
    void whatFailsAtOnceGivesTheTurnBack() {
        assertThrows(IllegalStateException.class, () -> turn.begin(() -> {
            throw new IllegalStateException("refused");
        }));
        assertFalse(turn.isTaken());
    }
}
