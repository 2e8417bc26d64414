package dev.vireo.query.internal;

import dev.vireo.api.encode.Space;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Which spaces are read by the questions that are being answered. A question is noted before it learns which spaces serve, so
 * that none slips through between learning and reading. Thread-safe.
 */
final class SpaceReads {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Set<Reading> readings = new HashSet<>();

    /** One question, until it is closed. */
    final class Reading implements AutoCloseable {
        /** Null until it is known: any space may be among them. Guarded by the lock. */
        private List<Space> spaces;

        private boolean mayRead(Space space) {
            return spaces == null || spaces.contains(space);
        }

        List<Space> spaces() {
            return spaces;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                readings.remove(this);
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** @param serving tells which spaces are read */
    Reading begin(Supplier<List<Space>> serving) {
        Reading reading = new Reading();
        lock.lock();
        try {
            readings.add(reading);
        } finally {
            lock.unlock();
        }
        try {
            List<Space> spaces = serving.get();
            lock.lock();
            try {
                reading.spaces = List.copyOf(spaces);
                ended.signalAll();
            } finally {
                lock.unlock();
            }
            return reading;
        } catch (RuntimeException e) {
            reading.close();
            throw e;
        }
    }

    /** Waits until no question reads a space that has begun before. @return how many still do */
    int await(Space space, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            Set<Reading> before = new HashSet<>(readings);
            long left = limit.toNanos();
            while (true) {
                before.retainAll(readings);
                before.removeIf(reading -> !reading.mayRead(space));
                if (before.isEmpty() || left <= 0) {
                    return before.size();
                }
                left = ended.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
