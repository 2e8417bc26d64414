package dev.vireo.query.internal.ranking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.rerank.RerankCandidate;
import dev.vireo.api.rerank.RerankRequest;
import dev.vireo.api.rerank.Reranker;
import dev.vireo.api.rerank.Reranking;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeptRerankingsTest {
    /** All of them are equal, as two leases of one measured provider are. */
    private static final class Equal implements Reranker {
        @Override
        public ProviderInfo info() {
            return new ProviderInfo("equal", "1.0.0", "Equal");
        }

        @Override
        public Reads reads() {
            return Reads.SENTENCES;
        }

        @Override
        public Reranking rerank(RerankRequest request) {
            throw new UnsupportedOperationException("is not asked");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Equal;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    private final KeptRerankings kept = KeptRerankings.ofTheLast();
    private final Reranker one = new Equal();

    private static List<RerankCandidate> candidates(String... sentences) {
        return java.util.stream.IntStream.range(0, sentences.length)
                .mapToObj(i -> new RerankCandidate(i, sentences[i], Map.of()))
                .toList();
    }

    @Test
    void theSameRequestToTheSameObjectIsKnown() {
        kept.keep(one, "q", candidates("a", "b"), Map.of(0L, 0.1, 1L, 0.9));
        assertEquals(Optional.of(Map.of(0L, 0.1, 1L, 0.9)), kept.find(one, "q", candidates("a", "b")));
        assertEquals(Optional.empty(), kept.find(one, "another", candidates("a", "b")));
        assertEquals(Optional.empty(), kept.find(one, "q", candidates("b", "a")));
        assertEquals(Optional.empty(), kept.find(new Equal(), "q", candidates("a", "b")), "another object has to be asked");
    }

    @Test
    void theOneAskedForLongestAgoGoes() {
        for (int i = 0; i < 257; i++) {
            kept.keep(one, "q" + i, candidates("a"), Map.of(0L, 0.5));
            kept.find(one, "q0", candidates("a"));
        }
        assertEquals(Optional.of(Map.of(0L, 0.5)), kept.find(one, "q0", candidates("a")));
        assertEquals(Optional.empty(), kept.find(one, "q1", candidates("a")));
        assertEquals(Optional.of(Map.of(0L, 0.5)), kept.find(one, "q256", candidates("a")));
    }

    @Test
    void whatIsLongIsNotKept() {
        kept.keep(one, "q", candidates("x".repeat(16_001)), Map.of(0L, 0.5));
        assertEquals(Optional.empty(), kept.find(one, "q", candidates("x".repeat(16_001))));
    }

    @Test
    void whereTimesAreComparedNothingIsKept() {
        KeptRerankings none = KeptRerankings.none();
        none.keep(one, "q", candidates("a"), Map.of(0L, 0.5));
        assertEquals(Optional.empty(), none.find(one, "q", candidates("a")));
    }
}
