package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asks at a fixed rate, whether or not there are answers, and keeps what the answers were like. A machine that falls far behind is
 * asked less: it would have more and more to do, and never end.
 *
 * @param <T> what is kept of an answer
 */
final class SteadyQuestions<T> {
    private static final int EVERY_MS = 150;
    private static final int MOST_UNDER_WAY = 16;
    /** So many of the same kind say that it stays so. */
    private static final int SURE = 3;

    private final List<String> questions;
    private final Function<String, Optional<T>> ask;
    private final Set<CompletableFuture<Void>> underWay = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<T> answers = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread load;

    /** @param ask asks this and tells what is kept of the answer, if anything; what it throws is a failure */
    SteadyQuestions(List<String> questions, Function<String, Optional<T>> ask) {
        this.questions = List.copyOf(questions);
        this.ask = ask;
        this.load = Thread.ofPlatform().start(this::run);
    }

    private void run() {
        try {
            for (int i = 0; !over.await(EVERY_MS, TimeUnit.MILLISECONDS); i++) {
                if (underWay.size() < MOST_UNDER_WAY) {
                    begin(questions.get(i % questions.size()));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(String question) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        underWay.add(ended);
        askers.execute(() -> {
            try {
                ask.apply(question).ifPresent(answers::add);
            } catch (RuntimeException | Error e) {
                failures.add(e);
            } finally {
                underWay.remove(ended);
                ended.complete(null);
            }
        });
    }

    /** There were answers since the last turn, and all are as wanted. */
    void assertAll(String what, Predicate<T> wanted) {
        assertTrue("answers were to be " + what + ", got " + answers, !answers.isEmpty() && answers.stream().allMatch(wanted));
    }

    /** Waits for an answer as wanted; those of questions that begin from then on have to be so, those under way may end otherwise. */
    void turn(String what, Predicate<T> wanted) throws InterruptedException {
        InFramework.await("an answer " + what, () -> {
            T first = answers.poll();
            return first != null && wanted.test(first);
        });
        CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new))
                .orTimeout(InFramework.LIMIT_MS, TimeUnit.MILLISECONDS).join();
        answers.clear();
        InFramework.await("answers", () -> answers.size() >= SURE);
        assertAll(what, wanted);
    }

    /** Lets what is under way end; nothing may have failed. */
    void end() throws InterruptedException {
        over.countDown();
        load.join();
        askers.shutdown();
        assertTrue(askers.awaitTermination(InFramework.LIMIT_MS, TimeUnit.MILLISECONDS));
        assertEquals(List.of(), List.copyOf(failures));
    }
}
