package dev.vireo.deploy.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.broker.Stage.Calls;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final String METHOD = "Detector.detect";

    private static Map<String, Calls> calls(long count, long failures, double meanMs) {
        return Map.of(METHOD, new Calls(count, failures, failures == 0 ? "" : "worn out", meanMs * 1e6));
    }

    private static Optional<String> verdict(Map<String, Calls> before, Map<String, Calls> now) {
        return new Watch(before).verdict(now);
    }

    @Test
    void failuresGoBackWithTheirReason() {
        String reason = verdict(calls(100, 0, 10), calls(40, 3, 10)).orElseThrow();
        assertEquals("3 of 40 calls of Detector.detect failed, last with: worn out", reason);
    }

    @Test
    void fewFailuresAndThoseOfTheOldAreBorne() {
        assertTrue(verdict(calls(100, 0, 10), calls(40, 2, 10)).isEmpty(), "two may be chance");
        assertTrue(verdict(calls(100, 0, 10), calls(61, 3, 10)).isEmpty(), "less than one in twenty");
        assertTrue(verdict(calls(100, 10, 10), calls(40, 12, 10)).isEmpty(), "the old failed as often");
        assertTrue(verdict(Map.of(), calls(40, 3, 10)).isPresent(), "nothing to compare with is no excuse");
    }

    @Test
    void threeTimesTheTimeGoesBack() {
        assertTrue(verdict(calls(20, 0, 10), calls(20, 0, 30.1)).orElseThrow().contains("takes 30.1 ms"));
        assertTrue(verdict(calls(20, 0, 10), calls(20, 0, 30)).isEmpty());
        assertTrue(verdict(calls(19, 0, 10), calls(20, 0, 90)).isEmpty(), "too few calls to compare with");
        assertTrue(verdict(calls(20, 0, 10), calls(19, 0, 90)).isEmpty(), "too few calls to judge");
        assertTrue(verdict(calls(20, 0, 0.1), calls(20, 0, 5)).isEmpty(), "milliseconds are noise");
        assertTrue(verdict(Map.of(), calls(90, 0, 900)).isEmpty());
    }
}
