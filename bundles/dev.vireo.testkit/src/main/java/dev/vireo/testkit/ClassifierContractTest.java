package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.classify.Classifier;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.media.Image;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every classifier must do. */
public abstract class ClassifierContractTest {
    /** A live classifier, made for the calling test alone or shared; {@link #stop} ends it. */
    protected abstract Classifier classifier();

    /** Ends the classifier as the framework would. */
    protected abstract void stop(Classifier classifier);

    @Test
    void namesItselfAndItsLabels() {
        Classifier classifier = classifier();
        assertFalse(classifier.info().id().isBlank());
        assertFalse(classifier.info().version().isBlank());
        assertFalse(classifier.vocabulary().labels().isEmpty());
    }

    @Test
    void givesADistributionForEachPictureInOrder() {
        Classifier classifier = classifier();
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 19; i++) { // more than any sensible batch, and no multiple of one
            images.add(i % 2 == 0 ? Pictures.gradient(40 + i, 30) : Pictures.noise(30, 40 + i, i));
        }
        float[][] rows = classifier.classify(images);
        assertEquals(images.size(), rows.length);
        for (int i = 0; i < rows.length; i++) {
            assertDistribution(classifier, rows[i]);
            assertArrayEquals(classifier.classify(List.of(images.get(i)))[0], rows[i], 1e-4f, "row " + i + " alone");
        }
    }

    private static void assertDistribution(Classifier classifier, float[] row) {
        assertEquals(classifier.vocabulary().labels().size(), row.length);
        double sum = 0;
        for (float p : row) {
            assertTrue(p >= 0 && p <= 1, () -> "probability " + p);
            sum += p;
        }
        assertEquals(1, sum, 1e-4);
    }

    @Test
    void classifiesNoPictures() {
        assertEquals(0, classifier().classify(List.of()).length);
    }

    @Test
    void readsPicturesOfAnyShape() {
        Classifier classifier = classifier();
        List<Image> extreme = Pictures.extreme();
        float[][] rows = classifier.classify(extreme);
        assertEquals(extreme.size(), rows.length);
        for (float[] row : rows) {
            assertDistribution(classifier, row);
        }
    }

    @Test
    void givesTheSameFromManyThreads() throws Exception {
        Classifier classifier = classifier();
        List<Image> images = List.of(Pictures.gradient(300, 200), Pictures.noise(100, 100, 7));
        float[][] alone = classifier.classify(images);
        for (float[][] result : Callers.together(4, 3, () -> classifier.classify(images))) {
            assertArrayEquals(alone, result);
        }
    }

    @Test
    void refusesCallsAfterItsEnd() {
        Classifier classifier = classifier();
        stop(classifier);
        Callers.assertRefused(ErrorKind.UNAVAILABLE, () -> classifier.classify(List.of(Pictures.gradient(32, 32))));
        assertFalse(classifier.info().id().isBlank(), "identity stays readable");
        stop(classifier);
    }
}
