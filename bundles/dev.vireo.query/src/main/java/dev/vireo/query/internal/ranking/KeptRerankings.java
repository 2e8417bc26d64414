package dev.vireo.query.internal.ranking;

import dev.vireo.api.rerank.RerankCandidate;
import dev.vireo.api.rerank.Reranker;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rerankers said of the last questions, for who asks the same of the same footage again: a scorer's answer is the same each
 * time. It is kept for the very object that gave it, so that another version never answers with it; and one whose calls are
 * measured comes as another object with each lease, so that old and new are compared by their work. Thread-safe.
 */
public final class KeptRerankings {
    /** Requests kept, each of some 30 sentences: about two megabytes. */
    private static final int MOST = 256;

    /** Longer requests are not kept, so that the memory is bounded [characters]. */
    private static final int LONGEST = 16_000;

    private final boolean keeps;
    /** Guarded by itself; the one asked for last is the last. */
    private final Map<Key, Map<Long, Double>> known = new LinkedHashMap<>(16, 0.75f, true);

    private KeptRerankings(boolean keeps) {
        this.keeps = keeps;
    }

    public static KeptRerankings ofTheLast() {
        return new KeptRerankings(true);
    }

    /** Keeps nothing: where times are compared. */
    public static KeptRerankings none() {
        return new KeptRerankings(false);
    }

    /** One request; must not keep the reranker, whose bundle may go. */
    private record Key(Maker maker, String question, List<RerankCandidate> candidates) {}

    /** Equal only to the same object. */
    private static final class Maker {
        private final WeakReference<Reranker> reranker;
        private final int hash;

        Maker(Reranker reranker) {
            this.reranker = new WeakReference<>(reranker);
            this.hash = System.identityHashCode(reranker);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the very object
        public boolean equals(Object other) {
            Reranker mine = reranker.get();
            return other instanceof Maker maker && mine != null && mine == maker.reranker.get();
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Scores by candidate, if this reranker gave them for the same before. */
    Optional<Map<Long, Double>> find(Reranker reranker, String question, List<RerankCandidate> candidates) {
        synchronized (known) {
            return Optional.ofNullable(known.get(new Key(new Maker(reranker), question, candidates)));
        }
    }

    /** @param scores of all candidates */
    void keep(Reranker reranker, String question, List<RerankCandidate> candidates, Map<Long, Double> scores) {
        if (!keeps || candidates.stream().mapToInt(c -> c.sentence().length()).sum() > LONGEST) {
            return;
        }
        synchronized (known) {
            known.put(new Key(new Maker(reranker), question, List.copyOf(candidates)), Map.copyOf(scores));
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }
}
