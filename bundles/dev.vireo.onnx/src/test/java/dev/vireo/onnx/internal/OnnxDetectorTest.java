package dev.vireo.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.detect.Detection;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.media.Image;
import dev.vireo.testkit.DetectorContractTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of detectors, kept by the product's own. */
class OnnxDetectorTest extends DetectorContractTest {
    private OnnxProvider provider;

    @BeforeEach
    void load() {
        provider = Models.load("dev.vireo.model.nanodet");
    }

    @AfterEach
    void close() {
        provider.stop(Duration.ZERO);
    }

    @Override
    protected Detector detector() {
        return (Detector) provider;
    }

    @Override
    protected void stop(Detector detector) {
        ((OnnxProvider) detector).stop(Duration.ofSeconds(5));
    }

    @Override
    protected Image busyPicture() {
        return Models.picture("dev.vireo.model.nanodet", "astronaut.jpg");
    }

    @Test
    void findsThePersonAndMapsTheBoxToThePicture() {
        Image astronaut = busyPicture();
        Detection first = detector().detect(List.of(astronaut)).getFirst().getFirst();
        assertEquals("person", detector().vocabulary().labels().get(first.best()).name());
        assertTrue(first.probability() > 0.65, first::toString);
        // The same picture stretched to twice its width: the box follows.
        Image wide = stretched(astronaut);
        Detection again = detector().detect(List.of(wide)).getFirst().getFirst();
        assertEquals(first.best(), again.best());
        assertTrue(first.box().scale(2, 1).iou(again.box()) > 0.9, again + " for " + first);
    }

    private static Image stretched(Image image) {
        byte[] rgb = new byte[image.rgb().length * 2];
        for (int i = 0, p = 0; i < image.rgb().length; i += 3, p += 6) {
            System.arraycopy(image.rgb(), i, rgb, p, 3);
            System.arraycopy(image.rgb(), i, rgb, p + 3, 3);
        }
        return new Image(image.width() * 2, image.height(), rgb);
    }

    @Test
    void removesOverlapsOfTheSameLabel() {
        List<Detection> found = detector().detect(List.of(busyPicture())).getFirst();
        for (Detection a : found) {
            for (Detection b : found) {
                assertTrue(a.equals(b) || a.best() != b.best() || a.box().iou(b.box()) <= 0.62, () -> a + " and " + b);
            }
        }
    }
}
