package dev.vireo.api.deploy;

import dev.vireo.api.catalog.SpaceReport;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changing the encoder: another encoder makes another space, which is built beside the old one while that one serves, is
 * compared with it, takes over a domain at one instant, and can be left again at one instant.
 *
 * <p>Throws {@code VireoException}: {@code NOT_FOUND} for a space that neither the catalogue nor an encoder knows,
 * {@code USER_INPUT} for a step that is not possible now, with what to do first.
 */
@ProviderType
public interface SpaceChange {
    /** All spaces that the catalogue knows or that an encoder offers, live or staged, in order of name. */
    List<SpaceStatus> list();

    Optional<SpaceStatus> status(String space);

    /**
     * Encodes all stored footage in a space, in the background, from now on and after every restart until it is complete;
     * new footage gets vectors in it, too. When it is complete it is compared with what serves. Tracks that could not be
     * encoded before are tried again. Returns at once.
     */
    SpaceStatus build(String space);

    /**
     * Puts a sample of the questions that people asked, and a fixed set, to what serves a domain and to another space, and
     * notes how the answers differ. Takes seconds to a minute.
     */
    SpaceReport compare(String space, String domain);

    /**
     * From now on questions of a domain, or of all when empty, read this space.
     *
     * @param unproven also when it was not compared with what serves
     */
    SpaceStatus cutOver(String space, Optional<String> domain, boolean unproven);

    /** Undoes the last cut-over of a domain, or the last one of all domains. @return what serves now */
    List<SpaceStatus> back(Optional<String> domain);

    /** Forgets a space that does not serve, its index included. @return room given back [bytes] */
    long drop(String space);
}
