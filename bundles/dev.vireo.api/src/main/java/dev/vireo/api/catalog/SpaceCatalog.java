package dev.vireo.api.catalog;

import dev.vireo.api.encode.Space;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which spaces there are, which of them answer a domain's questions, and what of a space is still to be made. What serves is
 * decided here alone, not by which encoders happen to be live. Thread-safe.
 *
 * <p>Throws {@code VireoException}: {@code NOT_FOUND} for a space that the catalogue does not know, {@code RESOURCES} when the
 * disk is full, {@code INTERNAL} when the database fails.
 */
@ProviderType
public interface SpaceCatalog {
    /** Stands for every domain that has no serving spaces of its own. */
    String EVERY_DOMAIN = "*";

    // What serves

    /** Spaces that a question of this domain reads, in order of name, from one snapshot; empty when none serves it. */
    List<Space> serving(String domain);

    /** All spaces: new footage gets a vector in each whose encoder is there. In order of name. */
    List<Space> kept();

    /**
     * The first spaces of a home. In a catalogue without vectors all of these serve from now on. In one that an earlier
     * version left, those of these that hold vectors serve, and what else holds vectors is retained. Does nothing once a
     * space serves, or the catalogue holds vectors of other spaces only: then somebody has to decide.
     *
     * @param live spaces of the live picture encoders, with {@code id@version} of each
     * @return {@link #kept} after it
     */
    List<Space> adopt(Map<Space, String> live);

    List<StoredSpace> spaces();

    Optional<StoredSpace> space(String id);

    // Building

    /**
     * Makes a space known, in state BUILDING; one that is known already and does not serve is built on where it was.
     *
     * @throws dev.vireo.api.error.VireoException USER_INPUT when it serves
     */
    void build(Space space, String encoder);

    /**
     * Tracks that have neither a vector nor a fault in this space.
     *
     * @param afterTrack only later tracks, by id; 0 for all
     * @param limit 1 to 10,000
     * @return in order of id
     */
    List<Gap> gaps(Space space, long afterTrack, int limit);

    /**
     * Adds vectors in one transaction. A track that is gone is left out, one that has a vector keeps it.
     *
     * @param vectors by track; float32, length {@code space.dimension()}, L2 norm 1
     * @return how many were added
     */
    int fill(Space space, Map<Long, float[]> vectors);

    /** Notes that a track cannot be encoded any more, so that the space can be complete without it. */
    void fault(Space space, long track, String reason);

    /** Tracks that cannot be encoded, grouped by asset and reason, those with most tracks first. */
    List<Fault> faults(Space space, int limit);

    /** Forgets the faults of a space: its tracks are tried again. */
    void retry(Space space);

    /** A space in state BUILDING is complete. */
    void ready(Space space);

    /** Notes what comparing a space with what serves gave, in place of the last report. */
    void report(Space space, SpaceReport report);

    Optional<SpaceReport> report(Space space);

    // Changing

    /**
     * From now on questions of a domain, or of all domains when empty, read this space and no other. One transaction; what
     * served is remembered for {@link #back}.
     *
     * @throws dev.vireo.api.error.VireoException USER_INPUT when it is still being built, or serves there already
     */
    void cutOver(Space space, Optional<String> domain);

    /**
     * Undoes the last change of a domain, or the last change of all domains when empty; a second call undoes the first.
     *
     * @return the spaces that serve now
     * @throws dev.vireo.api.error.VireoException USER_INPUT when there is nothing to go back to
     */
    List<Space> back(Optional<String> domain);

    /** Spaces that {@link #back} would make serve; empty when there is nothing to go back to. */
    List<Space> before(Optional<String> domain);

    /**
     * Forgets a space that does not serve, with its vectors, segments, faults and report. Removed in several transactions, the
     * first of which makes it unknown; a drop that was interrupted is finished by {@link #sweep}.
     *
     * @return room given back inside the catalogue [bytes]
     * @throws dev.vireo.api.error.VireoException USER_INPUT when it serves
     */
    long drop(Space space);

    /** Removes what interrupted drops left. @return room given back inside the catalogue [bytes] */
    long sweep();

    /**
     * Tracks of one asset that cannot be encoded for one reason.
     *
     * @param path where the asset was added from
     */
    record Fault(long asset, String path, String reason, long tracks) {}
}
