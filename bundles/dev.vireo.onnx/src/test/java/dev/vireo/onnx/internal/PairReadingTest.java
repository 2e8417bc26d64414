package dev.vireo.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairReadingTest {
    private static final List<String> SENTENCES =
            IntStream.range(0, 20).mapToObj(i -> "sentence " + i).toList();

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void readsEveryOneOnce() {
        Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
        Map<String, Double> scores = new PairReading(SENTENCES, in(Duration.ofMinutes(1)), 3).read(sentence -> {
            times.computeIfAbsent(sentence, s -> new AtomicInteger()).incrementAndGet();
            return sentence.length();
        });
        assertEquals(Set.copyOf(SENTENCES), scores.keySet());
        assertEquals(11, scores.get("sentence 10"));
        times.forEach((sentence, read) -> assertEquals(1, read.get(), sentence));
    }

    @Test
    void readsSideBySide() {
        CyclicBarrier both = new CyclicBarrier(2); // one thread alone would wait for ever
        Map<String, Double> scores = new PairReading(SENTENCES, in(Duration.ofMinutes(1)), 2).read(sentence -> {
            try {
                both.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return 1;
        });
        assertEquals(20, scores.size());
    }

    @Test
    void beginsNothingThatCannotBecomeWhole() {
        AtomicInteger read = new AtomicInteger();
        Map<String, Double> scores = new PairReading(SENTENCES, in(Duration.ofMillis(400)), 1).read(sentence -> {
            read.incrementAndGet();
            long end = in(Duration.ofMillis(50));
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return 1;
        });
        assertEquals(1, read.get(), "20 times 50 ms do not fit into 400");
        assertEquals(Set.of("sentence 0"), scores.keySet());
    }

    @Test
    void whatEndsOneThreadEndsAll() {
        IllegalStateException stopped = new IllegalStateException("stopped");
        AtomicInteger inside = new AtomicInteger();
        IllegalStateException thrown = assertThrows(IllegalStateException.class,
                () -> new PairReading(SENTENCES, in(Duration.ofMinutes(1)), 2).read(sentence -> {
                    inside.incrementAndGet();
                    try {
                        if (sentence.equals("sentence 3")) {
                            throw stopped;
                        }
                        return 1;
                    } finally {
                        inside.decrementAndGet();
                    }
                }));
        assertSame(stopped, thrown);
        assertEquals(0, inside.get(), "nobody is left inside");
    }

    @Test
    void nothingToReadIsReadAtOnce() {
        assertTrue(new PairReading(List.of(), in(Duration.ofMinutes(1)), 2).read(sentence -> 1).isEmpty());
    }
}
