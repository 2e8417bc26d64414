package dev.vireo.rerank.features.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.query.Plan;
import dev.vireo.api.rerank.Measure;
import dev.vireo.api.rerank.RerankCandidate;
import dev.vireo.api.rerank.RerankRequest;
import dev.vireo.api.rerank.Reranker;
import dev.vireo.testkit.RerankerContractTest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureRerankerTest extends RerankerContractTest {
    /** The settings as they ship. */
    private final FeatureReranker reranker = new FeatureReranker((FeatureReranker.Config) Proxy.newProxyInstance(
            FeatureRerankerTest.class.getClassLoader(), new Class<?>[] {FeatureReranker.Config.class},
            (proxy, method, arguments) -> method.getDefaultValue()));

    @Override
    protected Reranker reranker() {
        return reranker;
    }

    @Test
    void believesLargerMoreColouredAndLongerSeenThings() {
        assertTrue(score(Map.of(Measure.PROBABILITY, 0.7, Measure.AREA, 0.3)) > score(Map.of(Measure.PROBABILITY, 0.7, Measure.AREA, 0.001)));
        assertTrue(score(Map.of(Measure.PROBABILITY, 0.7, Measure.COLOUR, 0.9)) > score(Map.of(Measure.PROBABILITY, 0.7, Measure.COLOUR, 0.3)));
        assertTrue(score(Map.of(Measure.PROBABILITY, 0.7, Measure.SECONDS, 20.0)) > score(Map.of(Measure.PROBABILITY, 0.7, Measure.SECONDS, 0.2)));
    }

    @Test
    void drawsPoorViewsTowardsEvenOdds() {
        assertEquals(0.5, score(Map.of(Measure.PROBABILITY, 0.9, Measure.QUALITY, 0.0)), 1e-9);
        assertEquals(0.5, score(Map.of(Measure.PROBABILITY, 0.1, Measure.QUALITY, 0.0)), 1e-9);
        assertTrue(score(Map.of(Measure.PROBABILITY, 0.1, Measure.QUALITY, 0.4)) > score(Map.of(Measure.PROBABILITY, 0.1)));
    }

    private double score(Map<Measure, Double> measures) {
        return reranker.rerank(new RerankRequest("", new Plan(List.of(), "en"), List.of(new RerankCandidate(1, "", measures)),
                Duration.ofMinutes(1))).scores().get(1L);
    }
}
