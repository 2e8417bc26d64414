package dev.vireo.ingest.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.model.Provider;
import dev.vireo.ingest.internal.ColourlessEncoder;
import dev.vireo.ingest.internal.Films;
import dev.vireo.ingest.internal.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Six minutes of an empty car park with three short events, through the real decoder, models and catalogue. The long form
 * is {@code ./vireo bench whole-footage}.
 */
@Timeout(300)
final class WholeFootageTest {
    private static final int LENGTH_S = 360;

    /** Length of every piece of the film [s]. */
    private static final int PIECE_S = 5;

    /** Something that happens for one piece: second of the car park, second of the sample clip that is shown. */
    private record Event(int at, int from) {}

    private static final List<Event> EVENTS = List.of(new Event(95, 10), new Event(200, 30), new Event(290, 60));

    @TempDir
    Path folder;

    @Test
    void threeShortEventsInAStaticStretchAreFoundAndNothingElseIs() throws Exception {
        Path clip = Path.of(System.getProperty("VIREO_SHARED", "../shared")).resolve("media/videos/vtest.avi");
        assumeTrue(Files.isReadable(clip), "skipped: there is no " + clip + "; set VIREO_SHARED");
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
                "skipped: the decoder and ONNX Runtime are there for Linux on x86-64");
        MediaReader reader = Home.ffmpeg();
        reader.probe(clip); // unpacks the programs
        Path video = film(clip);

        Home home = new Home(Files.createDirectory(folder.resolve("home")));
        Provider nanodet = Home.model("dev.vireo.model.nanodet");
        home.providers.addAll(List.of(nanodet, Home.model("dev.vireo.model.efficientnet"), new ColourlessEncoder()));
        MediaIngest ingest = home.ingest(reader);
        IngestJob job;
        try {
            job = Home.end(ingest, ingest.submit(
                    new IngestRequest(List.of(video.toString()), Catalog.DEFAULT_DOMAIN, Optional.empty())));
        } finally {
            ingest.stop();
        }
        assertEquals(IngestJob.State.DONE, job.state(), job.message());
        List<Moment> moments = home.catalog.moments(job.items().get(0).asset().orElseThrow());
        assertEquals(1, moments.size(), "nothing was cut");
        assertEquals(LENGTH_S * 1_000L, moments.get(0).endMs(), 500);
        assertTrue(job.frames() < LENGTH_S / 2, job.frames() + " frames were looked at");
        List<Track> tracks = home.catalog.tracks(moments.get(0).id());

        List<Track> vans = tracks.stream()
                .filter(t -> !t.wholeFrame() && t.key().box().iou(new Box(652, 43, 74, 55)) > 0.4)
                .filter(t -> t.endMs() - t.startMs() > 60_000)
                .toList();
        assertEquals(1, vans.size(), "the parked van is one track");
        assertEquals(0, vans.get(0).startMs());
        assertTrue(vans.get(0).endMs() > LENGTH_S * 1_000L - 2_000, "the van was seen until " + vans.get(0).endMs());
        assertEquals(MotionState.PARKED, vans.get(0).motion().state());
        for (int second = 0; second < LENGTH_S; second++) {
            long near = Math.abs(vans.get(0).at(second * 1_000L).timeMs() - second * 1_000L);
            assertTrue(near <= 10_500, "no place of the van is known around second " + second);
        }

        int person = ((Detector) nanodet)
                .vocabulary().labels().stream().filter(l -> l.name().equals("person")).findFirst().orElseThrow().index();
        List<Track> people = tracks.stream()
                .filter(t -> t.labels().stream()
                        .anyMatch(s -> s.model().equals(nanodet.info().ref()) && s.label() == person && s.probability() > 0.5))
                .toList();
        for (Event event : EVENTS) {
            assertTrue(
                    people.stream().anyMatch(t -> Math.abs(t.startMs() - event.at() * 1_000L) <= 1_000),
                    "nobody comes at second " + event.at() + ": " + people.stream().map(Track::startMs).toList());
        }
        for (Track someone : people) {
            assertTrue(
                    EVENTS.stream().anyMatch(e -> someone.startMs() >= e.at() * 1_000L - 1_000
                            && someone.endMs() <= (e.at() + PIECE_S) * 1_000L + 1_500),
                    "somebody from " + someone.startMs() + " to " + someone.endMs() + " ms");
        }
    }

    /** The median picture of the clip, five seconds of it over and over, with pieces of the clip in between. */
    private Path film(Path clip) throws IOException, InterruptedException {
        Path picture = folder.resolve("still.png");
        Films.ffmpeg(List.of("-i", clip.toString(), "-vf", "fps=1,tmedian=radius=39", "-frames:v", "1", picture.toString()));
        Path still = piece("still", List.of("-loop", "1", "-framerate", "10", "-i", picture.toString()));
        List<Path> pieces = new ArrayList<>(Collections.nCopies(LENGTH_S / PIECE_S, still));
        for (Event event : EVENTS) {
            pieces.set(
                    event.at() / PIECE_S,
                    piece("event" + event.at(), List.of("-ss", Integer.toString(event.from()), "-i", clip.toString())));
        }
        return Films.join(folder.resolve("carpark.mp4"), pieces);
    }

    private Path piece(String name, List<String> input) throws IOException, InterruptedException {
        return Films.piece(folder.resolve(name + ".mp4"), PIECE_S, input, "fps=10", "1500k");
    }
}
