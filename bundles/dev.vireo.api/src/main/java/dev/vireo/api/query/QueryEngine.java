package dev.vireo.api.query;

import org.osgi.annotation.versioning.ProviderType;

/** Answers questions. */
@ProviderType
public interface QueryEngine {
    /**
     * @throws dev.vireo.api.error.VireoException USER_INPUT when the question is too long or {@code top} out of range,
     *     UNAVAILABLE when a family without which nothing can be answered has no provider
     */
    Answer ask(Question question);
}
