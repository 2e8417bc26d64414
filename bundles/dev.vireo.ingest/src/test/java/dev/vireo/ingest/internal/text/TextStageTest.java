package dev.vireo.ingest.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.text.TextPlace;
import dev.vireo.api.text.TextReader;
import dev.vireo.api.text.TextRegion;
import dev.vireo.ingest.internal.Home;
import dev.vireo.ingest.internal.model.Models;
import dev.vireo.ingest.internal.moment.MomentContents;
import dev.vireo.ingest.internal.moment.Scene;
import dev.vireo.ingest.internal.picture.View;
import dev.vireo.ingest.internal.work.Settings;
import dev.vireo.testkit.Bundled;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real reader over drawn scenes: signs cut out of the golden picture of its model come, stay, are covered and go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TextStageTest {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 320;

    private final Image exit = sign(20, 20, 130, 50);
    private final Image wayOut = sign(220, 20, 130, 60);
    private final Image clock = sign(14, 224, 150, 26);
    private CountingReader reader;
    private Models models;
    private TextStage stage;
    private Canvas canvas;

    @BeforeAll
    void load(@TempDir Path folder) {
        Home home = new Home(folder);
        reader = new CountingReader((TextReader) Home.model("dev.vireo.model.ppocr"));
        home.providers.add(reader);
        models = new Models(home.broker(), home.spaces);
    }

    @BeforeEach
    void begin() {
        reader.finds = 0;
        reader.reads = 0;
        stage = stage(MediaKind.VIDEO, 960, WIDTH, HEIGHT);
        canvas = new Canvas();
    }

    private TextStage stage(MediaKind kind, int textMaxSide, int width, int height) {
        Settings s = Settings.of(Home.defaults(Settings.Config.class));
        return new TextStage(
                new MediaInfo(kind, "mp4", "h264", width, height, 0, 0, Optional.empty()), models,
                new Settings(
                        s.sampleIntervalMs(), s.shotIntervalMs(), s.restMs(), s.analysisMaxSide(), s.momentMaxMs(), s.parkedMs(),
                        s.parkedDisplacement(), s.looksPerTrack(), s.encodedLooks(), s.frameLookMs(), s.labelFloor(),
                        s.labelLimit(), s.singleScore(), textMaxSide, s.modelWaitMs(), s.drainMs()));
    }

    private void look(int second, boolean changed) {
        stage.look(new Scene(new View(second * 1000L, canvas.image(), 1), List.of(), changed));
    }

    private List<SeenText> finish(int second) {
        MomentContents contents = new MomentContents(0, second * 1000L, 0);
        stage.finish(second * 1000L, contents);
        return contents.moment().texts();
    }

    @Test
    void readsALineThatStaysOnceAndExtendsIt() {
        canvas.paste(exit, 100, 80);
        for (int second = 0; second < 40; second++) {
            look(second, second % 10 == 0);
        }
        List<SeenText> texts = finish(40);
        assertEquals(1, texts.size(), texts::toString);
        assertEquals("EXIT", texts.get(0).text());
        assertEquals(0, texts.get(0).startMs());
        assertEquals(40_000, texts.get(0).endMs());
        assertTrue(texts.get(0).box().iou(new Box(120, 89, 89, 34)) > 0.6, texts::toString);
        assertTrue(texts.get(0).probability() > 0.8, texts::toString);
        assertEquals("ppocr-v4@1.0.0", texts.get(0).model());
        assertEquals(1, reader.reads);
        assertEquals(1, reader.finds);
    }

    @Test
    void findsALineThatComesAndNoticesThatItGoes() {
        for (int second = 0; second < 20; second++) {
            if (second == 5) {
                canvas.paste(wayOut, 200, 150);
            } else if (second == 12) {
                canvas = new Canvas();
            }
            look(second, true);
        }
        List<SeenText> texts = finish(20);
        assertEquals(List.of("出口"), texts.stream().map(SeenText::text).toList());
        assertTrue(texts.get(0).startMs() >= 5_000 && texts.get(0).startMs() <= 6_000, texts::toString);
        assertEquals(12_000, texts.get(0).endMs());
    }

    @Test
    void aLineThatIsCoveredForAWhileIsTheSameLine() {
        for (int second = 0; second < 24; second++) {
            canvas = new Canvas();
            if (second < 8 || second >= 12) {
                canvas.paste(exit, 100, 80);
            } else {
                canvas.fill(90, 70, 160, 80, 40, 40, 40);
            }
            look(second, true);
        }
        List<SeenText> texts = finish(24);
        assertEquals(List.of("EXIT"), texts.stream().map(SeenText::text).toList());
        assertEquals(0, texts.get(0).startMs());
        assertEquals(24_000, texts.get(0).endMs());
    }

    @Test
    void tellsTwoLinesInOnePlaceApart() {
        for (int second = 0; second < 20; second++) {
            canvas = new Canvas();
            canvas.paste(second < 10 ? exit : wayOut, 100, 80);
            look(second, true);
        }
        List<SeenText> texts = finish(20);
        assertEquals(List.of("EXIT", "出口"), texts.stream().map(SeenText::text).toList());
        assertEquals(10_000, texts.get(0).endMs(), 1_000);
        assertEquals(10_000, texts.get(1).startMs(), 2_000);
    }

    @Test
    void searchesLittleWhereNothingIsWritten() {
        for (int second = 0; second < 60; second++) {
            canvas = new Canvas();
            canvas.fill(second * 7, 120, 40, 80, 90, 30, 30); // somebody walks by
            look(second, true);
        }
        assertEquals(List.of(), finish(60));
        assertTrue(reader.pixels < 3.0 * WIDTH * HEIGHT, reader.pixels + " pixels were searched");
        assertTrue(reader.reads <= 3, reader.reads + " readings");
    }

    @Test
    void aClockThatStandsIsReadMoreAndMoreSeldom() {
        canvas.paste(clock, 20, 20);
        for (int second = 0; second < 120; second++) {
            look(second, true);
        }
        List<SeenText> texts = finish(120);
        assertEquals(1, texts.size(), texts::toString);
        assertTrue(reader.reads >= 4 && reader.reads <= 12, reader.reads + " readings");
    }

    @Test
    void aPictureHasItsTextsAtNoTimeAndInItsOwnPixels() {
        stage = stage(MediaKind.IMAGE, 960, WIDTH * 2, HEIGHT * 2);
        canvas.paste(exit, 100, 80);
        look(0, true);
        SeenText text = finish(0).get(0);
        assertEquals(0, text.endMs());
        assertTrue(text.box().iou(new Box(240, 178, 178, 68)) > 0.6, text::toString);
    }

    @Test
    void readsNothingWhenSwitchedOff() {
        stage = stage(MediaKind.VIDEO, 0, WIDTH, HEIGHT);
        canvas.paste(exit, 100, 80);
        look(0, true);
        assertEquals(List.of(), finish(1));
        assertEquals(0, reader.finds);
    }

    private static Image sign(int x, int y, int w, int h) {
        try (InputStream in = Bundled.open("dev.vireo.model.ppocr", "META-INF/vireo/golden/signs.png").orElseThrow()) {
            BufferedImage all = ImageIO.read(in);
            int[] argb = all.getRGB(x, y, w, h, null, 0, w);
            byte[] rgb = new byte[argb.length * 3];
            for (int i = 0; i < argb.length; i++) {
                rgb[i * 3] = (byte) (argb[i] >> 16);
                rgb[i * 3 + 1] = (byte) (argb[i] >> 8);
                rgb[i * 3 + 2] = (byte) argb[i];
            }
            return new Image(w, h, rgb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A scene to paint on. */
    private static final class Canvas {
        private final byte[] rgb = new byte[WIDTH * HEIGHT * 3];

        Canvas() {
            fill(0, 0, WIDTH, HEIGHT, 120, 130, 125);
        }

        void fill(int left, int top, int width, int height, int red, int green, int blue) {
            for (int y = Math.max(0, top); y < Math.min(HEIGHT, top + height); y++) {
                for (int x = Math.max(0, left); x < Math.min(WIDTH, left + width); x++) {
                    rgb[(y * WIDTH + x) * 3] = (byte) red;
                    rgb[(y * WIDTH + x) * 3 + 1] = (byte) green;
                    rgb[(y * WIDTH + x) * 3 + 2] = (byte) blue;
                }
            }
        }

        void paste(Image image, int left, int top) {
            for (int y = 0; y < image.height(); y++) {
                System.arraycopy(
                        image.rgb(), y * image.width() * 3, rgb, ((top + y) * WIDTH + left) * 3, image.width() * 3);
            }
        }

        Image image() {
            return new Image(WIDTH, HEIGHT, rgb.clone());
        }
    }

    private static final class CountingReader implements TextReader {
        private final TextReader to;
        private int finds;
        private int reads;
        private double pixels;

        CountingReader(TextReader to) {
            this.to = to;
        }

        @Override
        public ProviderInfo info() {
            return to.info();
        }

        @Override
        public List<TextPlace> find(Image image) {
            pixels = finds++ == 0 ? 0 : pixels;
            pixels += (double) image.width() * image.height();
            return to.find(image);
        }

        @Override
        public List<TextRegion> read(Image image, List<TextPlace> places) {
            reads += places.size();
            return to.read(image, places);
        }
    }
}
