package dev.vireo.catalog.sqlite.internal;

import java.util.HashSet;
import java.util.Set;

/**
 * Up to which deletion of a vector all who read one instant know of it. Indexes forget no further: a question that began before a
 * deletion still reads what was there, and would search for it in vain. Thread-safe.
 */
final class DeletionHorizon {
    private final Set<Reader> open = new HashSet<>();
    /** The newest number that somebody was told: whoever begins after that sees it done. */
    private long told;

    /** Somebody begins to read. To be called before the instant is fixed, so that nothing is told in between. */
    synchronized Reader begin() {
        Reader reader = new Reader(told);
        open.add(reader);
        return reader;
    }

    /**
     * @param newest number of the newest deletion that the caller has read
     * @return the number up to which deletions may be told now
     */
    synchronized long upTo(long newest) {
        long limit = newest;
        for (Reader reader : open) {
            limit = Math.min(limit, reader.sees);
        }
        told = Math.max(told, limit);
        return limit;
    }

    /** Somebody who reads one instant, from its begin to its end. */
    final class Reader implements AutoCloseable {
        private long sees;

        private Reader(long sees) {
            this.sees = sees;
        }

        /** @param newest number of the newest deletion at its instant */
        void sees(long newest) {
            synchronized (DeletionHorizon.this) {
                sees = Math.max(sees, newest);
            }
        }

        @Override
        public void close() {
            synchronized (DeletionHorizon.this) {
                open.remove(this);
            }
        }
    }
}
