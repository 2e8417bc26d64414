package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.detect.Detection;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.media.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every detector must do. */
public abstract class DetectorContractTest {
    /** A live detector, made for the calling test alone or shared; {@link #stop} ends it. */
    protected abstract Detector detector();

    /** Ends the detector as the framework would. */
    protected abstract void stop(Detector detector);

    /** A picture in which it finds something. */
    protected abstract Image busyPicture();

    @Test
    void namesItselfAndItsLabels() {
        Detector detector = detector();
        assertFalse(detector.info().id().isBlank());
        assertFalse(detector.info().version().isBlank());
        assertFalse(detector.vocabulary().labels().isEmpty());
    }

    @Test
    void givesOneListForEachPictureInOrder() {
        Detector detector = detector();
        Image busy = busyPicture();
        Image plain = Pictures.plain(64, 48, 127, 127, 127);
        List<List<Detection>> both = detector.detect(List.of(busy, plain, busy));
        assertEquals(3, both.size());
        assertFalse(both.get(0).isEmpty(), "nothing found in the busy picture");
        assertEquals(both.get(0), both.get(2));
        assertEquals(detector.detect(List.of(busy)).getFirst(), both.get(0), "a picture's result depends on its neighbours");
    }

    @Test
    void findsNothingInNoPictures() {
        assertEquals(List.of(), detector().detect(List.of()));
    }

    @Test
    void keepsBoxesInsideThePictureAndScoresInRange() {
        Detector detector = detector();
        Image busy = busyPicture();
        double before = 1;
        for (Detection detection : detector.detect(List.of(busy)).getFirst()) {
            assertTrue(detection.box().x() >= 0 && detection.box().y() >= 0
                            && detection.box().x() + detection.box().w() <= busy.width() + 1e-6
                            && detection.box().y() + detection.box().h() <= busy.height() + 1e-6,
                    () -> detection + " leaves " + busy.width() + " x " + busy.height());
            detection.scores().forEach((label, score) -> {
                assertTrue(label >= 0 && label < detector.vocabulary().labels().size(), () -> "label " + label);
                assertTrue(score >= 0 && score <= 1, () -> "score " + score);
            });
            assertTrue(detection.probability() <= before, "best first");
            before = detection.probability();
        }
    }

    @Test
    void readsPicturesOfAnyShape() {
        List<Image> extreme = Pictures.extreme();
        List<List<Detection>> found = detector().detect(extreme);
        assertEquals(extreme.size(), found.size());
        for (int i = 0; i < extreme.size(); i++) {
            Image image = extreme.get(i);
            for (Detection detection : found.get(i)) {
                assertTrue(detection.box().x() + detection.box().w() <= image.width() + 1e-6
                        && detection.box().y() + detection.box().h() <= image.height() + 1e-6, detection::toString);
            }
        }
    }

    @Test
    void givesTheSameFromManyThreads() throws Exception {
        Detector detector = detector();
        Image busy = busyPicture();
        List<List<Detection>> alone = detector.detect(List.of(busy));
        for (List<List<Detection>> result : Callers.together(4, 3, () -> detector.detect(List.of(busy)))) {
            assertEquals(alone, result);
        }
    }

    @Test
    void refusesCallsAfterItsEnd() {
        Detector detector = detector();
        stop(detector);
        Callers.assertRefused(ErrorKind.UNAVAILABLE, () -> detector.detect(List.of(Pictures.gradient(32, 32))));
        assertFalse(detector.info().id().isBlank(), "identity stays readable");
        stop(detector);
    }
}
