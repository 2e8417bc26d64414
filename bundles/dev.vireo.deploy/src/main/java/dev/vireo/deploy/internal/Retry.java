package dev.vireo.deploy.internal;

import java.util.concurrent.TimeUnit;

/** When to try again what failed: at once, then after 2, 4, 8 … and at last every 60 s. Used by one thread at a time. */
final class Retry {
    private static final long FIRST = TimeUnit.SECONDS.toNanos(2);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private boolean tried;
    private long last;
    private long pause = FIRST;

    /** @return whether to try now; the next try is later then */
    boolean due(long nowNanos) {
        if (!tried) {
            tried = true;
            last = nowNanos;
            return true;
        }
        if (nowNanos - last < pause) {
            return false;
        }
        last = nowNanos;
        pause = Math.min(LONGEST, 2 * pause);
        return true;
    }
}
