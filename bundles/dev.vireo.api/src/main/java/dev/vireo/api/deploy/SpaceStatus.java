package dev.vireo.api.deploy;

import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.catalog.StoredSpace;
import dev.vireo.api.encode.Space;
import java.util.List;
import java.util.Optional;

/**
 * A space, as far as somebody knows of it.
 *
 * @param encoder {@code id@version} of the encoder that makes it; empty when nobody noted it and none is there
 * @param presence whether that encoder is there
 * @param stored what the catalogue holds of it; empty for a space that an encoder offers and that was never built
 * @param doing what is being done about it, in words; empty when nothing is
 * @param report how it compares with what served; empty before that was asked for
 * @param faults what of the stored footage cannot be encoded in it any more, those with most tracks first, at most 20
 */
public record SpaceStatus(
        Space space, String encoder, Presence presence, Optional<StoredSpace> stored, String doing, Optional<SpaceReport> report,
        List<SpaceCatalog.Fault> faults) {
    public SpaceStatus {
        faults = List.copyOf(faults);
    }

    /** Where the encoder of a space is. */
    public enum Presence {
        /** No bundle that is started brings it. */
        ABSENT,
        /** It is started, but requests do not reach it but for this space. */
        STAGED,
        LIVE
    }
}
