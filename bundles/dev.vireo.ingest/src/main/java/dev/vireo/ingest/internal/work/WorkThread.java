package dev.vireo.ingest.internal.work;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A thread that works step by step until it is told to stop. Where it was is on disk: it may end at any instant. */
public final class WorkThread {
    private static final Logger LOG = System.getLogger(WorkThread.class.getName());
    private static final Duration INTERRUPTED = Duration.ofSeconds(2);

    /** What it does. */
    @FunctionalInterface
    public interface Work {
        /** Looks at {@link #isStopping} before each step. */
        void run() throws InterruptedException;
    }

    private final String what;
    private final CountDownLatch stopping;
    private final Thread thread;

    /**
     * @param what it does, in words
     * @param stopping counted down when no new step is to begin
     */
    public WorkThread(String name, String what, CountDownLatch stopping, Work work) {
        this.what = what;
        this.stopping = stopping;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    public void start() {
        thread.start();
    }

    public boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits for the step that runs, at most this long; then interrupts it. */
    public void join(long drainMs) throws InterruptedException {
        if (!thread.join(Duration.ofMillis(Math.max(1, drainMs)))) {
            thread.interrupt();
            if (!thread.join(INTERRUPTED)) {
                LOG.log(Level.ERROR, what + " has not ended " + drainMs + " ms after it was told to stop; left behind");
            }
        }
    }

    public void interrupt() {
        thread.interrupt();
    }
}
