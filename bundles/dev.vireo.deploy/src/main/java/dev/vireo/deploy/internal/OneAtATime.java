package dev.vireo.deploy.internal;

import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets one change of generations run at a time, and notes of one that fails why. Thread-safe. */
final class OneAtATime {
    private static final Logger LOG = System.getLogger(OneAtATime.class.getName());
    /** What has told its end may still clear up, and a space that was dropped takes its bundle along: no reason to refuse anybody. */
    private static final long PATIENCE_MS = 3_000;

    private final Parts parts;
    private final Steps steps;
    private final Executor executor;
    /** Guarded by this. */
    private boolean taken;

    OneAtATime(Parts parts, Steps steps, Executor executor) {
        this.parts = parts;
        this.steps = steps;
        this.executor = executor;
    }

    /** What is done with the turn. */
    interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Takes the turn for somebody who asks for a change.
     *
     * @param first what is done at once; it leads to {@link #run}, or the turn is given back by its failing
     * @throws VireoException UNAVAILABLE when another has the turn, and keeps it for {@value #PATIENCE_MS} ms
     */
    <T> T begin(Supplier<T> first) {
        if (!awaitTurn()) {
            throw new VireoException(ErrorKind.UNAVAILABLE, "another deploy or roll-back runs; try again when it has ended");
        }
        try {
            return first.get();
        } catch (RuntimeException e) {
            end();
            throw e;
        }
    }

    private synchronized boolean awaitTurn() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        try {
            for (long left = PATIENCE_MS; taken && left > 0; left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return tryBegin();
    }

    /** Takes the turn if nobody has it. {@link #run} or {@link #end} gives it back. */
    synchronized boolean tryBegin() {
        boolean mine = !taken;
        taken = true;
        return mine;
    }

    synchronized boolean isTaken() {
        return taken;
    }

    synchronized void end() {
        taken = false;
        notifyAll();
    }

    /** Does the rest of the change beside the caller, and gives the turn back. */
    void run(Generation generation, Work work) {
        executor.execute(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failed(generation, "interrupted: the runtime stops");
            } catch (VireoException e) {
                failed(generation, e.getMessage());
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                LOG.log(Level.ERROR, "generation " + generation.number() + " failed", e);
                failed(generation, e.toString());
            } finally {
                end();
            }
        });
    }

    private void failed(Generation generation, String reason) {
        try {
            Generation now = parts.generation(generation.number());
            if (now.state() == State.PREPARING || now.state() == State.STAGED) {
                parts.rows().mark(now.number(), State.FAILED, reason);
            }
        } catch (VireoException e) {
            LOG.log(Level.ERROR, "cannot note that generation " + generation.number() + " failed", e);
        }
        steps.failed(generation.number(), reason);
    }
}
