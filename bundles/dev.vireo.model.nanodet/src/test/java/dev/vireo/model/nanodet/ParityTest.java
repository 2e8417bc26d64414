package dev.vireo.model.nanodet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The converted model computes what the reference conversion of the same weights computes. */
class ParityTest {
    private static final Path REFERENCE =
            Path.of(System.getProperty("VIREO_SHARED", "../shared"), "models/nanodet-m-1.5x-416.onnx");
    private static final Path CONVERTED = Path.of("src/main/resources/META-INF/vireo/model.onnx");
    private static final int SIZE = 3 * 416 * 416;

    @Test
    void outputsEqualTheReference() throws OrtException {
        assumeTrue(Files.exists(REFERENCE), "no reference weights at " + REFERENCE.toAbsolutePath());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession reference = environment.createSession(REFERENCE.toString());
                OrtSession converted = environment.createSession(CONVERTED.toString())) {
            assertEquals(reference.getOutputNames(), converted.getOutputNames());
            for (int seed = 0; seed < 4; seed++) {
                Map<String, float[]> expected = run(environment, reference, picture(seed), 1);
                Map<String, float[]> actual = run(environment, converted, picture(seed), 1);
                for (String output : expected.keySet()) {
                    assertEquals(expected.get(output).length, actual.get(output).length, output);
                    float worst = worst(expected.get(output), actual.get(output), 0);
                    // Only the order of the same float operations differs.
                    assertTrue(worst < 1e-4, output + " of picture " + seed + " is off by " + worst);
                }
            }
        }
    }

    @Test
    void aBatchGivesWhatItsPicturesGive() throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession converted = environment.createSession(CONVERTED.toString())) {
            float[] both = new float[2 * SIZE];
            System.arraycopy(picture(1), 0, both, 0, SIZE);
            System.arraycopy(picture(2), 0, both, SIZE, SIZE);
            Map<String, float[]> batch = run(environment, converted, both, 2);
            Map<String, float[]> second = run(environment, converted, picture(2), 1);
            for (String output : second.keySet()) {
                assertEquals(2 * second.get(output).length, batch.get(output).length, output);
                float worst = worst(second.get(output), batch.get(output), second.get(output).length);
                assertTrue(worst < 1e-4, output + " is off by " + worst);
            }
        }
    }

    /** Smooth shapes under noise, of the range of normalised pictures. */
    private static float[] picture(int seed) {
        Random random = new Random(seed);
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            int x = i % 416;
            int y = i / 416 % 416;
            values[i] = (float) (1.5 * Math.sin(x / (9.0 + 7 * seed)) * Math.cos(y / (15.0 - 3 * seed)) + 0.2 * random.nextGaussian());
        }
        return values;
    }

    private static Map<String, float[]> run(OrtEnvironment environment, OrtSession session, float[] pictures, int batch)
            throws OrtException {
        try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pictures), new long[] {batch, 3, 416, 416});
                OrtSession.Result result = session.run(Map.of("images", input))) {
            Map<String, float[]> outputs = new HashMap<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                FloatBuffer values = ((OnnxTensor) output.getValue()).getFloatBuffer();
                float[] copy = new float[values.remaining()];
                values.get(copy);
                outputs.put(output.getKey(), copy);
            }
            return outputs;
        }
    }

    /** Greatest difference of {@code a} and as many values of {@code b}. */
    private static float worst(float[] a, float[] b, int fromB) {
        float worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[fromB + i]));
        }
        return worst;
    }
}
