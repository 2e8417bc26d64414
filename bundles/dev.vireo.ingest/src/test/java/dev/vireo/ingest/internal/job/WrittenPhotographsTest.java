package dev.vireo.ingest.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.media.Box;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import dev.vireo.ingest.internal.Home;
import dev.vireo.testkit.Shared;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signs drawn into real photographs are found by what they say, exactly and with one character wrong: real decoder, models,
 * catalogue and query engine.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WrittenPhotographsTest {
    private static final Path CHINESE = Path.of("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf");
    private static final Path LATIN = Path.of("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf");
    private static final String EVIL = "<script>alert(7)</script>";
    private static final List<String> SIGNS = List.of("EXIT", "VB47 KXM", "安全出口", "禁止停车", "POLICE", EVIL);

    private final Map<String, Box> places = new LinkedHashMap<>();
    private Home home;
    private QueryEngine engine;

    @BeforeAll
    void addThePhotographs(@TempDir Path folder) throws Exception {
        Path photos = Shared.file("media/photos");
        assumeTrue(Files.isReadable(CHINESE) && Files.isReadable(LATIN), "skipped: no " + CHINESE + " or no " + LATIN
                + "; install Debian's fonts-droid-fallback and fonts-dejavu-core to draw signs");
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
                "skipped: the decoder and ONNX Runtime are there for Linux on x86-64");
        Path media = Files.createDirectory(folder.resolve("media"));
        List<Path> all;
        try (Stream<Path> files = Files.list(photos)) {
            all = files.sorted().toList();
        }
        for (int i = 0; i < 2 * SIGNS.size(); i++) {
            Path photo = all.get(i * all.size() / (2 * SIGNS.size()));
            BufferedImage picture = picture(photo);
            if (i % 2 == 0) { // every other one stays as it was
                places.put("sign-" + i / 2 + ".png", draw(picture, SIGNS.get(i / 2), 18 + 3 * i, i - 5));
            }
            ImageIO.write(picture, "png", media.resolve((i % 2 == 0 ? "sign-" : "plain-") + i / 2 + ".png").toFile());
        }
        home = new Home(folder);
        home.providers.add(Home.model("dev.vireo.model.ppocr"));
        home.providers.add(Home.model("dev.vireo.model.nanodet"));
        MediaIngest ingest = home.ingest(Home.ffmpeg());
        try {
            IngestJob job = Home.end(ingest, ingest.submit(new IngestRequest(
                    List.of(media.toString()), Catalog.DEFAULT_DOMAIN, Optional.empty())));
            assertEquals(IngestJob.State.DONE, job.state(), job.message());
        } finally {
            ingest.stop();
        }
        engine = home.questions();
    }

    private static BufferedImage picture(Path file) throws IOException {
        BufferedImage read = ImageIO.read(file.toFile());
        BufferedImage picture = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
        picture.createGraphics().drawImage(read, 0, 0, null);
        return picture;
    }

    /** Draws a sign a little tilted. @return where its letters stand */
    private static Box draw(BufferedImage picture, String text, int size, int degrees) throws IOException, FontFormatException {
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        Path font = text.chars().allMatch(c -> c < 128) ? LATIN : CHINESE;
        g.setFont(Font.createFont(Font.TRUETYPE_FONT, font.toFile()).deriveFont((float) Math.min(size, 30)));
        FontMetrics metrics = g.getFontMetrics();
        int width = metrics.stringWidth(text);
        int left = (picture.getWidth() - width) / 2;
        int top = picture.getHeight() / 3;
        g.rotate(Math.toRadians(degrees), left + width / 2.0, top + metrics.getHeight() / 2.0);
        g.setColor(new Color(20, 90, 60));
        g.fillRect(left - 10, top - 6, width + 20, metrics.getHeight() + 12);
        g.setColor(Color.WHITE);
        g.drawString(text, left, top + metrics.getAscent());
        return new Box(left, top, width, metrics.getHeight());
    }

    private Answer ask(String question) {
        return engine.ask(new Question(question, Catalog.DEFAULT_DOMAIN, 10, Optional.empty()));
    }

    private static String name(Hit hit) {
        return Path.of(hit.path()).getFileName().toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "text 'EXIT' | 0", "sign saying EXIT | 0", "the word “exit” | 0", "text 'EXLT' | 0",
        "text 'VB47 KXM' | 1", "number plate 'VB47KXM' | 1", "text 'VB41 KXM' | 1",
        "文字“安全出口” | 2", "写着“出口”的牌子 | 2", "文字“安全山口” | 2",
        "文字“停车” | 3", "文字“禁止仃车” | 3", "text 'police' | 4", "text 'P0LICE' | 4",
    })
    void aSignIsFoundByWhatItSays(String question, int sign) {
        Answer answer = ask(question);
        assertEquals(List.of("sign-" + sign + ".png"), answer.hits().stream().map(WrittenPhotographsTest::name).toList(),
                answer::toString);
        Hit hit = answer.hits().getFirst();
        Box place = places.get(name(hit));
        assertTrue(hit.region().orElseThrow().intersection(place) > 0.6 * place.area(), hit + " is not at " + place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text 'ENTRY'", "text 'AMBULANCE'", "文字“入口”", "text 'VB47 ZZZ'", "文字“小心地滑”"})
    void aSignThatIsNotThereIsNotFound(String question) {
        assertEquals(List.of(), ask(question).hits());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text 'script'", "text 'alert(7)'"})
    void aScriptIsATextLikeAnyOther(String question) {
        Answer answer = ask(question);
        assertEquals(List.of("sign-5.png"), answer.hits().stream().map(WrittenPhotographsTest::name).toList(), answer::toString);
        String value = answer.hits().getFirst().evidence().getFirst().value();
        assertTrue(value.startsWith("\"") && value.contains("script") && value.chars().noneMatch(Character::isISOControl), value);
    }
}
