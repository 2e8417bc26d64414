package dev.vireo.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.encode.Encoder;
import dev.vireo.testkit.EncoderContractTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of encoders, kept by the product's text encoder. */
class OnnxTextEncoderTest extends EncoderContractTest {
    private OnnxProvider provider;

    @BeforeEach
    void load() {
        provider = Models.load("dev.vireo.model.minilm");
    }

    @AfterEach
    void close() {
        provider.stop(Duration.ZERO);
    }

    @Override
    protected Encoder encoder() {
        return (Encoder) provider;
    }

    @Override
    protected void stop(Encoder encoder) {
        ((OnnxProvider) encoder).stop(Duration.ofSeconds(5));
    }

    @Test
    void putsLikeMeaningsTogether() {
        float[] car = vector("a red car");
        assertTrue(cosine(car, vector("a crimson automobile")) > cosine(car, vector("a bowl of soup")) + 0.3);
    }

    @Test
    void givesATextTheSameVectorInAnyCompany() {
        float[] alone = vector("a red car");
        assertArrayEquals(alone, encoder().encodeTexts(List.of("quarterly report of the board", "a red car")).get(1).vector());
    }

    private float[] vector(String text) {
        return encoder().encodeTexts(List.of(text)).getFirst().vector();
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
