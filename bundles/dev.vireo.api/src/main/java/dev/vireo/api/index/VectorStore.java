package dev.vireo.api.index;

import dev.vireo.api.encode.Space;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** The durable vectors and the published segments of the indexes derived from them. */
@ProviderType
public interface VectorStore {
    /** Spaces that hold at least one vector. */
    List<Space> spaces();

    long count(Space space);

    /** Live vectors with {@code id > afterId}, ascending, from one consistent snapshot. */
    void forEach(Space space, long afterId, Consumer<StoredVector> consumer);

    /** Live vectors among {@code ids}, ascending; ids that are gone are left out. */
    void forEach(Space space, long[] ids, Consumer<StoredVector> consumer);

    /**
     * Ids removed since deletion number {@code afterDeletion}, in order, with the number to pass next time. What somebody who reads one
     * instant still sees ({@link dev.vireo.api.catalog.Catalog#snapshot}) is told only when they have ended: until then they search for it.
     */
    Deletions deletions(Space space, long afterDeletion);

    /** Segments in order of generation. */
    List<Segment> segments(Space space);

    /** Adds {@code added} and drops {@code replaced} in one transaction. */
    void publish(Space space, List<Segment> added, List<Segment> replaced);

    /**
     * @param ids removed ids in order of removal
     * @param last number of the newest deletion seen
     */
    record Deletions(long[] ids, long last) {}
}
