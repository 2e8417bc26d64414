package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.media.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What every encoder must do, for the modalities that it has. */
public abstract class EncoderContractTest {
    private static final List<String> TEXTS = List.of(
            "a red car", "A RED  CAR", "a dog on a beach", "红色的汽车", "", "  ", "naïve café №5 – 😀 \u0000 \ud800",
            "word ".repeat(20_000));

    /** A live encoder, made for the calling test alone or shared; {@link #stop} ends it. */
    protected abstract Encoder encoder();

    /** Ends the encoder as the framework would. */
    protected abstract void stop(Encoder encoder);

    @Test
    void namesItselfAndItsSpace() {
        Encoder encoder = encoder();
        assertFalse(encoder.info().id().isBlank());
        assertFalse(encoder.info().version().isBlank());
        assertFalse(encoder.modalities().isEmpty());
        assertEquals(encoder.space(), encoder.space());
    }

    @Test
    void encodesTextsInOrder() {
        Encoder encoder = with(Modality.TEXT);
        List<Encoding> all = encoder.encodeTexts(TEXTS);
        assertEquals(TEXTS.size(), all.size());
        for (int i = 0; i < TEXTS.size(); i++) {
            assertVector(encoder, all.get(i));
            Encoding alone = encoder.encodeTexts(List.of(TEXTS.get(i))).getFirst();
            assertArrayEquals(alone.vector(), all.get(i).vector(), 1e-5f, "text " + i + " alone");
            assertEquals(alone.inVocabulary(), all.get(i).inVocabulary());
        }
    }

    @Test
    void encodesPicturesInOrder() {
        Encoder encoder = with(Modality.IMAGE);
        List<Image> images = new ArrayList<>(Pictures.extreme());
        images.add(Pictures.noise(64, 64, 3));
        List<Encoding> all = encoder.encodeImages(images);
        assertEquals(images.size(), all.size());
        for (int i = 0; i < images.size(); i++) {
            assertVector(encoder, all.get(i));
            assertArrayEquals(encoder.encodeImages(List.of(images.get(i))).getFirst().vector(), all.get(i).vector(), 1e-4f,
                    "picture " + i + " alone");
        }
    }

    @Test
    void encodesNothing() {
        Encoder encoder = encoder();
        if (encoder.modalities().contains(Modality.TEXT)) {
            assertEquals(List.of(), encoder.encodeTexts(List.of()));
        }
        if (encoder.modalities().contains(Modality.IMAGE)) {
            assertEquals(List.of(), encoder.encodeImages(List.of()));
        }
    }

    @Test
    void refusesWhatItCannotRead() {
        Encoder encoder = encoder();
        if (!encoder.modalities().contains(Modality.TEXT)) {
            assertThrows(UnsupportedOperationException.class, () -> encoder.encodeTexts(List.of("a")));
        }
        if (!encoder.modalities().contains(Modality.IMAGE)) {
            assertThrows(UnsupportedOperationException.class, () -> encoder.encodeImages(List.of(Pictures.gradient(8, 8))));
        }
    }

    @Test
    void givesTheSameFromManyThreads() throws Exception {
        Encoder encoder = encoder();
        if (encoder.modalities().contains(Modality.TEXT)) {
            float[] alone = encoder.encodeTexts(List.of("two people walking")).getFirst().vector();
            for (List<Encoding> result : Callers.together(4, 3, () -> encoder.encodeTexts(List.of("two people walking")))) {
                assertArrayEquals(alone, result.getFirst().vector());
            }
        }
        if (encoder.modalities().contains(Modality.IMAGE)) {
            Image image = Pictures.gradient(200, 100);
            float[] alone = encoder.encodeImages(List.of(image)).getFirst().vector();
            for (List<Encoding> result : Callers.together(4, 3, () -> encoder.encodeImages(List.of(image)))) {
                assertArrayEquals(alone, result.getFirst().vector());
            }
        }
    }

    @Test
    void turnsCosinesIntoProbabilitiesThatGrow() {
        Encoder encoder = encoder();
        Assumptions.assumeTrue(encoder.modalities().containsAll(Set.of(Modality.TEXT, Modality.IMAGE)),
                "skipped: the encoder has no joint space");
        double text = 0;
        double image = 0;
        for (double cosine = -1; cosine <= 1; cosine += 0.125) {
            double t = encoder.textMatchProbability(cosine);
            double i = encoder.imageMatchProbability(cosine);
            assertTrue(t >= text && t <= 1 && i >= image && i <= 1, "at cosine " + cosine + ": " + t + ", " + i);
            text = t;
            image = i;
        }
    }

    @Test
    void refusesCallsAfterItsEnd() {
        Encoder encoder = encoder();
        stop(encoder);
        if (encoder.modalities().contains(Modality.TEXT)) {
            Callers.assertRefused(ErrorKind.UNAVAILABLE, () -> encoder.encodeTexts(List.of("a")));
        }
        if (encoder.modalities().contains(Modality.IMAGE)) {
            Callers.assertRefused(ErrorKind.UNAVAILABLE, () -> encoder.encodeImages(List.of(Pictures.gradient(32, 32))));
        }
        assertTrue(encoder.space().dimension() > 0, "identity stays readable");
        stop(encoder);
    }

    private Encoder with(Modality modality) {
        Encoder encoder = encoder();
        Assumptions.assumeTrue(encoder.modalities().contains(modality), () -> "skipped: the encoder has no " + modality);
        return encoder;
    }

    private static void assertVector(Encoder encoder, Encoding encoding) {
        assertEquals(encoder.space().dimension(), encoding.vector().length);
        double norm = 0;
        for (float v : encoding.vector()) {
            norm += (double) v * v;
        }
        assertTrue(Math.abs(norm - 1) < 1e-3 || norm == 0 && !encoding.inVocabulary(), "squared norm " + norm);
    }
}
