package dev.vireo.api.ingest;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Looks at stored footage again when other models serve than those that made its results, in the background, one asset after
 * the other, the newest first. Old results answer until the new ones of an asset are whole.
 */
@ProviderType
public interface Renewal {
    RenewalStatus status();

    /** Stands still, also after a restart, until {@link #resume}. */
    RenewalStatus pause();

    /** Goes on, also after {@link #abandon}; what could not be looked at again is tried once more. */
    RenewalStatus resume();

    /** What was not looked at again yet keeps its results, until other models serve than now, or {@link #resume}. */
    RenewalStatus abandon();
}
