package dev.vireo.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.detect.Detection;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.media.Box;
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
        // The same picture at the right end of one twice as wide: the box follows.
        Detection again = detector().detect(List.of(moved(astronaut))).getFirst().getFirst();
        assertEquals(first.best(), again.best());
        Box moved = new Box(first.box().x() + astronaut.width(), first.box().y(), first.box().w(), first.box().h());
        assertTrue(moved.iou(again.box()) > 0.8, again + " for " + moved);
    }

    private static Image moved(Image image) {
        int row = image.width() * 3;
        byte[] rgb = new byte[image.rgb().length * 2];
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(image.rgb(), y * row, rgb, (2 * y + 1) * row, row);
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
