package dev.vireo.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.query.Plan;
import dev.vireo.api.rerank.RerankCandidate;
import dev.vireo.api.rerank.RerankRequest;
import dev.vireo.api.rerank.Reranker;
import dev.vireo.testkit.Bundled;
import dev.vireo.testkit.Callers;
import dev.vireo.testkit.RerankerContractTest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of rerankers, kept by the product's cross-encoder. Skipped where the build could not fetch its weights. */
class OnnxRerankerTest extends RerankerContractTest {
    private static final String BUNDLE = "dev.vireo.model.reranker-minilm";
    private static OnnxProvider provider;

    @BeforeAll
    static void load() throws IOException {
        try (InputStream weights = Bundled.open(BUNDLE, "META-INF/vireo/model.onnx").orElse(null)) {
            assumeTrue(weights != null, "skipped: the build could not fetch the weights of " + BUNDLE);
        }
        provider = Models.load(BUNDLE);
    }

    @AfterAll
    static void close() {
        Optional.ofNullable(provider).ifPresent(p -> p.stop(Duration.ofSeconds(5)));
    }

    @Override
    protected Reranker reranker() {
        return (Reranker) provider;
    }

    @Test
    void putsWhatAnswersFirst() {
        Map<Long, Double> scores = reranker().rerank(request(
                "a dog running on grass",
                new RerankCandidate(1, "A coffee mug, cup, on a desk.", Map.of()),
                new RerankCandidate(2, "A golden retriever, dog, moving; lawn, grass.", Map.of()),
                new RerankCandidate(3, "A sports car, red, parked.", Map.of()))).scores();
        assertTrue(scores.get(2L) > scores.get(1L) && scores.get(2L) > scores.get(3L), scores.toString());
    }

    @Test
    void refusesCallsAfterItsEnd() {
        OnnxProvider ended = Models.load(BUNDLE);
        ended.stop(Duration.ofSeconds(5));
        Callers.assertRefused(ErrorKind.UNAVAILABLE,
                () -> ((Reranker) ended).rerank(request("a", new RerankCandidate(1, "b", Map.of()))));
    }

    private static RerankRequest request(String question, RerankCandidate... candidates) {
        return new RerankRequest(question, new Plan(List.of(), "en"), List.of(candidates), Duration.ofMinutes(2));
    }
}
