package dev.vireo.admin.javalin.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Bounds how many requests do the same expensive thing at once; further ones wait a little and are then refused. */
final class Gate {
    private final String what;
    private final int width;
    private final long waitMs;
    private final Semaphore free;

    Gate(String what, int width, long waitMs) {
        this.what = what;
        this.width = width;
        this.waitMs = waitMs;
        this.free = new Semaphore(width, true);
    }

    <T> T pass(Supplier<T> work) {
        boolean entered;
        try {
            entered = free.tryAcquire(waitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            entered = false;
        }
        if (!entered) {
            throw new VireoException(
                    ErrorKind.UNAVAILABLE, width + " " + what + " are being made already; ask again in a few seconds");
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }
}
