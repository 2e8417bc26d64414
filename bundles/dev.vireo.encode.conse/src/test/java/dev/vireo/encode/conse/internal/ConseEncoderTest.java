package dev.vireo.encode.conse.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.media.Image;
import dev.vireo.testkit.Bundled;
import dev.vireo.testkit.EncoderContractTest;
import dev.vireo.testkit.Pictures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of encoders, kept over the product's real models. */
class ConseEncoderTest extends EncoderContractTest {
    /** Shared by the tests: embedding a thousand labels takes seconds. */
    @TempDir
    static Path cache;

    private static RealModels models;

    private ConseEncoder encoder;

    @BeforeAll
    static void load() {
        models = new RealModels();
        ConseEncoder first = models.encoder(Optional.of(cache));
        // Asking for a text needs all labels; the cache is then written by hand, as the background would.
        first.encodeTexts(List.of("dog"));
        LabelTable table = new LabelTable(models.text(), LabelPhrases.of(models.classifier().vocabulary()));
        table.fill(Integer.MAX_VALUE);
        new LabelCache(cache, first.space().id(), table.phrases(), 384).write(table.all().orElseThrow());
        end(first);
    }

    @AfterAll
    static void close() {
        models.close();
    }

    @BeforeEach
    void start() {
        encoder = models.encoder(Optional.of(cache));
    }

    @AfterEach
    void stop() {
        end(encoder);
    }

    private static void end(ConseEncoder encoder) {
        try {
            encoder.stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Encoder encoder() {
        return encoder;
    }

    @Override
    protected void stop(Encoder ended) {
        end((ConseEncoder) ended);
    }

    @Test
    void namesItsSpaceByBothModels() {
        assertEquals("conse-efficientnet-lite0-1.0.0-minilm-l6-v2-q-1.0.0", encoder.space().id());
        assertEquals(384, encoder.space().dimension());
    }

    @Test
    void putsAPictureNearItsWordsAndFarFromOthers() {
        Encoding coffee = encoder.encodeImages(List.of(picture("coffee.jpg"))).getFirst();
        Encoding cat = encoder.encodeImages(List.of(picture("chelsea.jpg"))).getFirst();
        assertTrue(coffee.inVocabulary() && cat.inVocabulary());
        List<Encoding> texts = encoder.encodeTexts(List.of("a cup of coffee", "a cat"));
        assertTrue(cosine(coffee, texts.get(0)) > cosine(coffee, texts.get(1)) + 0.2);
        assertTrue(cosine(cat, texts.get(1)) > cosine(cat, texts.get(0)) + 0.2);
        assertTrue(encoder.textMatchProbability(cosine(cat, texts.get(0))) < 0.1);
        assertTrue(encoder.textMatchProbability(cosine(coffee, texts.get(1))) < 0.1);
        assertTrue(encoder.imageMatchProbability(cosine(coffee, cat)) < 0.1);
        assertTrue(encoder.imageMatchProbability(cosine(coffee, coffee)) > 0.9);
    }

    @Test
    void saysThatItDoesNotKnowPlainSurfacesAndNoise() {
        List<Image> unknown = List.of(
                Pictures.plain(300, 200, 127, 127, 127), Pictures.plain(300, 200, 0, 0, 0), Pictures.noise(320, 240, 1));
        assertTrue(encoder.encodeImages(unknown).stream().noneMatch(Encoding::inVocabulary));
    }

    /** The words were written down before they were measured; see README. */
    @Test
    void knowsWhichWordsItKnows() {
        assertTrue(share("inside.txt", true) >= 0.9, "inside " + share("inside.txt", true));
        assertTrue(share("outside.txt", false) >= 0.9, "outside " + share("outside.txt", false));
        assertFalse(encoder.encodeTexts(List.of("")).getFirst().inVocabulary());
    }

    private double share(String file, boolean inVocabulary) {
        List<String> words = lines(file);
        return encoder.encodeTexts(words).stream().filter(e -> e.inVocabulary() == inVocabulary).count() / (double) words.size();
    }

    static List<String> lines(String file) {
        try (InputStream in = ConseEncoderTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readsTheCacheOnlyWhenItIsWhole() throws IOException {
        LabelTable table = new LabelTable(models.text(), LabelPhrases.of(models.classifier().vocabulary()));
        LabelCache good = new LabelCache(cache, encoder.space().id(), table.phrases(), 384);
        float[][] rows = good.read().orElseThrow();
        assertArrayEquals(table.row(7), rows[7]);
        Path file;
        try (Stream<Path> files = Files.list(cache)) {
            file = files.filter(f -> f.toString().endsWith(".f32")).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);
        byte[] bad = bytes.clone();
        bad[1000] ^= 1;
        Files.write(file, bad);
        assertTrue(good.read().isEmpty());
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertTrue(good.read().isEmpty());
        Files.write(file, bytes);
        assertTrue(good.read().isPresent());
        List<String> other = new ArrayList<>(table.phrases());
        other.set(0, "something else");
        assertTrue(new LabelCache(cache, encoder.space().id(), other, 384).read().isEmpty());
    }

    private static Image picture(String name) {
        try (InputStream in = Bundled.open("dev.vireo.model.efficientnet", "META-INF/vireo/golden/" + name).orElseThrow()) {
            Path file = Files.createTempFile(cache, "picture", name);
            Files.write(file, in.readAllBytes());
            return RealModels.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double cosine(Encoding a, Encoding b) {
        double sum = 0;
        for (int i = 0; i < a.vector().length; i++) {
            sum += (double) a.vector()[i] * b.vector()[i];
        }
        return sum;
    }
}
