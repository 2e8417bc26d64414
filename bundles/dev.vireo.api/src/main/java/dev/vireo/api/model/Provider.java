package dev.vireo.api.model;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A replaceable service: detector, classifier, encoder, generator … Registered under its family's interface and under
 * this one, so that the broker can offer every family, also those made later. Thread-safe. After its bundle was
 * stopped a call throws {@code VireoException(UNAVAILABLE)}.
 */
@ConsumerType
public interface Provider {
    ProviderInfo info();
}
