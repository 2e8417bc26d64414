package dev.vireo.api.catalog;

import dev.vireo.api.encode.Space;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The truth. A write that returned survives a kill and a power cut. Thread-safe; readers never wait for a writer.
 *
 * <p>Throws {@code VireoException}: {@code NOT_FOUND} for an id that does not exist, {@code RESOURCES} when the disk is
 * full (reads go on), {@code INTERNAL} when the database fails.
 */
@ProviderType
public interface Catalog {
    /** The default domain, which always exists. */
    String DEFAULT_DOMAIN = "default";

    // Writing

    /** The asset of these bytes in this domain: made in state INGESTING, or as it is when it was added before. */
    Asset begin(NewAsset asset);

    /** Adds a part in one transaction, moments, tracks and vectors together. @return the new moments' ids in order */
    List<Long> append(long asset, Part part);

    /** Marks the asset READY. A video's length becomes what was committed of it, whatever its header says. */
    Asset finish(long asset);

    /** Notes which other assets show the same footage as this one, in place of what was noted of it before. */
    void relate(long asset, List<Twin> twins);

    /**
     * Forgets everything about an asset but that it was removed.
     *
     * @param reason see {@link Removal}
     * @return hashes of those of its media files that no other asset has
     */
    List<String> delete(long asset, String reason);

    /** Notes a file that was not taken in; a later note for the same path replaces it, a later success removes it. */
    void refuse(Refusal refusal);

    /**
     * Notes another clock of an asset, the last one of each source. One that is trusted more than the asset's own, by its
     * confidence, takes its place, and what it replaces is noted instead: nothing is overruled unseen.
     */
    Asset offer(long asset, OfferedClock offered);

    // Reading

    /**
     * Runs {@code work}, in which all that this thread reads of the catalogue is of one instant: what others write meanwhile is
     * for the next. What was removed meanwhile is found in indexes until the end of it. Long work holds back the log's clearing, and few of
     * these run at once.
     */
    default <T> T snapshot(Supplier<T> work) {
        return work.get();
    }

    /** Clocks of an asset beside the one that is used, the most trusted first. */
    List<OfferedClock> offered(long asset);

    Optional<Asset> asset(long id);

    Optional<Asset> assetOf(String domain, String sha256);

    /** Assets of a domain, or of all when empty, newest first. */
    List<Asset> assets(Optional<String> domain);

    /** Where an asset's footage lies, in order of time: at least one piece, but for a recording that just began. */
    List<Piece> pieces(long asset);

    List<Refusal> refusals(Optional<String> domain);

    Optional<Moment> moment(long id);

    /** Moments of an asset in order of time. */
    List<Moment> moments(long asset);

    Optional<FoundTrack> track(long id);

    /** The same for many tracks at once, by id; ids that are gone are left out. */
    default Map<Long, FoundTrack> found(Collection<Long> tracks) {
        Map<Long, FoundTrack> found = new HashMap<>();
        for (long id : tracks) {
            track(id).ifPresent(track -> found.put(id, track));
        }
        return found;
    }

    /** Tracks of a moment in order of time, the whole frame first. */
    List<Track> tracks(long moment);

    /** The same for many moments at once, by moment; moments that are gone are left out. */
    default Map<Long, List<Track>> tracks(Collection<Long> moments) {
        Map<Long, List<Track>> found = new HashMap<>();
        for (long id : moments) {
            moment(id).ifPresent(m -> found.put(id, tracks(id)));
        }
        return found;
    }

    /** The same with no more of each track than a question needs. */
    default Map<Long, List<Track>> tracks(Collection<Long> moments, TrackScope scope) {
        return tracks(moments);
    }

    /** What was read in a moment, in order of time. */
    List<SeenText> texts(long moment);

    /** The same for many moments at once, by moment; moments that are gone are left out. */
    default Map<Long, List<SeenText>> texts(Collection<Long> moments) {
        Map<Long, List<SeenText>> found = new HashMap<>();
        for (long id : moments) {
            moment(id).ifPresent(m -> found.put(id, texts(id)));
        }
        return found;
    }

    /** Perceptual hashes of an asset in order of time. */
    List<FrameHash> hashes(long asset);

    /**
     * Assets of the same domain and kind that may show the same footage, those with most votes first. Videos get a vote for
     * each pair of hashes that have their leading 16 bits in common, and are listed from three votes at one offset on;
     * pictures one for a hash that differs in at most 8 of 64 bits.
     *
     * @param limit 1 to 1,000
     */
    List<Alignment> alignments(long asset, int limit);

    /**
     * Assets that show the same footage as each of these, whichever of the two was told of it, most agreement first; those
     * that have none, or do not exist, are left out.
     */
    Map<Long, List<Twin>> twins(Collection<Long> assets);

    /**
     * Tracks that pass the filter, those with the largest mass on the filter's groups first (then the newest).
     *
     * @param limit 1 to 100,000
     */
    List<FoundTrack> search(TrackFilter filter, int limit);

    /** The same with no more of each track than a question needs. */
    default List<FoundTrack> search(TrackFilter filter, int limit, TrackScope scope) {
        return search(filter, limit);
    }

    /**
     * Texts that pass the filter: whole words first, then what lies inside of words, then what has one character wrong; among
     * these the surest, then the newest.
     *
     * @param limit 1 to 100,000
     */
    List<FoundText> search(TextFilter filter, int limit);

    /** Ids of the vectors of the tracks that pass the filter, ascending: what a vector search is restricted to. */
    long[] vectorIds(Space space, TrackFilter filter);

    /** The tracks that vectors belong to, by vector id; ids that are gone are left out. */
    Map<Long, FoundTrack> tracksOfVectors(Space space, long[] vectorIds);

    /** The same with no more of each track than a question needs. */
    default Map<Long, FoundTrack> tracksOfVectors(Space space, long[] vectorIds, TrackScope scope) {
        return tracksOfVectors(space, vectorIds);
    }

    /** The vector of a track in a space. */
    Optional<float[]> vector(Space space, long track);

    /** The same for many tracks at once, by track; those without one are left out. */
    default Map<Long, float[]> vectors(Space space, Collection<Long> tracks) {
        Map<Long, float[]> found = new HashMap<>();
        for (long id : tracks) {
            vector(space, id).ifPresent(vector -> found.put(id, vector));
        }
        return found;
    }

    /**
     * Models that made results which the live ones are to make anew ({@link Makers#outdated}), as far as their vocabulary was
     * remembered: their labels answer until then. Those that are live are not among them.
     *
     * @param live detectors and classifiers that are live
     */
    default List<KnownModel> past(Makers live) {
        return List.of();
    }

    /** What is remembered of an id that was removed; empty when it is there, or never was. */
    Optional<Removal> removal(Removal.Kind kind, long id);

    /** Those hashes of media files of assets that begin with this, e.g. {@code 3f}: what the media store has to hold. */
    Set<String> mediaHashes(String prefix);

    CatalogStatus status();
}
