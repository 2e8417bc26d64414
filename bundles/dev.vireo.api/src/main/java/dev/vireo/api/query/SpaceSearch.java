package dev.vireo.api.query;

import dev.vireo.api.encode.Space;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Questions against spaces that need not serve: for comparing a new one with what does. */
@ProviderType
public interface SpaceSearch {
    /**
     * What {@link QueryEngine#ask} would answer if these spaces served. Does not count as a question that somebody asked.
     *
     * @throws dev.vireo.api.error.VireoException as {@link QueryEngine#ask}
     */
    Answer ask(Question question, List<Space> spaces);

    /** Whether answering this question reads a space at all, or labels and measures alone. */
    boolean reads(Question question);

    /**
     * Waits until no question that has begun reads a space any more.
     *
     * @return questions that still do at the limit; 0 when all have ended
     */
    int drain(Space space, Duration limit) throws InterruptedException;
}
