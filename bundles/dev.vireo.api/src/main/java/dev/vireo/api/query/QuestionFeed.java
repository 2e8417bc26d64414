package dev.vireo.api.query;

import org.osgi.annotation.versioning.ProviderType;

/** Tells what people ask, question by question, after it was answered. */
@ProviderType
public interface QuestionFeed {
    /** @param listener is told every question that is answered from now on, until what is returned is closed or the search ends */
    Listening listen(QuestionListener listener);

    /** Whether the words of what people ask may be kept, as an administrator decided; see the setting {@code sampled.questions}. */
    boolean keepsWords();

    /** Ends the calls of a listener. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
