package dev.vireo.api.ingest;

import dev.vireo.api.catalog.StreamSource;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Records live sources and makes them searchable while they are recorded, for as long as they are not removed. */
@ProviderType
public interface Streams {
    /**
     * Adds a stream and begins to record it. It is recorded on after a restart.
     *
     * @throws dev.vireo.api.error.VireoException USER_INPUT when the address or domain is none, or is recorded already;
     *     RESOURCES when no further stream may be recorded; UNAVAILABLE when the runtime is stopping
     */
    StreamStatus add(StreamRequest request);

    /** All streams, oldest first. */
    List<StreamStatus> list();

    Optional<StreamStatus> status(long id);

    /** Times in which nothing was recorded, newest first. */
    List<StreamSource.Gap> gaps(long id, int limit);

    /**
     * Ends a stream and removes it with all that was recorded of it; what it was is remembered.
     *
     * @throws dev.vireo.api.error.VireoException NOT_FOUND
     */
    void remove(long id);
}
