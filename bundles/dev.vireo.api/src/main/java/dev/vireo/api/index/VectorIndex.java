package dev.vireo.api.index;

import dev.vireo.api.encode.Space;
import dev.vireo.api.model.Provider;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Nearest neighbours by cosine, one index a space, derived from a {@link VectorStore} and rebuilt from it whenever
 * anything is off. What was committed to the store before {@link #refresh} is found by every search after it.
 */
@ConsumerType
public interface VectorIndex extends Provider {
    /** Takes in what the store gained or lost since the last call. Cheap when nothing changed. */
    void refresh(Space space);

    /**
     * The {@code k} nearest accepted vectors, nearest first; fewer when there are fewer.
     *
     * @param query float32, length {@code space.dimension()}, L2 norm 1
     * @throws dev.vireo.api.error.VireoException USER_INPUT on a wrong length or k outside 1..10,000
     */
    List<Neighbour> search(Space space, float[] query, int k, VectorFilter filter);

    List<IndexStatus> status();

    /**
     * Forgets a space that the store has forgotten, and removes what is on disk of it. Searches that run end as they would have.
     *
     * @return room given back [bytes]
     */
    default long drop(Space space) {
        return 0;
    }
}
