package dev.vireo.index.jvector.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** Rows that are gone. Bits are only ever set, so searches need no lock. */
final class Deleted {
    private final AtomicLongArray words;
    private final AtomicInteger count = new AtomicInteger();

    Deleted(int rows) {
        words = new AtomicLongArray((rows + 63) >>> 6);
    }

    boolean get(int row) {
        return (words.get(row >>> 6) >>> (row & 63) & 1) != 0;
    }

    void set(int row) {
        long bit = 1L << (row & 63);
        if ((words.getAndAccumulate(row >>> 6, bit, (a, b) -> a | b) & bit) == 0) {
            count.incrementAndGet();
        }
    }

    int count() {
        return count.get();
    }
}
