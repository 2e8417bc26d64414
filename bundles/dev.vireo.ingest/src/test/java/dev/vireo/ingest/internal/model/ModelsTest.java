package dev.vireo.ingest.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.media.Image;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.text.Corner;
import dev.vireo.api.text.TextPlace;
import dev.vireo.api.text.TextReader;
import dev.vireo.api.text.TextRegion;
import dev.vireo.ingest.internal.Home;
import dev.vireo.ingest.internal.Pictures;
import dev.vireo.ingest.internal.ShadeClassifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How models are asked: little by little, so that others have their turn in between. */
final class ModelsTest {
    private static final Image PICTURE = new Pictures(32, 24, 0x405060).image();

    @TempDir
    Path dir;

    /** What was asked, in order; "between" is where others have their turn. */
    private final List<String> order = new ArrayList<>();

    private Home home;
    private Models models;

    /** Reads each line as the number of its place. */
    private final class Lines implements TextReader {
        @Override
        public ProviderInfo info() {
            return new ProviderInfo("lines", "1.0.0", "Lines");
        }

        @Override
        public List<TextPlace> find(Image image) {
            return List.of();
        }

        @Override
        public List<TextRegion> read(Image image, List<TextPlace> places) {
            order.add("read " + places.size());
            return places.stream().map(place -> new TextRegion(place, "line " + (int) place.box().x(), 0.9)).toList();
        }
    }

    @BeforeEach
    void open() {
        home = new Home(dir.resolve("home"));
        models = new Models(home.broker(), home.spaces).before(() -> order.add("between"));
    }

    @Test
    void linesOfAPageAreReadAFewAtATime() {
        home.providers.add(new Lines());
        List<TextPlace> places = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            places.add(new TextPlace(
                    List.of(new Corner(i, 3), new Corner(i + 5, 3), new Corner(i + 5, 7), new Corner(i, 7)), 0.9));
        }
        List<TextReading> readings = models.readText(PICTURE, places);
        assertEquals(List.of("between", "read 8", "between", "read 8", "between", "read 4"), order);
        assertEquals(places, readings.stream().map(reading -> reading.region().place()).toList());
    }

    @Test
    void aSwapBetweenTwoBatchesHasAllPicturesSeenByTheSameModels() {
        home.providers.add(new ShadeClassifier());
        models = models.before(() -> {
            order.add("between");
            if (order.size() == 2) {
                home.providers.set(0, new ShadeClassifier("2.0.0"));
            }
        }).noting();
        Map<String, List<float[]>> rows = models.classify(Collections.nCopies(20, PICTURE));
        assertEquals(Set.of("shade@2.0.0"), rows.keySet());
        assertEquals(20, rows.get("shade@2.0.0").size());
        assertEquals(5, order.size(), "one batch of the old one, one that showed it, three of the new one");
        assertEquals(Set.of("shade@2.0.0"), models.noted().classifiers());
    }
}
