package dev.vireo.ingest.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.detect.Detection;
import dev.vireo.api.media.Box;
import dev.vireo.ingest.internal.track.Tracker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindTest {
    private static Detection detection(double x, int label, double probability) {
        return new Detection(new Box(x, 0, 10, 10), Map.of(label, probability));
    }

    private static List<Double> kept(Detection... detections) {
        return Find.ofPicture(Find.merge(List.of(new Find.Source("d@1", List.of(detections))))).stream()
                .map(Find::probability)
                .toList();
    }

    @Test
    void aPictureKeepsTheBestWeakFindOfALabelThatNothingSureHas() {
        assertEquals(List.of(0.8, 0.35, 0.25),
                kept(detection(0, 1, 0.8), detection(20, 1, 0.35), detection(40, 1, 0.29), detection(60, 2, 0.25), detection(80, 2, 0.24)));
        assertEquals(List.of(), kept());
    }

    @Test
    void theLabelsOfTwoModelsAreNotTheSame() {
        List<Find> finds = Find.ofPicture(Find.merge(List.of(
                new Find.Source("d@1", List.of(detection(0, 1, 0.8))), new Find.Source("e@1", List.of(detection(40, 1, 0.2))))));
        assertEquals(2, finds.size());
    }

    @Test
    void aVideoKeepsWhatIsSure() {
        Find.Source source = new Find.Source("d@1", List.of(detection(0, 1, 0.3), detection(20, 2, 0.299)));
        assertEquals(1, source.sure().detections().size());
        assertEquals(Tracker.BEGIN, Find.LEAST);
    }
}
