package dev.vireo.deploy.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class LeftoversTest {
    private final Leftovers leftovers = new Leftovers();

    /** So large that a collector keeps it with what outlived others from the first. */
    private static byte[] large() {
        return new byte[(int) Leftovers.WORTH + (16 << 20)];
    }

    @Test
    void littleIsLeftToTheCollector() {
        System.gc();
        assertTrue(leftovers.grown() < Leftovers.WORTH);
        assertFalse(leftovers.collect());
    }

    @Test
    void muchIsCollected() {
        System.gc();
        byte[] kept = large();
        long grown = leftovers.grown();
        assertTrue(grown >= Leftovers.WORTH, "it counts " + grown);
        WeakReference<byte[]> gone = new WeakReference<>(kept);
        kept = null;
        assertTrue(leftovers.collect());
        assertNull(gone.get());
        assertFalse(leftovers.collect(), "there is nothing left to gain");
    }
}
