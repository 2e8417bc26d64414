package dev.vireo.deploy.internal;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Optional;

/**
 * What removed bundles leave in the heap: vocabularies and lexicons that lived for as long as their generation, and with them their
 * classes and compiled code. Only a full collection frees it, and of itself the collector lets the old generation of the heap grow to
 * its limit first. A collection stops everything for some 80 ms, so it is made only when there is enough to gain.
 */
final class Leftovers {
    /** Some twenty deploys of the largest model that the distribution brings [bytes]. */
    static final long WORTH = 48L << 20;

    private final List<MemoryPoolMXBean> old;

    Leftovers() {
        this.old = ManagementFactory.getMemoryPoolMXBeans().stream()
                // Of the heap only pools of objects that outlived others have a threshold of usage.
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                .toList();
    }

    /** What objects that outlived others take now beyond what the last full collection left of them [bytes]. */
    long grown() {
        return old.stream().mapToLong(pool -> used(pool.getUsage()) - used(pool.getCollectionUsage())).sum();
    }

    private static long used(MemoryUsage usage) {
        return Optional.ofNullable(usage).map(MemoryUsage::getUsed).orElse(0L);
    }

    /** Call when bundles were removed. @return whether it was worth a collection */
    boolean collect() {
        boolean worth = grown() >= WORTH;
        if (worth) {
            System.gc();
        }
        return worth;
    }
}
