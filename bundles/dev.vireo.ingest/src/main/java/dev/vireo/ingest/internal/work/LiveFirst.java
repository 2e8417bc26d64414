package dev.vireo.ingest.internal.work;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Lets live footage, which is to be searchable within seconds, go before files, which have time: from when a segment is there
 * until it is searchable, the next call of a model for a file waits. Not for ever: where cameras want more than the machine
 * has, files have a short while of each second, and go on slowly. Thread-safe.
 */
public final class LiveFirst {
    /** How long live footage has the models for itself, again and again while there is no end of it [ms]. */
    static final long LIVE_MS = 1_000;

    /** How long files are let through after that [ms]. */
    static final long FILES_MS = 100;

    private static final long ASKED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(LIVE_MS);
    private static final long CYCLE_NANOS = TimeUnit.MILLISECONDS.toNanos(LIVE_MS + FILES_MS);

    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private int turns;
    private long sinceNanos;

    /** @param nanos a clock that only runs forward [ns] */
    public LiveFirst(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A segment that is to be looked at, until it is closed. */
    public interface Turn extends AutoCloseable {
        /** Any thread; a second time does nothing. */
        @Override
        void close();
    }

    public Turn take() {
        add(1);
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                add(-1);
            }
        };
    }

    private void add(int more) {
        lock.lock();
        try {
            if (turns == 0) {
                sinceNanos = nanos.getAsLong();
            }
            turns += more;
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until no segment is left to look at, or for as long as can be expected of a file.
     *
     * @param stopped asked now and then; true ends the waiting
     */
    public void giveWay(BooleanSupplier stopped) throws InterruptedException {
        lock.lock();
        try {
            while (turns > 0 && !stopped.getAsBoolean()) {
                long left = LIVE_NANOS - (nanos.getAsLong() - sinceNanos) % CYCLE_NANOS;
                if (left <= 0) {
                    return;
                }
                long _ = free.awaitNanos(Math.min(left, ASKED_NANOS));
            }
        } finally {
            lock.unlock();
        }
    }
}
