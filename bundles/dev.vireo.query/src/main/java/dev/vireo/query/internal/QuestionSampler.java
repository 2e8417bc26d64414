package dev.vireo.query.internal;

import dev.vireo.api.catalog.QuestionSample;
import dev.vireo.api.error.VireoException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Keeps the words of the newest questions, beside the question's own way: nobody waits for it, and under load some are left out. */
final class QuestionSampler {
    private static final Logger LOG = System.getLogger(QuestionSampler.class.getName());
    private static final int WAITING = 16;
    /** Between two writes of the catalogue [ms]. */
    private static final long PACE_MS = 200;

    private final QuestionSample sample;
    private final int limit;
    private final ThreadPoolExecutor writer;

    /** @param limit questions kept; 0 keeps none and forgets those of before */
    QuestionSampler(QuestionSample sample, int limit) {
        this.sample = sample;
        this.limit = limit;
        this.writer = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().name("vireo-question-sample").daemon().priority(Thread.MIN_PRIORITY).factory(),
                new ThreadPoolExecutor.DiscardPolicy());
        writer.allowCoreThreadTimeOut(true);
        if (limit == 0) {
            writer.execute(() -> run(sample::clear));
        }
    }

    void add(String domain, String text) {
        if (limit > 0 && !text.isBlank()) {
            writer.execute(() -> run(() -> sample.add(domain, text, limit)));
        }
    }

    private static void run(Runnable write) {
        try {
            write.run();
            Thread.sleep(PACE_MS);
        } catch (VireoException e) {
            LOG.log(Level.DEBUG, "a question was not kept: {0}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until nothing is written any more. */
    void close() {
        writer.shutdownNow();
        try {
            if (!writer.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.log(Level.ERROR, "the sample of questions is still written 10 s after the stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
