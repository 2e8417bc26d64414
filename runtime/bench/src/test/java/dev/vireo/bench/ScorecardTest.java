package dev.vireo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScorecardTest {
    private static final Path A = Path.of("/f/a.jpg");
    private static final Path B = Path.of("/f/b.jpg");
    private static final Path V = Path.of("/f/v.mp4");
    private static final Map<String, Path> FILES = Map.of("a1", A, "a2", B, "a3", V);

    private static Scorecard card(List<GroundTruth.Shown> truth, String hits, String near) throws IOException {
        JsonNode answer = Appliance.JSON.readTree(
                ("{'status':'answered','hits':[" + hits + "],'near_misses':[" + near + "]}").replace('\'', '"'));
        return new Scorecard("label", "dog", truth, answer, FILES);
    }

    private static String found(String asset, double probability, long from, long to) {
        return "{'asset':'" + asset + "','media':'" + (asset.equals("a3") ? "video" : "image") + "','probability':" + probability
                + ",'start_ms':" + from + ",'end_ms':" + to + "}";
    }

    private static GroundTruth.Shown picture(Path file) {
        return new GroundTruth.Shown(file, Optional.empty(), List.of());
    }

    @Test
    void countsAPictureOnceAndLeavesUnlabelledFilesOut() throws IOException {
        Scorecard card = card(List.of(picture(B)),
                found("a1", 0.9, 0, 0) + "," + found("a1", 0.8, 0, 0) + "," + found("other", 0.8, 0, 0), found("a2", 0.4, 0, 0));
        assertEquals(2, card.entries().size());
        assertEquals(0.5, card.averagePrecision(), 1e-12);
        assertEquals(1, card.hits(0));
        assertEquals(1, card.wrong(0.8));
        assertEquals(0, card.wrong(0.95));
        // A picture that is only a near miss was not claimed.
        assertEquals(B, card.missed().get(0).shown().file());
        assertEquals(0.4, card.missed().get(0).near().orElseThrow().probability());
        // The wrong hit is an error of its own kind, not one of order.
        assertEquals(List.of(), card.misplaced());
    }

    @Test
    void holdsIntervalsAgainstIntervals() throws IOException {
        List<GroundTruth.Shown> truth = List.of(
                new GroundTruth.Shown(V, Optional.of(new GroundTruth.Span(10_000, 20_000)), List.of()),
                new GroundTruth.Shown(V, Optional.of(new GroundTruth.Span(40_000, 50_000)), List.of()));
        Scorecard card = card(truth,
                found("a3", 0.9, 12_000, 14_000) + "," + found("a3", 0.8, 15_000, 30_000) + "," + found("a3", 0.7, 25_000, 30_000) + ","
                        + found("a3", 0.6, 31_000, 33_000),
                "");
        // The first two are one labelled interval, then two wrong ones; the second labelled interval is missing.
        assertEquals(List.of(true, false, false), card.entries().stream().map(Scorecard.Entry::right).toList());
        assertEquals(0.5, card.averagePrecision(), 1e-12);
        assertEquals(1, card.missed().size());
        assertEquals(2, card.wrong(0));
    }

    @Test
    void namesOfUsersCannotBecomeMarkup() {
        assertEquals("&lt;img src=&#39;x&#39; onerror=&quot;1&quot;&gt; &amp; \ufffd", QualityPage.text("<img src='x' onerror=\"1\"> & \n"));
    }
}
