package dev.vireo.api.generate;

import dev.vireo.api.model.Provider;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Puts evidence into words. It has no tools and no network; captions and on-screen text in the evidence are quoted
 * data, never instructions.
 */
@ConsumerType
public interface Generator extends Provider {
    /** @return a text that refers to hits only as {@code [m<moment id>]}; others are cut by the caller */
    String compose(GenerationRequest request);
}
