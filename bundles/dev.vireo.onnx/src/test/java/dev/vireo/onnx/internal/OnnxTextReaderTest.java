package dev.vireo.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.text.Corner;
import dev.vireo.api.text.TextPlace;
import dev.vireo.api.text.TextReader;
import dev.vireo.api.text.TextRegion;
import dev.vireo.testkit.Pictures;
import dev.vireo.testkit.TextReaderContractTest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of text readers, kept by the product's own. */
class OnnxTextReaderTest extends TextReaderContractTest {
    private static final String BUNDLE = "dev.vireo.model.ppocr";

    private OnnxProvider provider;

    @BeforeEach
    void load() {
        provider = Models.load(BUNDLE);
    }

    @AfterEach
    void close() {
        provider.stop(Duration.ZERO);
    }

    @Override
    protected TextReader reader() {
        return (TextReader) provider;
    }

    @Override
    protected void stop(TextReader reader) {
        ((OnnxProvider) reader).stop(Duration.ofSeconds(5));
    }

    @Override
    protected Image writtenPicture() {
        return Models.picture(BUNDLE, "signs.png");
    }

    private List<String> texts(Image image) {
        return reader().read(image).stream().map(TextRegion::text).toList();
    }

    @Test
    void readsLevelAndTiltedLinesOfBothScripts() {
        assertEquals(Set.of("EXIT", "VB47 11XK", "出口", "2026-11-24 16:05:09"), new HashSet<>(texts(writtenPicture())));
        TextRegion plate = reader().read(writtenPicture()).stream()
                .filter(region -> region.text().startsWith("VB47")).findFirst().orElseThrow();
        // Drawn 10° against the clock: the line rises to the right by about a sixth of its length.
        double rise = plate.place().corners().get(0).y() - plate.place().corners().get(1).y();
        double run = plate.place().corners().get(1).x() - plate.place().corners().get(0).x();
        assertEquals(Math.tan(Math.toRadians(10)), rise / run, 0.04);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsLinesThatRunDownwards(boolean clockwise) {
        List<String> texts = texts(turned(writtenPicture(), clockwise));
        assertTrue(texts.containsAll(List.of("EXIT", "出口")), texts::toString);
    }

    @Test
    void readsCharactersThatStandOneBelowTheOther() {
        Image board = writtenPicture();
        Image first = board.crop(new Box(242, 26, 44, 50));
        Image second = board.crop(new Box(286, 26, 44, 50));
        byte[] rgb = Pictures.plain(160, 200, 30, 60, 140).rgb();
        paste(first, rgb, 160, 58, 40);
        paste(second, rgb, 160, 58, 90);
        TextPlace column = new TextPlace(
                List.of(new Corner(58, 44), new Corner(102, 44), new Corner(102, 136), new Corner(58, 136)), 1);
        assertEquals("出口", reader().read(new Image(160, 200, rgb), List.of(column)).getFirst().text());
    }

    private static void paste(Image part, byte[] rgb, int width, int left, int top) {
        for (int y = 0; y < part.height(); y++) {
            System.arraycopy(part.rgb(), y * part.width() * 3, rgb, ((top + y) * width + left) * 3, part.width() * 3);
        }
    }

    private static Image turned(Image image, boolean clockwise) {
        int width = image.height();
        int height = image.width();
        byte[] rgb = new byte[image.rgb().length];
        for (int y = 0, p = 0; y < height; y++) {
            for (int x = 0; x < width; x++, p += 3) {
                int sx = clockwise ? y : image.width() - 1 - y;
                int sy = clockwise ? image.height() - 1 - x : x;
                System.arraycopy(image.rgb(), (sy * image.width() + sx) * 3, rgb, p, 3);
            }
        }
        return new Image(width, height, rgb);
    }
}
