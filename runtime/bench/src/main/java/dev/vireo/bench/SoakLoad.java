package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Questions at a fixed rate whatever the answers take, each answer judged. Latency counts from the moment at which a question was due.
 */
final class SoakLoad implements AutoCloseable {
    private static final int TOP = 5;
    private static final int LONGEST_ANSWER_S = 60;
    /** Until rerankers come to their end in time: the first questions take longer. */
    private static final int TRIES = 10;


    private record Sample(long tookNanos, boolean swapping) {}

    private final Appliance appliance;
    private final AnswerJudge judge;
    private final List<String> questions;
    private final ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> reasons = new ConcurrentLinkedQueue<>();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong mixed = new AtomicLong();
    private final AtomicLong unranked = new AtomicLong();
    private volatile boolean swapping;
    /** The newest generation that is known to have begun to serve, and the newest that may. */
    private volatile long serving;

    private volatile long newest;
    private volatile boolean stop;
    private Thread asking;

    SoakLoad(Appliance appliance, AnswerJudge judge, List<String> questions) {
        this.appliance = appliance;
        this.judge = judge;
        this.questions = questions;
    }

    /** Asks everything once, one after the other, and takes the answers for right. */
    void learn() throws Exception {
        for (String question : questions) {
            JsonNode answer = appliance.ask(question, TOP);
            for (int i = 0; i < TRIES && AnswerJudge.isUnranked(answer); i++) {
                answer = appliance.ask(question, TOP);
            }
            judge.learn(question, answer);
        }
    }

    void start(int rate) {
        asking = Thread.ofPlatform().name("load").start(() -> ask(rate));
    }

    /** Deploys while questions run. @return the last progress */
    JsonNode deploy(Path file) throws Exception {
        swapping = true;
        try {
            JsonNode generation = appliance.beginDeploy(file);
            judge.generation(generation);
            newest = generation.path("number").asLong();
            JsonNode end = appliance.awaitDeploy(generation);
            if (!end.path("failed").asBoolean()) {
                serving = newest;
            }
            return end;
        } finally {
            swapping = false;
        }
    }

    /** Forgets the times so far: code that no question has run yet is not what is measured. */
    void warmedUp() {
        samples.clear();
    }

    private void ask(int rate) {
        long begin = System.nanoTime();
        for (long n = 0; !stop; n++) {
            long due = begin + n * 1_000_000_000L / rate;
            long left = due - System.nanoTime();
            if (left > 0) {
                try {
                    TimeUnit.NANOSECONDS.sleep(left);
                } catch (InterruptedException e) {
                    return;
                }
            }
            String question = questions.get((int) (n % questions.size()));
            pool.execute(() -> ask(question, due));
        }
    }

    private void ask(String question, long due) {
        boolean during = swapping;
        long first = serving;
        try {
            JsonNode answer = appliance.ask(question, TOP);
            samples.add(new Sample(System.nanoTime() - due, during || swapping));
            if (AnswerJudge.isUnranked(answer)) {
                unranked.incrementAndGet();
            }
            judge.fault(question, answer, first, newest).ifPresent(fault -> {
                mixed.incrementAndGet();
                reasons.add(question + ": " + fault);
            });
        } catch (Exception e) {
            failed.incrementAndGet();
            reasons.add(String.valueOf(e.getMessage()));
        }
    }

    int answered() {
        return samples.size();
    }

    long failed() {
        return failed.get();
    }

    long mixed() {
        return mixed.get();
    }

    /** Answers that say that a reranker did not come to its end in time. */
    long unranked() {
        return unranked.get();
    }

    List<String> reasons() {
        return reasons.stream().distinct().toList();
    }

    /** Times of all answers while something was deployed, or while nothing was, in order [ns]. */
    long[] times(boolean whileSwapping) {
        long[] times = samples.stream().filter(s -> s.swapping() == whileSwapping).mapToLong(Sample::tookNanos).toArray();
        Arrays.sort(times);
        return times;
    }

    /** Asks no more and waits for what is under way. */
    void end() throws InterruptedException {
        stop = true;
        asking.join();
        pool.shutdown();
        if (!pool.awaitTermination(LONGEST_ANSWER_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a question is still open " + LONGEST_ANSWER_S + " s after the last was asked");
        }
    }

    /** Gives up what is under way; nothing is after the end. */
    @Override
    public void close() {
        stop = true;
        if (asking != null) {
            asking.interrupt();
        }
        pool.shutdownNow();
    }
}
