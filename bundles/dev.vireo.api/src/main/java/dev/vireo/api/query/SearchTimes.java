package dev.vireo.api.query;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** How long the questions that people asked took, so that work in the background can give way. */
@ProviderType
public interface SearchTimes {
    /** Questions that ended within the last {@code window}; at most the newest few thousand are remembered. */
    Times last(Duration window);

    /**
     * Times of questions.
     *
     * @param count how many; with 0 the others are 0
     * @param p50 median [ms]
     * @param p95 [ms]
     */
    record Times(int count, double p50, double p95) {}
}
