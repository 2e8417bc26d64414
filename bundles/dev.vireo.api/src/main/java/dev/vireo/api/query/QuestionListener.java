package dev.vireo.api.query;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told what people ask, see {@link QuestionFeed}. */
@ConsumerType
public interface QuestionListener {
    /** A question was answered. On the thread that answered it: return at once. */
    void answered(Question question);
}
