package dev.vireo.api.ingest;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.osgi.annotation.versioning.ProviderType;

/** Adds media. Jobs run one after the other; a broken file is refused with its reason and the rest goes on. */
@ProviderType
public interface Ingest {
    /**
     * Queues a job.
     *
     * @return its id
     * @throws dev.vireo.api.error.VireoException USER_INPUT when no source, a source that does not exist or cannot be
     *     read, or a domain name that is none; UNAVAILABLE when the runtime is stopping
     */
    String submit(IngestRequest request);

    Optional<IngestJob> job(String id);

    /** Newest first; the last 100. */
    List<IngestJob> jobs();

    /**
     * Calls the listener with a snapshot at once, at each change (at most ten a second) and at the end.
     *
     * @throws dev.vireo.api.error.VireoException NOT_FOUND
     */
    Listening listen(String id, Consumer<IngestJob> listener);

    /** Stops after the part that is being committed; finished files stay. */
    void cancel(String id);

    /** Removes an asset with its moments, vectors and, when no other asset shares them, its bytes. */
    void delete(long asset);

    /** Ends listening when closed. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
