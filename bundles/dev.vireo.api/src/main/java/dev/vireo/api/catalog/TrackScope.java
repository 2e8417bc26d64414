package dev.vireo.api.catalog;

import java.util.Map;
import java.util.Set;

/**
 * What to read of a track beside its path: it has dozens of labels, and a question names few. Where labels are named, of every
 * model that said anything of the track at least one is read, so that silence can be told from absence. A catalogue may read
 * more than this.
 *
 * @param named labels to read, by model {@code id@version}
 * @param telling labels by model; of a track that has one of them with at least {@code least} every label is read
 * @param least see {@code telling}, 0 to 1
 * @param colours whether colours are read
 */
public record TrackScope(Map<String, Set<Integer>> named, Map<String, Set<Integer>> telling, double least, boolean colours) {
    /** Neither labels nor colours. */
    public static final TrackScope BARE = new TrackScope(Map.of(), Map.of(), 1, false);

    public TrackScope {
        named = Map.copyOf(named);
        telling = Map.copyOf(telling);
    }

    /** Whether any labels are read. */
    public boolean labels() {
        return !named.isEmpty() || !telling.isEmpty();
    }
}
