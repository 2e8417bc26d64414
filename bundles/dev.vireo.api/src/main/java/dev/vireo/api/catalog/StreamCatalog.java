package dev.vireo.api.catalog;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Streams and their recordings, in the catalogue's database and with its promises: a write that returned survives a kill and
 * a power cut. Thread-safe. Recordings are assets in state RECORDING until they end; {@link Catalog} reads them as any other.
 *
 * <p>Throws {@code VireoException} as {@link Catalog} does.
 */
@ProviderType
public interface StreamCatalog {
    /**
     * Adds a stream.
     *
     * @param secret see {@link StreamSource}
     * @throws dev.vireo.api.error.VireoException USER_INPUT when its address is recorded already in this domain
     */
    StreamSource add(String domain, String address, Optional<String> secret, StreamSource.Retention keep);

    /** All streams, oldest first. */
    List<StreamSource> streams();

    Optional<StreamSource> stream(long id);

    /** Notes how far the camera's clock is off. */
    void measured(long stream, long cameraOffsetMs);

    /**
     * Forgets a stream; its id is remembered as removed. Its recordings have to be removed before.
     *
     * @param reason see {@link Removal}
     */
    void remove(long stream, String reason);

    /**
     * Begins a recording: an asset in state RECORDING without footage.
     *
     * @param recording its hash names the recording, not bytes
     */
    Asset begin(long stream, NewAsset recording);

    /** Recordings of a stream, oldest first. */
    List<Asset> recordings(long stream);

    /** The stream that an asset was recorded from. */
    Optional<Long> streamOf(long asset);

    /**
     * Adds to a recording in one transaction.
     *
     * @return ids of the moments, in order
     */
    List<Growth.Ids> grow(long asset, Growth growth);

    /** Marks a recording READY: nothing is added to it any more. */
    Asset end(long asset);

    /** Notes a time in which nothing was recorded; the newest thousand of a stream are kept. */
    void gap(long stream, StreamSource.Gap gap);

    /** Gaps of a stream, newest first. */
    List<StreamSource.Gap> gaps(long stream, int limit);
}
