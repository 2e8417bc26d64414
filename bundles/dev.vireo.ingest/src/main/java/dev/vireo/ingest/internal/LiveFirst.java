package dev.vireo.ingest.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets live footage, which is to be searchable within seconds, go before files, which have time: while a segment is looked
 * at, the next frame of a file waits. Not for ever: where cameras want more than the machine has, files go on slowly.
 * Thread-safe.
 */
final class LiveFirst implements AssetAnalysis.Courtesy {
    /** Longest wait of one frame of a file, several times what looking at it takes [ms]. */
    private static final long PATIENCE_MS = 1_000;

    private static final long ASKED_MS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private int turns;

    /** A segment that is looked at, until it is closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    Turn take() {
        add(1);
        return () -> add(-1);
    }

    private void add(int more) {
        lock.lock();
        try {
            turns += more;
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until no segment is looked at, or for as long as can be expected of a file.
     *
     * @param stopped asked now and then; true ends the waiting
     */
    @Override
    public void giveWay(BooleanSupplier stopped) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        lock.lock();
        try {
            while (turns > 0 && left > 0 && !stopped.getAsBoolean()) {
                long slice = Math.min(left, TimeUnit.MILLISECONDS.toNanos(ASKED_MS));
                left -= slice - Math.max(0, free.awaitNanos(slice));
            }
        } finally {
            lock.unlock();
        }
    }
}
