package dev.vireo.query.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vireo.api.encode.Space;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpaceReadsTest {
    private static final Space OLD = new Space("old", 4);
    private static final Space NEW = new Space("new", 4);

    private final SpaceReads reads = new SpaceReads();

    @Test
    void waitsForThoseThatReadTheSpaceAndForNoOthers() throws Exception {
        SpaceReads.Reading reading = reads.begin(() -> List.of(OLD));
        try (SpaceReads.Reading other = reads.begin(() -> List.of(NEW))) {
            assertEquals(List.of(NEW), other.spaces());
            assertEquals(1, reads.await(OLD, Duration.ofMillis(20)));
            CompletableFuture<Integer> left = waiting(OLD);
            try (SpaceReads.Reading later = reads.begin(() -> List.of(OLD))) {
                reading.close();
                assertEquals(0, left.get(10, TimeUnit.SECONDS), "one that began later is not waited for");
                assertEquals(List.of(OLD), later.spaces());
            }
            assertEquals(0, reads.await(OLD, Duration.ZERO));
        }
    }

    /** Between learning what serves and reading it a question must not be overlooked. */
    @Test
    void oneThatDoesNotKnowItsSpacesYetMayReadAny() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<SpaceReads.Reading> question = CompletableFuture.supplyAsync(() -> reads.begin(() -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return List.of(NEW);
        }));
        asked.await();
        assertEquals(1, reads.await(OLD, Duration.ZERO));
        answer.countDown();
        try (SpaceReads.Reading reading = question.get(10, TimeUnit.SECONDS)) {
            assertEquals(List.of(NEW), reading.spaces());
            assertEquals(0, reads.await(OLD, Duration.ZERO));
        }
    }

    @Test
    void aQuestionThatCannotBeginIsForgotten() throws Exception {
        assertThrows(IllegalStateException.class, () -> reads.begin(() -> {
            throw new IllegalStateException("no database");
        }));
        assertEquals(0, reads.await(OLD, Duration.ZERO));
    }

    private CompletableFuture<Integer> waiting(Space space) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Integer> left = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                begun.countDown();
                left.complete(reads.await(space, Duration.ofSeconds(10)));
            } catch (InterruptedException e) {
                left.completeExceptionally(e);
            }
        });
        begun.await();
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return left;
    }
}
