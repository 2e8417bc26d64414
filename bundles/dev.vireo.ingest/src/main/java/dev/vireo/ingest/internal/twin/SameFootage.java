package dev.vireo.ingest.internal.twin;

import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.catalog.Twin;
import java.util.List;
import java.util.Optional;

/**
 * Holds the hashes of two videos against each other in time. They are the same footage where, at one offset, most of what
 * moves in either moves in both.
 */
final class SameFootage {
    /** Hashes that differ in at most this many of 64 bits agree; unrelated ones differ in 32 on average. */
    private static final int AGREE = 20;

    /** Share of the frames in which something moves that must agree. Unrelated footage reached 0.26, copies 0.84 and more. */
    static final double LEAST_AGREEMENT = 0.75;

    /** So many frames must move: less can be alike by chance [frames]. */
    private static final int LEAST_FRAMES = 32;

    /** Offsets are tried in these steps around one that is known roughly [ms]. */
    private static final long STEP_MS = 50;

    private SameFootage() {}

    /**
     * One video.
     *
     * @param hashes in order of time
     * @param lengthMs of the whole footage [ms]
     */
    record Timeline(List<FrameHash> hashes, long lengthMs) {}

    /**
     * The best offset near one that is known roughly.
     *
     * @param other id of the asset that {@code b} is of
     * @param offsetMs rough position in {@code b} of what is at 0 in {@code a} [ms]
     * @param roughMs how far it may be off [ms]
     * @param intervalMs distance of the hashed frames [ms]
     * @return what is the same; empty when too little is
     */
    static Optional<Twin> compare(Timeline a, Timeline b, long other, long offsetMs, long roughMs, long intervalMs) {
        Fit best = null;
        for (long offset = offsetMs - roughMs; offset <= offsetMs + roughMs; offset += STEP_MS) {
            Fit fit = at(a, b, other, offset, intervalMs);
            if (fit != null && (best == null || fit.score() > best.score())) {
                best = fit;
            }
        }
        return Optional.ofNullable(best).map(Fit::twin).filter(t -> t.agreement() >= LEAST_AGREEMENT);
    }

    /** @param apart share of the bits in which the frames differ: neighbouring offsets agree alike, the right one is nearest */
    private record Fit(Twin twin, double apart) {
        double score() {
            return twin.agreement() - apart;
        }
    }

    private static Fit at(Timeline a, Timeline b, long other, long offset, long intervalMs) {
        long from = Math.max(0, -offset);
        long to = Math.min(a.lengthMs, b.lengthMs - offset);
        if (to - from < LEAST_FRAMES * intervalMs) {
            return null;
        }
        List<FrameHash> there = b.hashes.stream()
                .filter(h -> h.timeMs() >= from + offset && h.timeMs() <= to + offset)
                .toList();
        int here = 0;
        int both = 0;
        int agree = 0;
        double apart = 0;
        int j = 0;
        int taken = -1;
        for (FrameHash hash : a.hashes) {
            if (hash.timeMs() < from || hash.timeMs() > to) {
                continue;
            }
            here++;
            long wanted = hash.timeMs() + offset;
            while (j + 1 < there.size() && off(there, j + 1, wanted) <= off(there, j, wanted)) {
                j++;
            }
            if (j < there.size() && j > taken && off(there, j, wanted) <= intervalMs / 2 + STEP_MS) {
                taken = j; // each frame stands for one
                both++;
                int bits = Long.bitCount(there.get(j).hash() ^ hash.hash());
                apart += bits / (double) Long.SIZE;
                agree += bits <= AGREE ? 1 : 0;
            }
        }
        int either = here + there.size() - both;
        return either < LEAST_FRAMES
                ? null
                : new Fit(new Twin(other, offset, from, to, agree / (double) either), apart / Math.max(1, both));
    }

    private static long off(List<FrameHash> hashes, int i, long wantedMs) {
        return Math.abs(hashes.get(i).timeMs() - wantedMs);
    }
}
