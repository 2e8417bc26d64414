package dev.vireo.broker.internal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Guards all tables of the broker and every {@link Entry.Hold}. Held for a few instructions only, never while a provider runs. */
final class BrokerLock {
    /**
     * Fair: a thread that leases again at once would otherwise get ahead of one that has waited, and a swap among many of
     * them might wait for as long as they go on.
     */
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition returned = lock.newCondition();

    <T> T with(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    void with(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Something has come back that others may wait for. The lock is held. */
    void returned() {
        returned.signalAll();
    }

    /**
     * Waits, with the lock given up meanwhile, until nothing is out any more. An interrupt ends it early and stays set.
     *
     * @param out counts what is out; asked with the lock held
     * @return what is still out at the limit
     */
    int awaitReturn(IntSupplier out, long limitNanos) {
        lock.lock();
        long left = limitNanos;
        try {
            while (out.getAsInt() > 0 && left > 0) {
                left = returned.awaitNanos(left);
            }
            return out.getAsInt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return out.getAsInt();
        } finally {
            lock.unlock();
        }
    }
}
