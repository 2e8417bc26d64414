package dev.vireo.onnx.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.onnx.internal.manifest.GoldenSpec;
import dev.vireo.onnx.internal.session.OnnxSession;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/**
 * A service over one session, or several that work together. Calls run side by side; stopping refuses new ones, waits for
 * those running, cancels what is still running after the limit, and closes the sessions only when nobody is inside.
 */
public abstract class OnnxProvider implements Provider {
    private static final System.Logger LOG = System.getLogger(OnnxProvider.class.getName());
    private static final Duration CANCEL_LIMIT = Duration.ofSeconds(5);

    private final ProviderInfo info;
    private final List<OnnxSession> sessions;
    private final StampedLock inFlight = new StampedLock(); // not reentrant: locks out the stopping thread too
    private volatile boolean stopping;

    OnnxProvider(ProviderInfo info, OnnxSession... sessions) {
        this.info = info;
        this.sessions = List.of(sessions);
    }

    @Override
    public final ProviderInfo info() {
        return info;
    }

    /** The interface that it is registered under, beside {@link Provider}. */
    public abstract Class<? extends Provider> family();

    /** Service properties of its family. */
    public Map<String, Object> properties() {
        return Map.of();
    }

    /** @throws VireoException USER_INPUT when the model does not do what the golden says */
    public abstract void verify(GoldenSpec golden, GoldenPictures pictures);

    /** The first session. */
    final OnnxSession session() {
        return sessions.getFirst();
    }

    /** Runs {@code work} while the sessions are held open. */
    final <T> T call(Supplier<T> work) {
        long stamp = stopping ? 0 : inFlight.tryReadLock();
        if (stamp == 0) {
            throw new VireoException(ErrorKind.UNAVAILABLE, info.ref() + " was stopped or replaced; ask the broker again");
        }
        try {
            return work.get();
        } finally {
            inFlight.unlockRead(stamp);
        }
    }

    /** Ends the service. Safe to call more than once. */
    public final void stop(Duration drain) {
        if (stopping) {
            return;
        }
        stopping = true;
        try {
            if (inFlight.tryWriteLock(drain.toMillis(), TimeUnit.MILLISECONDS) == 0) {
                sessions.forEach(OnnxSession::cancel);
                if (inFlight.tryWriteLock(CANCEL_LIMIT.toMillis(), TimeUnit.MILLISECONDS) == 0) {
                    LOG.log(Level.ERROR, "{0}: a call is still running after {1} and would not be cancelled: leaking the "
                            + "native session rather than freeing it under the call", info.ref(), drain.plus(CANCEL_LIMIT));
                    return;
                }
            }
            sessions.forEach(OnnxSession::close); // the lock is kept: no late call gets in
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.log(Level.ERROR, "{0}: interrupted while draining: leaking the native session", info.ref());
        }
    }

    /** Compares the first values of an output with a golden. */
    final void compare(GoldenSpec golden, float[] values) {
        for (int i = 0; i < golden.first().size(); i++) {
            double expected = golden.first().get(i);
            if (i >= values.length || !(Math.abs(values[i] - expected) <= golden.tolerance())) {
                throw failed(golden, "value " + i + " of " + golden.output().orElseThrow() + " is "
                        + (i < values.length ? values[i] : "missing") + ", need " + expected + " ± " + golden.tolerance());
            }
        }
    }

    final VireoException failed(GoldenSpec golden, String what) {
        return new VireoException(ErrorKind.USER_INPUT, "golden " + golden.input() + ": " + what);
    }
}
