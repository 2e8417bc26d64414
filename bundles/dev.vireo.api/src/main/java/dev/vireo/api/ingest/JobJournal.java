package dev.vireo.api.ingest;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/** What survives of jobs when the runtime ends in the middle of them. Every write is on disk when its method returns. */
@ProviderType
public interface JobJournal {
    /** Ended jobs that are kept; the oldest goes first. */
    int KEPT = 100;

    /**
     * A job as far as it is known.
     *
     * @param state QUEUED as long as it has not ended
     * @param message why it ended as it did; empty otherwise
     * @param items the files that are done, in order
     */
    record Entry(
            String id, IngestRequest request, IngestJob.State state, String message, List<IngestItem> items) {
        public Entry {
            items = List.copyOf(items);
        }
    }

    /** Notes a new job. @throws dev.vireo.api.error.VireoException INTERNAL when the id is known already */
    void begin(String id, IngestRequest request);

    /** Notes a file that is done; nothing happens when the job is not known. */
    void done(String id, IngestItem item);

    /** Notes how a job ended; nothing happens when it is not known or has ended. */
    void end(String id, IngestJob.State state, String message);

    /** Every job that has not ended and the last {@link #KEPT} that have, oldest first. */
    List<Entry> entries();
}
