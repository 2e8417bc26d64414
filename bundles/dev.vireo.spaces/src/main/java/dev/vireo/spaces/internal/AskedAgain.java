package dev.vireo.spaces.internal;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.QuestionListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Asks both sides of a trial what people ask, one at a time on a thread of the lowest weight. After each it rests several times as
 * long as it took, and what comes meanwhile is left out: nothing is queued. Thread-safe.
 */
final class AskedAgain implements QuestionListener, AutoCloseable {
    static final Duration REST = Duration.ofMillis(200);

    private static final Logger LOG = System.getLogger(AskedAgain.class.getName());
    /** So that of one processor at most a fifth is taken from others. */
    private static final int RESTS = 4;
    /** What is compared is the first ten. */
    private static final int TOP = 10;

    private final Function<Question, Answer> search;
    private final Stage.Trial trial;
    private final BooleanSupplier keepsWords;
    private final long restNanos;
    private final ThreadPoolExecutor asker;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicLong readyNanos = new AtomicLong(System.nanoTime());
    private final AnswerPairs pairs = new AnswerPairs();

    /**
     * @param search answers without counting the question as one that somebody asked
     * @param keepsWords whether words of questions may be kept now
     * @param lower gives the calling thread the lowest weight
     * @param rest shortest rest
     */
    AskedAgain(Function<Question, Answer> search, Stage.Trial trial, BooleanSupplier keepsWords, Runnable lower, Duration rest) {
        this.search = search;
        this.trial = trial;
        this.keepsWords = keepsWords;
        this.restNanos = rest.toNanos();
        this.asker = new ThreadPoolExecutor(0, 1, 5, TimeUnit.SECONDS, new SynchronousQueue<>(),
                work -> Thread.ofPlatform().name("vireo-shadow").daemon().unstarted(() -> {
                    lower.run();
                    work.run();
                }),
                (_, _) -> left.incrementAndGet());
    }

    @Override
    public void answered(Question question) {
        if (System.nanoTime() - readyNanos.get() < 0) {
            left.incrementAndGet();
        } else {
            asker.execute(() -> ask(new Question(question.text(), question.domain(), TOP, question.prompt())));
        }
    }

    private void ask(Question question) {
        long begin = System.nanoTime();
        String words = !keepsWords.getAsBoolean()
                ? ""
                : question.prompt().isEmpty() ? question.text() : ("what looks like a picture " + question.text()).strip();
        try {
            pairs.ask(words, () -> trial.serving(() -> search.apply(question)), () -> trial.candidate(() -> search.apply(question)));
        } catch (RuntimeException | LinkageError e) {
            // The trial has counted it: as a failure where it is one.
            LOG.log(Level.INFO, "not compared by " + (words.isEmpty() ? "a question" : "\"" + words + "\"") + ": " + e);
        } finally {
            long now = System.nanoTime();
            readyNanos.set(now + Math.max(restNanos, RESTS * (now - begin)));
        }
    }

    ShadowReport report() {
        if (!keepsWords.getAsBoolean()) {
            pairs.forgetWords(); // also those of before
        }
        synchronized (pairs) { // all of the same questions
            return new ShadowReport(
                    pairs.count(), left.get(), pairs.overlap(), pairs.tau(), pairs.rbo(), pairs.before(), pairs.after(), pairs.different());
        }
    }

    @Override
    public void close() {
        asker.shutdown();
    }
}
