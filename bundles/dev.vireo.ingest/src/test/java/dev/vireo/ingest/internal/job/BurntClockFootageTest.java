package dev.vireo.ingest.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.OfferedClock;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import dev.vireo.ingest.internal.Films;
import dev.vireo.ingest.internal.Home;
import dev.vireo.testkit.Shared;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A clock that runs in the picture of real footage is read, and told with its confidence: real decoder, models, catalogue and
 * query engine. The films are the same 14 s of a yard, with other clocks drawn into them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BurntClockFootageTest {
    private static final Path LATIN = Path.of("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf");
    /** What the clocks show on the first frame; the site is in London, an hour ahead of UTC in May. */
    private static final LocalDateTime START = LocalDateTime.parse("2026-05-14T16:30:07");

    private static final Instant BEGAN = Instant.parse("2026-05-14T15:30:07Z");
    private static final int SECONDS = 14;
    /** Names no time; small white digits with a dark edge on the brick wall, as recorders draw them. */
    private static final String YARD = "yard.mp4";
    /** Its name says eight in the morning; day first, on a dark plate, with the camera's name. */
    private static final String NAMED = "gate_2026-05-14_08-00.mp4";
    /** Its container says an hour earlier than the picture; with a weekday. */
    private static final String CONTAINED = "contained.mp4";
    /** A clock that stands. */
    private static final String STANDING = "standing.mp4";

    private Path folder;
    private Home home;
    private QueryEngine engine;
    private final Map<String, Asset> assets = new HashMap<>();

    @BeforeAll
    void addTheFilms(@TempDir Path given) throws Exception {
        Path clip = Shared.file("media/videos/vtest.avi");
        assumeTrue(Files.isReadable(LATIN), "skipped: no " + LATIN + "; install Debian's fonts-dejavu-core to draw clocks");
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
                "skipped: the decoder and ONNX Runtime are there for Linux on x86-64");
        folder = given;
        MediaReader reader = Home.ffmpeg();
        reader.probe(clip); // unpacks the programs
        Path media = Files.createDirectory(folder.resolve("media"));
        film(clip, media.resolve(YARD), "yyyy-MM-dd HH:mm:ss", 1, false, List.of());
        film(clip, media.resolve(NAMED), "'GATE 2  'dd/MM/yyyy HH:mm:ss", 1, true, List.of());
        film(clip, media.resolve(CONTAINED), "yyyy-MM-dd EEE HH:mm:ss", 1, true,
                List.of("-metadata", "creation_time=" + BEGAN.minusSeconds(3_600)));
        film(clip, media.resolve(STANDING), "yyyy-MM-dd HH:mm:ss", 0, true, List.of());
        home = new Home(Files.createDirectory(folder.resolve("home")));
        home.providers.addAll(List.of(Home.model("dev.vireo.model.ppocr"), Home.model("dev.vireo.model.nanodet")));
        MediaIngest ingest = home.ingest(reader);
        try {
            IngestJob job = Home.end(ingest, ingest.submit(
                    new IngestRequest(List.of(media.toString()), Catalog.DEFAULT_DOMAIN, Optional.empty())));
            assertEquals(IngestJob.State.DONE, job.state(), job.message());
            home.catalog.assets(Optional.empty())
                    .forEach(asset -> assets.put(Path.of(asset.path()).getFileName().toString(), asset));
        } finally {
            ingest.stop();
        }
        engine = home.questions();
    }

    /** Seconds 10 to 24 of the clip with a clock in its upper left corner that runs {@code speed} times as fast as the film. */
    private void film(Path clip, Path film, String pattern, int speed, boolean plate, List<String> options) throws Exception {
        Path clocks = Files.createDirectory(folder.resolve(film.getFileName() + ".clocks"));
        for (int second = 0; second < SECONDS; second++) {
            String time = DateTimeFormatter.ofPattern(pattern, Locale.US).format(START.plusSeconds((long) speed * second));
            ImageIO.write(drawn(time, plate), "png", clocks.resolve(String.format(Locale.ROOT, "%02d.png", second)).toFile());
        }
        List<String> arguments = new ArrayList<>(List.of("-ss", "10", "-i", clip.toString(), "-framerate", "1", "-i",
                clocks.resolve("%02d.png").toString(), "-filter_complex", "[0][1]overlay=12:10:eof_action=repeat", "-t",
                Integer.toString(SECONDS), "-c:v", "libopenh264", "-b:v", "2500k", "-g", "50", "-pix_fmt", "yuv420p"));
        arguments.addAll(options);
        arguments.add(film.toString());
        Films.ffmpeg(arguments);
    }

    private static BufferedImage drawn(String time, boolean plate) throws IOException, FontFormatException {
        BufferedImage image = new BufferedImage(420, 30, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(Font.createFont(Font.TRUETYPE_FONT, LATIN.toFile()).deriveFont(20f));
        if (plate) {
            g.setColor(new Color(0, 0, 0, 150));
            g.fillRect(0, 0, g.getFontMetrics().stringWidth(time) + 12, 28);
        } else {
            g.setColor(Color.BLACK);
            for (int edge = 0; edge < 9; edge++) {
                g.drawString(time, 5 + edge % 3, 20 + edge / 3);
            }
        }
        g.setColor(Color.WHITE);
        g.drawString(time, 6, 21);
        g.dispose();
        return image;
    }

    private static void assertBegan(Optional<Instant> start) {
        Duration off = Duration.between(BEGAN, start.orElseThrow()).abs();
        assertTrue(off.compareTo(Duration.ofMillis(1_500)) <= 0, start + " is " + off + " off");
    }

    private List<OfferedClock> offered(String film) {
        return home.catalog.offered(assets.get(film).id());
    }

    @Test
    void theClockInThePictureTellsWhenNothingElseDoes() {
        Asset yard = assets.get(YARD);
        assertEquals(ClockSource.ON_SCREEN, yard.clock().source());
        assertEquals(0.65, yard.clock().confidence());
        assertBegan(yard.clock().start());
    }

    @Test
    void itIsTrustedMoreThanANameWhichStaysKnown() {
        Asset named = assets.get(NAMED);
        assertEquals(ClockSource.ON_SCREEN, named.clock().source());
        assertBegan(named.clock().start());
        OfferedClock name = offered(NAMED).getFirst();
        assertEquals(ClockSource.FILE_NAME, name.clock().source());
        assertEquals(Instant.parse("2026-05-14T07:00:00Z"), name.clock().start().orElseThrow());
    }

    @Test
    void itIsOfferedBesideTheContainersWithItsDistance() {
        Asset contained = assets.get(CONTAINED);
        assertEquals(ClockSource.CONTAINER, contained.clock().source());
        OfferedClock offered = offered(CONTAINED).getFirst();
        assertEquals(ClockSource.ON_SCREEN, offered.clock().source());
        assertEquals(0.65, offered.clock().confidence());
        assertBegan(offered.clock().start());
        assertTrue(offered.told().matches("in the picture, \\d+ readings, \\+0 d 1:00:0\\d from container"), offered.told());
    }

    @Test
    void aClockThatStandsTellsNothing() {
        assertEquals(ClockSource.UNKNOWN, assets.get(STANDING).clock().source());
        assertEquals(List.of(), offered(STANDING));
    }

    private List<String> found(String question) {
        return engine.ask(new Question(question, Catalog.DEFAULT_DOMAIN, 50, Optional.empty())).hits().stream()
                .map(Hit::path)
                .map(path -> Path.of(path).getFileName().toString())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void questionsByTimeGoByIt() {
        assertEquals(List.of(NAMED, YARD), found("people between 16:25 and 16:35"));
        assertFalse(found("people before 12:00").contains(NAMED), "by its name it would be one");
        assertEquals(List.of(), found("people on 2026-05-13"));
    }
}
