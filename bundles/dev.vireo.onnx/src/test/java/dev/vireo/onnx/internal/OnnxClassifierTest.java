package dev.vireo.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.classify.Classifier;
import dev.vireo.testkit.ClassifierContractTest;
import dev.vireo.testkit.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of classifiers, kept by the product's own. */
class OnnxClassifierTest extends ClassifierContractTest {
    private OnnxProvider provider;

    @BeforeEach
    void load() {
        provider = Models.load("dev.vireo.model.efficientnet");
    }

    @AfterEach
    void close() {
        provider.stop(Duration.ZERO);
    }

    @Override
    protected Classifier classifier() {
        return (Classifier) provider;
    }

    @Override
    protected void stop(Classifier classifier) {
        ((OnnxProvider) classifier).stop(Duration.ofSeconds(5));
    }

    @Test
    void namesACupOfCoffee() {
        float[] row = classifier().classify(List.of(Models.picture("dev.vireo.model.efficientnet", "coffee.jpg")))[0];
        assertEquals("espresso", classifier().vocabulary().labels().get(best(row)).name());
    }

    /** Photographs of the training set: they prove the preprocessing, not the model's quality. Published: 0.888. */
    @Test
    void reachesThePublishedAccuracyOnTrainingPhotographs() throws IOException {
        List<Path> photos = new ArrayList<>();
        try (Stream<Path> files = Files.list(Shared.file("media/photos"))) {
            files.filter(f -> f.toString().endsWith(".JPEG")).sorted().limit(100).forEach(photos::add);
        }
        long right = 0;
        for (Path photo : photos) {
            float[] row = classifier().classify(List.of(PictureFile.decode(photo.toString(), Files.readAllBytes(photo))))[0];
            String synset = classifier().vocabulary().labels().get(best(row)).synset();
            right += photo.getFileName().toString().startsWith("n" + synset) ? 1 : 0;
        }
        double accuracy = (double) right / photos.size();
        assertTrue(accuracy >= 0.83, "accuracy " + accuracy);
    }

    private static int best(float[] row) {
        return IntStream.range(0, row.length).reduce((a, b) -> row[b] > row[a] ? b : a).orElseThrow();
    }
}
