package dev.vireo.onnx.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.media.Image;
import dev.vireo.onnx.internal.manifest.ImageSpec;
import dev.vireo.testkit.Pictures;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageInputTest {
    private static ImageSpec spec(ImageSpec.Resize resize, int cropPad, ImageSpec.Order order) {
        return new ImageSpec(resize, 8, 8, Interpolation.BILINEAR, true, cropPad, order,
                List.of(1.0, 2.0, 3.0), List.of(10.0, 20.0, 30.0));
    }

    @Test
    void normalisesInTheOrderOfTheModel() {
        Image image = Pictures.plain(5, 3, 11, 22, 33);
        FloatBuffer rgb = FloatBuffer.allocate(192);
        new ImageInput(spec(ImageSpec.Resize.SQUASH, 0, ImageSpec.Order.RGB)).write(image, rgb, 0);
        assertEquals(1.0f, rgb.get(0));
        assertEquals(1.0f, rgb.get(64));
        assertEquals(1.0f, rgb.get(191));
        FloatBuffer bgr = FloatBuffer.allocate(192);
        new ImageInput(spec(ImageSpec.Resize.SQUASH, 0, ImageSpec.Order.BGR)).write(image, bgr, 0);
        assertEquals(3.2f, bgr.get(0), 1e-6f);
        assertEquals(1.0f, bgr.get(64));
        assertEquals(8 / 30f, bgr.get(128), 1e-6f);
    }

    @Test
    void cutsTheMiddleOut() {
        FloatBuffer target = FloatBuffer.allocate(192);
        ImageInput input = new ImageInput(spec(ImageSpec.Resize.CROP, 8, ImageSpec.Order.RGB));
        assertEquals(new ImageInput.View(35, 15, 30, 30), input.write(Pictures.gradient(100, 60), target, 0));
        assertEquals(new ImageInput.View(1, 50, 1, 1), input.write(Pictures.gradient(2, 100), target, 0));
        assertEquals(new ImageInput.View(0, 0, 1, 1), input.write(Pictures.gradient(1, 1), target, 0));
    }

    @Test
    void writesWhereItIsTold() {
        FloatBuffer target = FloatBuffer.allocate(2 * 192);
        ImageInput input = new ImageInput(spec(ImageSpec.Resize.SQUASH, 0, ImageSpec.Order.RGB));
        assertEquals(192, input.size());
        input.write(Pictures.plain(8, 8, 11, 22, 33), target, 192);
        assertEquals(0f, target.get(191));
        assertEquals(1f, target.get(192));
    }
}
