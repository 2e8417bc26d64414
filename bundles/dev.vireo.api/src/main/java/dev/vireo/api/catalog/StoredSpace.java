package dev.vireo.api.catalog;

import dev.vireo.api.encode.Space;
import java.time.Instant;
import java.util.Set;

/**
 * A space that the catalogue knows.
 *
 * @param encoder {@code id@version} of the encoder that made it; empty when an earlier version of Vireo did not note it
 * @param state where it stands
 * @param since when it came to this state
 * @param domains domains whose questions read it; {@link SpaceCatalog#EVERY_DOMAIN} stands for those without spaces of their own
 * @param tracks tracks of the catalogue
 * @param vectors tracks that have a vector in it
 * @param faults tracks that cannot be encoded any more, see {@link SpaceCatalog#fault}
 * @param bytes room of its vectors in the catalogue [bytes]
 */
public record StoredSpace(
        Space space,
        String encoder,
        SpaceState state,
        Instant since,
        Set<String> domains,
        long tracks,
        long vectors,
        long faults,
        long bytes) {
    public StoredSpace {
        domains = Set.copyOf(domains);
    }

    /** Tracks that still have to be encoded in it. */
    public long missing() {
        return Math.max(0, tracks - vectors - faults);
    }
}
