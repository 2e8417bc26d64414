package dev.vireo.deploy.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.catalog.SpaceReport.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadyFloorTest {
    private final ReadyFloor floor = new ReadyFloor(new Settings(600, 60, 60, 120, 1_536, 0, 3_600, 50, 150));

    private Optional<String> missed(int questions, double overlap, double beforeMs, double afterMs) {
        return floor.missed(new SpaceReport(Instant.EPOCH, "default", List.of("one"), questions, 0, overlap, 1, 1,
                new Times(beforeMs / 2, beforeMs), new Times(afterMs / 2, afterMs), List.of()));
    }

    @Test
    void takesWhatAgreesAndIsQuickEnough() {
        assertEquals(Optional.empty(), missed(40, 0.5, 200, 300));
        assertEquals(Optional.empty(), missed(40, 1, 5, 24), "a few milliseconds are noise");
    }

    @Test
    void saysWhatIsMissing() {
        assertTrue(missed(40, 0.49, 200, 200).orElseThrow().contains("49 % of the first ten are the same, ready.overlap.percent asks for 50"));
        assertTrue(missed(40, 1, 200, 301).orElseThrow().contains("up to 301 ms, before 200 ms; ready.time.percent allows 150 %"));
        assertTrue(missed(0, 1, 200, 200).orElseThrow().contains("no question"));
    }
}
