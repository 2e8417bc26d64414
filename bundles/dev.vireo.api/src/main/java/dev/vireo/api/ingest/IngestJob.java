package dev.vireo.api.ingest;

import java.util.List;
import java.util.Optional;

/**
 * A snapshot of one job.
 *
 * @param id names the job
 * @param state see the enum
 * @param message why it failed; empty otherwise
 * @param files files found so far
 * @param current the file being read; empty when none
 * @param percent 0 to 100
 * @param frames frames looked at
 * @param moments moments committed
 * @param etaMs estimate of the time left [ms]; empty while unknown
 * @param items the files that are done, in order
 */
public record IngestJob(
        String id,
        State state,
        String message,
        int files,
        String current,
        double percent,
        long frames,
        long moments,
        Optional<Long> etaMs,
        List<IngestItem> items) {
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    public boolean ended() {
        return state == State.DONE || state == State.FAILED || state == State.CANCELLED;
    }
}
