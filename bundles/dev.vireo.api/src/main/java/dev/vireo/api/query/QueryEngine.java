package dev.vireo.api.query;

import org.osgi.annotation.versioning.ProviderType;

/** Answers questions. */
@ProviderType
public interface QueryEngine {
    /**
     * @throws dev.vireo.api.error.VireoException USER_INPUT when the question is too long, {@code top} out of range or
     *     the prompt outside of its picture, NOT_FOUND when the prompt's moment does not exist,
     *     UNAVAILABLE when a family without which nothing can be answered has no provider
     */
    Answer ask(Question question);
}
