package dev.vireo.api.catalog;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Named parts of the pictures of sources. A write that returned survives a kill and a power cut. Thread-safe. */
@ProviderType
public interface Zones {
    /**
     * @throws dev.vireo.api.error.VireoException USER_INPUT when domain, source or name are blank or too long (a name has at
     *     most 60 characters, all on one line), or when this source has a zone of this name
     */
    Zone add(NewZone zone);

    /** Zones of a domain, or of all when empty, by source and name. */
    List<Zone> zones(Optional<String> domain);

    /** @throws dev.vireo.api.error.VireoException NOT_FOUND when there is no such zone */
    void delete(long id);
}
