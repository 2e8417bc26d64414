package dev.vireo.ingest.internal.live;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.ingest.internal.model.Models;
import dev.vireo.ingest.internal.work.LiveFirst;
import dev.vireo.ingest.internal.work.WorkThread;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The thread that looks at the segments of all streams, in the order they came, and removes what is not kept any longer. */
final class StreamWorker {
    private static final Logger LOG = System.getLogger(StreamWorker.class.getName());
    private static final long RETAIN_MS = 10_000;
    private static final long FAILED_PAUSE_MS = 1_000;
    private static final long IDLE_MS = 60_000;

    /** After this many failures a segment is left to the next start, so that those behind it are not kept waiting. */
    private static final int MOST_FAILURES = 3;

    /** Takes one segment in. */
    @FunctionalInterface
    interface Step {
        /** @param stopping true when it is to be left to the next start */
        void run(BooleanSupplier stopping) throws InterruptedException;
    }

    /**
     * @param turn its precedence over files, from when it is there until it is over
     * @param failed how often it failed for no reason that passes
     */
    private record Work(long stream, Step step, LiveFirst.Turn turn, int failed) {}

    private final LinkedBlockingDeque<Work> queue = new LinkedBlockingDeque<>();
    private final LiveFirst liveFirst;
    private final Models models;
    private final long modelWaitMs;
    private final CountDownLatch stopping;
    private final BooleanSupplier retain;
    private final WorkThread thread;
    private boolean modelsAwaited;

    /** The stream of which a segment is looked at; 0 when none is. */
    private volatile long now;

    /**
     * @param stopping counted down when no new step is to begin
     * @param retain removes a little of what is not kept any longer; false when there was nothing
     */
    StreamWorker(LiveFirst liveFirst, Models models, long modelWaitMs, CountDownLatch stopping, BooleanSupplier retain) {
        this.liveFirst = liveFirst;
        this.models = models;
        this.modelWaitMs = modelWaitMs;
        this.stopping = stopping;
        this.retain = retain;
        this.thread = new WorkThread("vireo-streams", "looking at a segment", stopping, this::work);
    }

    void start() {
        thread.start();
    }

    /** Any thread. */
    void add(long stream, Step step) {
        queue.add(new Work(stream, step, liveFirst.take(), 0));
    }

    /** Segments of a stream that wait or are looked at. Any thread. */
    int behind(long stream) {
        return (int) queue.stream().filter(work -> work.stream() == stream).count() + (now == stream ? 1 : 0);
    }

    /** Drops what waits of a stream, and does this when the step that runs is over. Any other thread. */
    void whenIdle(long stream, Runnable task) throws InterruptedException {
        drop(work -> work.stream() == stream);
        CompletableFuture<Void> done = new CompletableFuture<>();
        queue.addFirst(new Work(0, _ -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        }, liveFirst.take(), 0));
        try {
            done.get(IDLE_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new VireoException(ErrorKind.UNAVAILABLE, "stream s" + stream + " is busy for more than " + IDLE_MS / 1000
                    + " s or the runtime is stopping; delete it again", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** What waits is not looked at any more, and nobody waits for it. */
    private void drop(Predicate<Work> which) {
        for (Work work : queue) {
            if (which.test(work) && queue.remove(work)) {
                work.turn().close();
            }
        }
    }

    /** Waits for the step that runs, at most {@code drainMs}; what waits is left to the next start. */
    void join(long drainMs) throws InterruptedException {
        drop(_ -> true);
        thread.join(drainMs);
    }

    void interrupt() {
        thread.interrupt();
    }

    private void work() throws InterruptedException {
        long retained = System.nanoTime();
        while (!thread.isStopping()) {
            Work work = queue.poll(250, TimeUnit.MILLISECONDS);
            modelsAwaited = modelsAwaited || models.ready(); // found before the first segment has come
            if (work != null) {
                now = work.stream();
                run(work);
                now = 0;
            }
            // One recording after the other, so that a segment that comes meanwhile waits for one at most.
            if (System.nanoTime() - retained >= TimeUnit.MILLISECONDS.toNanos(RETAIN_MS) && !retained()) {
                retained = System.nanoTime();
            }
        }
    }

    private void run(Work work) throws InterruptedException {
        try (LiveFirst.Turn _ = work.turn()) {
            if (work.stream() != 0 && !modelsAwaited) {
                modelsAwaited = models.await(modelWaitMs, stopping);
                if (!modelsAwaited) {
                    again(work, work.failed());
                    return;
                }
            }
            work.step().run(thread::isStopping);
        } catch (VireoException e) {
            LOG.log(Level.WARNING, "a segment of stream s" + work.stream() + " is taken in later: " + e.getMessage());
            again(work, work.failed());
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(Level.ERROR, "a segment of stream s" + work.stream() + " could not be taken in", e);
            if (work.stream() != 0 && work.failed() + 1 < MOST_FAILURES) {
                again(work, work.failed() + 1);
            }
        }
    }

    /** Models that are being swapped, a catalogue that is busy: it is tried again, before everything behind it. */
    private void again(Work work, int failed) throws InterruptedException {
        if (!stopping.await(FAILED_PAUSE_MS, TimeUnit.MILLISECONDS)) {
            queue.addFirst(new Work(work.stream(), work.step(), liveFirst.take(), failed));
        }
    }

    /** @return whether something was removed */
    private boolean retained() {
        try {
            return retain.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "housekeeping of streams failed; it is tried again", e);
            return false;
        }
    }
}
