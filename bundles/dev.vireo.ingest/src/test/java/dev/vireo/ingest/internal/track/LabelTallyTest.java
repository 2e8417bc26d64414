package dev.vireo.ingest.internal.track;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.detect.Detection;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.LabelScore;
import dev.vireo.ingest.internal.model.Find;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LabelTallyTest {
    private static final Box BOX = new Box(0, 0, 10, 10);

    @Test
    void aSteadyLabelKeepsItsProbability() {
        assertEquals(0.6, tally(sights(20, 7, 0.6, 1), 20).get(0).probability(), 1e-9);
    }

    @Test
    void aLabelOfOneWrongFrameIsNearlyGone() {
        List<LiveTrack.Sight> sights = sights(80, 7, 0.55, 1);
        sights.set(40, sight(40, Map.of(7, 0.5, 32, 0.9)));
        List<LabelScore> scores = tally(sights, 80);
        assertEquals(7, scores.get(0).label());
        assertEquals(0.9 / 40, scores.get(1).probability(), 1e-9);
    }

    @Test
    void aTrackThatFlickersIsNotBelieved() {
        // Found in a tenth of the frames of its life.
        assertEquals(0.2 * 0.5, tally(sights(8, 14, 0.5, 10), 80).get(0).probability(), 1e-9);
    }

    @Test
    void beingHiddenForAThirdOfTheTimeCostsNothing() {
        assertEquals(0.7, tally(sights(20, 0, 0.7, 1), 30).get(0).probability(), 1e-9);
    }

    @Test
    void aSingleFindIsTakenAsItIs() {
        assertEquals(0.8, tally(sights(1, 0, 0.8, 1), 1).get(0).probability(), 1e-9);
    }

    @Test
    void classifiersAreAveragedCutAndLimited() {
        List<LabelScore> scores = LabelTally.ofClassifier(
                "c@1", List.of(new float[] {0.9f, 0.1f, 0, 0}, new float[] {0.5f, 0.2f, 0.3f, 0}), 0.001, 2);
        assertEquals(2, scores.size());
        assertEquals(new LabelScore("c@1", 0, scores.get(0).probability()), scores.get(0));
        assertEquals(0.7, scores.get(0).probability(), 1e-6);
        assertEquals(0.15, scores.get(1).probability(), 1e-6);
    }

    @Test
    void meanVectorHasUnitLength() {
        assertArrayEquals(
                new float[] {0.70710677f, 0.70710677f},
                LabelTally.meanVector(List.of(new float[] {1, 0}, new float[] {0, 1})),
                1e-6f);
        assertEquals(0, LabelTally.meanVector(List.of(new float[] {1, 0}, new float[] {-1, 0})).length);
        assertEquals(0, LabelTally.meanVector(List.of(new float[] {0, 0})).length);
    }

    @Test
    void detectorsThatAgreeOnAPlaceSeeOneObject() {
        List<Find> finds = Find.merge(List.of(
                new Find.Source("a@1", List.of(
                        new Detection(new Box(0, 0, 100, 60), Map.of(7, 0.6)),
                        new Detection(new Box(2, 1, 99, 60), Map.of(2, 0.4)),
                        new Detection(new Box(300, 0, 40, 90), Map.of(0, 0.9)))),
                new Find.Source("b@1", List.of(new Detection(new Box(1, 0, 98, 58), Map.of(3, 0.7))))));
        assertEquals(2, finds.size());
        assertEquals(0.9, finds.get(0).probability());
        assertEquals(Map.of("a@1", Map.of(7, 0.6, 2, 0.4), "b@1", Map.of(3, 0.7)), finds.get(1).scores());
        assertEquals(new Box(1, 0, 98, 58), finds.get(1).box());
    }

    @Test
    void oneThingUnderTwoBestLabelsIsOneEvenWhenBothBoxesCarryBoth() {
        List<Find> finds = Find.merge(List.of(new Find.Source("a@1", List.of(
                new Detection(new Box(0, 0, 70, 200), Map.of(39, 0.55, 75, 0.4)),
                new Detection(new Box(1, 1, 71, 199), Map.of(75, 0.48, 39, 0.45))))));
        assertEquals(1, finds.size());
        assertEquals(Map.of("a@1", Map.of(39, 0.55, 75, 0.48)), finds.get(0).scores());
    }

    @Test
    void twoOfAKindThatOverlapStayTwo() {
        List<Find> finds = Find.merge(List.of(new Find.Source("a@1", List.of(
                new Detection(new Box(0, 0, 100, 60), Map.of(0, 0.6)),
                new Detection(new Box(15, 0, 100, 60), Map.of(0, 0.5))))));
        assertEquals(2, finds.size());
        assertTrue(finds.get(0).box().iou(finds.get(1).box()) > Find.SAME_OBJECT_IOU);
    }

    private static List<LabelScore> tally(List<LiveTrack.Sight> sights, int frames) {
        return LabelTally.ofDetectors(sights, frames, 0.001, 100);
    }

    private static List<LiveTrack.Sight> sights(int n, int label, double score, int every) {
        List<LiveTrack.Sight> sights = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            sights.add(sight(i * every, Map.of(label, score)));
        }
        return sights;
    }

    private static LiveTrack.Sight sight(int second, Map<Integer, Double> scores) {
        double best = scores.values().stream().mapToDouble(p -> p).max().orElseThrow();
        return new LiveTrack.Sight(second * 1000L, new Find(BOX, Map.of("d@1", new HashMap<>(scores)), best));
    }
}
