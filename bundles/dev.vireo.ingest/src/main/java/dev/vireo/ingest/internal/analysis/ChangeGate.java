package dev.vireo.ingest.internal.analysis;

import dev.vireo.api.media.Frame;

/**
 * Decides which frames of a dense sequence are looked at: the first of each shot, one every sample interval, and the one
 * with which something begins to happen after rest, followed by a second of dense looks, so that what passes through an
 * empty scene within a second is seen more than once. Used by one thread.
 */
final class ChangeGate {
    enum Verdict {
        /** Not looked at. */
        PASS,
        /** Looked at; shows what the last CHANGED frame showed. */
        SAME,
        /** Looked at, and to be given to the detectors. */
        CHANGED
    }

    /** How long every frame is looked at after rest ended [ms]. */
    private static final long DENSE_MS = 1_000;

    private final long sampleMs;
    private final long intervalMs;
    private final long restMs;
    private final Stillness stillness = new Stillness();
    private long due = Long.MIN_VALUE;
    private long detectedMs = Long.MIN_VALUE;
    private long changedMs;
    private long denseUntilMs = Long.MIN_VALUE;
    private long wokenMs = Long.MAX_VALUE;
    private boolean resting;

    /**
     * @param sampleMs distance of the frames that are looked at [ms]
     * @param intervalMs distance of the frames that come [ms]
     * @param restMs longest time that finds are taken over while nothing changes [ms]
     */
    ChangeGate(long sampleMs, long intervalMs, long restMs) {
        this.sampleMs = sampleMs;
        this.intervalMs = intervalMs;
        this.restMs = restMs;
    }

    /** @param cut whether a shot begins with this frame */
    Verdict next(Frame frame, boolean cut) {
        long now = frame.timeMs();
        boolean first = detectedMs == Long.MIN_VALUE;
        boolean told = first || cut || now >= wokenMs;
        // A tenth of an interval of grace: frame times of real files wander around the grid.
        boolean sampled = told || now + intervalMs / 10 >= due;
        if (!sampled && !resting) {
            return Verdict.PASS;
        }
        boolean still = stillness.still(frame.image()) && !told;
        if (still && !sampled) {
            return Verdict.PASS;
        }
        if (!still && resting || now >= wokenMs) {
            denseUntilMs = now + DENSE_MS;
        }
        wokenMs = Long.MAX_VALUE;
        boolean late = told || !sampled || now >= due + sampleMs;
        due = now < denseUntilMs ? now + intervalMs : (late ? now : due) + sampleMs;
        resting = still;
        if (still && now - detectedMs < restMs) {
            return Verdict.SAME;
        }
        stillness.keep();
        detectedMs = now;
        if (!still) {
            changedMs = now;
        }
        return Verdict.CHANGED;
    }

    /** How long nothing has changed at this time [ms]; 0 while something does. */
    long restedMs(long timeMs) {
        return resting ? timeMs - changedMs : 0;
    }

    /** Something changed at this time, as was seen elsewhere: the next frame from then on is looked at as changed. */
    void wake(long timeMs) {
        wokenMs = timeMs;
        resting = true;
    }
}
