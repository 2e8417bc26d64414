package dev.vireo.onnx.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.media.Image;
import dev.vireo.testkit.Pictures;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageInputTest {
    private static ImageSpec spec(ImageSpec.Resize resize, int cropPad, ImageSpec.Order order) {
        return new ImageSpec(resize, 8, 8, Interpolation.BILINEAR, true, cropPad, List.of(1.0, 12.0, 23.0), order,
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
    void padsWithoutStretching() {
        FloatBuffer target = FloatBuffer.allocate(192);
        ImageInput input = new ImageInput(spec(ImageSpec.Resize.PAD, 0, ImageSpec.Order.RGB));
        // 16 x 4 becomes 8 x 2: three rows of padding above it and three below.
        assertEquals(new ImageInput.View(0, -6, 16, 16), input.write(Pictures.plain(16, 4, 11, 22, 33), target, 0));
        assertEquals(0f, target.get(2 * 8 + 7));
        assertEquals(1f, target.get(3 * 8));
        assertEquals(1f, target.get(4 * 8 + 7));
        assertEquals(0f, target.get(5 * 8));
        assertEquals(0.5f, target.get(64));
        assertEquals(2f / 3, target.get(128), 1e-6f);
        // A picture that is narrower than a pixel of the input still has one.
        ImageInput.View thin = input.write(Pictures.plain(1, 100, 11, 22, 33), target, 0);
        assertEquals(new ImageInput.View(-3, 0, 8, 100), thin);
        assertEquals(1f, target.get(3));
        // An odd rest lies at the end.
        assertEquals(new ImageInput.View(-2, 0, 16, 16), input.write(Pictures.plain(10, 16, 1, 12, 23), target, 0));
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
