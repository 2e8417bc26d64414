package dev.vireo.api.catalog;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The newest questions that people asked, for comparing a new space with what serves. Words alone are kept: not who asked, not
 * when, not what was answered.
 */
@ProviderType
public interface QuestionSample {
    /**
     * Keeps a question; one that is kept already counts as asked anew.
     *
     * @param limit how many of all domains are kept; the oldest go first. 0 forgets all, this one too
     */
    void add(String domain, String text, int limit);

    /** The newest questions of a domain first. */
    List<String> newest(String domain, int limit);

    /** Forgets all, also the words that reports of comparisons show. @return how many there were, reports left out */
    int clear();
}
