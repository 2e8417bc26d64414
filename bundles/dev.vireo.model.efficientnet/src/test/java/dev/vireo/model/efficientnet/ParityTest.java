package dev.vireo.model.efficientnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The converted model computes what the reference conversion of the same weights computes. */
class ParityTest {
    private static final Path SHARED = Path.of(System.getProperty("VIREO_SHARED", "../shared"));
    private static final Path REFERENCE = SHARED.resolve("models/efficientnet-lite0-fp16w.onnx");
    private static final Path RESOURCES = Path.of("src/main/resources/META-INF/vireo");
    private static final int SIDE = 224;

    @Test
    void outputsEqualTheReference() throws OrtException, IOException {
        assumeTrue(Files.exists(REFERENCE), "no reference weights at " + REFERENCE.toAbsolutePath());
        List<Path> pictures = new ArrayList<>(pictures(RESOURCES.resolve("golden"), 2));
        if (Files.isDirectory(SHARED.resolve("media/photos"))) {
            pictures.addAll(pictures(SHARED.resolve("media/photos"), 25));
        }
        assertTrue(pictures.size() >= 2, "goldens are missing");
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession reference = environment.createSession(REFERENCE.toString());
                OrtSession converted = environment.createSession(RESOURCES.resolve("model.onnx").toString())) {
            assertEquals(reference.getOutputNames(), converted.getOutputNames());
            for (Path picture : pictures) {
                float[] pixels = pixels(picture);
                for (String output : reference.getOutputNames()) {
                    float[] expected = run(environment, reference, pixels, output);
                    float[] actual = run(environment, converted, pixels, output);
                    assertEquals(expected.length, actual.length, output);
                    for (int i = 0; i < expected.length; i++) {
                        // The reference rounds its biases to halves too; logits reach 13.
                        assertEquals(expected[i], actual[i], 0.05, picture.getFileName() + ": " + output + " " + i);
                    }
                }
            }
        }
    }

    private static List<Path> pictures(Path folder, int most) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.filter(file -> file.toString().matches("(?i).*\\.jpe?g")).sorted().toList();
            // Spread over the sorted names, which are sorted by kind.
            int step = Math.max(1, all.size() / most);
            return Stream.iterate(0, i -> i < all.size(), i -> i + step).map(all::get).limit(most).toList();
        }
    }

    /** Both models get the same numbers, so how the picture is scaled does not matter here. */
    private static float[] pixels(Path file) throws IOException {
        BufferedImage scaled = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Image source = ImageIO.read(file.toFile()).getScaledInstance(SIDE, SIDE, Image.SCALE_AREA_AVERAGING);
        scaled.getGraphics().drawImage(source, 0, 0, null);
        float[] values = new float[3 * SIDE * SIDE];
        for (int i = 0; i < SIDE * SIDE; i++) {
            int rgb = scaled.getRGB(i % SIDE, i / SIDE);
            for (int channel = 0; channel < 3; channel++) {
                values[channel * SIDE * SIDE + i] = ((rgb >> (16 - 8 * channel) & 0xff) - 127) / 128f;
            }
        }
        return values;
    }

    private static float[] run(OrtEnvironment environment, OrtSession session, float[] pixels, String output) throws OrtException {
        try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), new long[] {1, 3, SIDE, SIDE});
                OrtSession.Result result = session.run(Map.of("image", input), Set.of(output))) {
            FloatBuffer values = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
            float[] copy = new float[values.remaining()];
            values.get(copy);
            return copy;
        }
    }
}
