package dev.vireo.onnx.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * Reads different sentences in their order on a few threads until a deadline, or until even the fastest reading so far tells that
 * they will not all be read by then: what is not whole is of no use, and its time is better left to others.
 */
final class PairReading {
    private final List<String> sentences;
    private final long deadline;
    private final int threads;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong fastest = new AtomicLong(Long.MAX_VALUE);
    private final Map<String, Double> scores = new ConcurrentHashMap<>();
    private volatile boolean ended;

    /** @param deadline as {@link System#nanoTime()} tells it, @param threads the caller's own included */
    PairReading(List<String> sentences, long deadline, int threads) {
        this.sentences = sentences;
        this.deadline = deadline;
        this.threads = Math.clamp(sentences.size(), 1, threads);
    }

    /** @return scores by sentence; when the time did not suffice, of the first sentences */
    Map<String, Double> read(ToDoubleFunction<String> reader) {
        List<FutureTask<Void>> beside = new ArrayList<>();
        for (int i = 1; i < threads && System.nanoTime() < deadline; i++) {
            FutureTask<Void> work = new FutureTask<>(() -> work(reader), null);
            Thread.ofPlatform().name("vireo-reranker-" + i).daemon().start(work);
            beside.add(work);
        }
        try {
            work(reader);
        } finally {
            ended = true;
            beside.forEach(PairReading::await); // nobody is left inside the session
        }
        return scores;
    }

    private void work(ToDoubleFunction<String> reader) {
        while (!ended && fits()) {
            int at = next.getAndIncrement();
            if (at >= sentences.size()) {
                return;
            }
            long begin = System.nanoTime();
            scores.put(sentences.get(at), reader.applyAsDouble(sentences.get(at)));
            fastest.accumulateAndGet(System.nanoTime() - begin, Math::min);
        }
    }

    private boolean fits() {
        long left = deadline - System.nanoTime();
        long rounds = Math.ceilDiv(Math.max(0, sentences.size() - next.get()), threads);
        return left > 0 && (fastest.get() == Long.MAX_VALUE || rounds * fastest.get() <= left);
    }

    private static void await(FutureTask<Void> work) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    work.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
