package dev.vireo.ingest.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.classify.Classifier;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.model.Colour;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.Vocabulary;
import dev.vireo.ingest.internal.ColourlessEncoder;
import dev.vireo.ingest.internal.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real decoder, models and catalogue over 79.5 s of a car park with a parked van, a parked car and many people. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IngestRealFootageTest {
    private static final Box VAN = new Box(652, 43, 74, 55);
    private static final Box BLUE_CAR = new Box(733, 51, 37, 44);

    private Home home;
    private MediaIngest ingest;
    private Path clip;
    private String detector;
    private Vocabulary objects;
    private String classifier;
    private Vocabulary things;
    private IngestJob job;
    private Moment moment;
    private List<Track> tracks;

    @BeforeAll
    void addTheClip(@TempDir Path folder) throws InterruptedException {
        Path shared = Path.of(System.getProperty("VIREO_SHARED", "../shared"));
        clip = shared.resolve("media/videos/vtest.avi");
        assumeTrue(Files.isReadable(clip), "skipped: there is no " + clip + "; set VIREO_SHARED");
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
                "skipped: the decoder and ONNX Runtime are there for Linux on x86-64");
        home = new Home(folder);
        Provider nanodet = Home.model("dev.vireo.model.nanodet");
        Provider efficientnet = Home.model("dev.vireo.model.efficientnet");
        home.providers.addAll(List.of(nanodet, efficientnet, new ColourlessEncoder()));
        detector = nanodet.info().ref();
        objects = ((Detector) nanodet).vocabulary();
        classifier = efficientnet.info().ref();
        things = ((Classifier) efficientnet).vocabulary();
        MediaReader reader = Home.ffmpeg();
        ingest = home.ingest(reader);
        job = Home.end(ingest, ingest.submit(
                new IngestRequest(List.of(clip.toString()), Catalog.DEFAULT_DOMAIN, Optional.empty())));
        assertEquals(IngestJob.State.DONE, job.state(), job.message());
        List<Moment> moments = home.catalog.moments(job.items().get(0).asset().orElseThrow());
        assertEquals(1, moments.size(), "one shot is one moment");
        moment = moments.get(0);
        tracks = home.catalog.tracks(moment.id());
    }

    @AfterAll
    void stop() {
        if (ingest != null) {
            ingest.stop();
        }
    }

    @Test
    void theVanIsOneParkedWhiteTrack() {
        Track van = only(VAN);
        assertTrue(van.endMs() - van.startMs() > 75_000, "seen from " + van.startMs() + " to " + van.endMs());
        assertEquals(MotionState.PARKED, van.motion().state());
        assertTrue(van.motion().displacement() < 0.1, van.motion().toString());
        assertTrue(score(van, detector, objects, "truck") > 0.45, van.labels().toString());
        assertEquals(Colour.WHITE, van.colours().get(0).colour());
        assertTrue(share(van, Colour.WHITE) > 0.5 && share(van, Colour.BLUE) < 0.1, van.colours().toString());
        assertTrue(score(van, classifier, things, "moving van") > 0.3, van.labels().toString());
    }

    @Test
    void theCarBesideItIsOneParkedBlueTrack() {
        Track car = only(BLUE_CAR);
        assertTrue(car.endMs() - car.startMs() > 75_000, "seen from " + car.startMs() + " to " + car.endMs());
        assertEquals(MotionState.PARKED, car.motion().state());
        assertTrue(score(car, detector, objects, "car") > 0.4, car.labels().toString());
        assertEquals(Colour.BLUE, car.colours().get(0).colour());
        assertTrue(share(car, Colour.BLUE) > 0.35 && share(car, Colour.WHITE) < 0.2, car.colours().toString());
    }

    @Test
    void peopleAreAFewDozenTracksAndMostOfThemWalk() {
        List<Track> people =
                tracks.stream().filter(t -> score(t, detector, objects, "person") > 0.5).toList();
        // By eye some thirty people come through, of whom several leave and return or are hidden for a while.
        assertTrue(people.size() >= 20 && people.size() <= 60, people.size() + " tracks of people");
        long walking = people.stream().filter(t -> t.motion().state() == MotionState.MOVING).count();
        assertTrue(walking >= people.size() * 0.7, walking + " of " + people.size() + " walk");
        int observations = people.stream().mapToInt(t -> t.path().size()).sum();
        assertTrue(observations / people.size() >= 7, "tracks fall to pieces: " + observations + " in " + people.size());
    }

    @Test
    void nothingElseThatStandsIsBelievedToBeAVehicle() {
        for (Track track : tracks) {
            if (!track.wholeFrame() && track.at(0).box().iou(VAN) < 0.3 && track.at(0).box().iou(BLUE_CAR) < 0.3) {
                for (String label : List.of("car", "truck", "bus", "motorcycle")) {
                    assertTrue(score(track, detector, objects, label) < 0.4, label + " at " + track.key());
                }
            }
        }
    }

    @Test
    void theWholeFrameIsATrackOfItsOwn() {
        Track frame = tracks.get(0);
        assertTrue(frame.wholeFrame());
        assertEquals(new Box(0, 0, 768, 576), frame.key().box());
        assertTrue(frame.labels().stream().allMatch(l -> l.model().equals(classifier)), "only classifiers see all of it");
        assertEquals(0, moment.startMs());
        assertEquals(79_500, moment.endMs(), 300);
    }

    @Test
    void everyTrackHasItsVector() {
        for (Track track : tracks) {
            assertTrue(home.catalog.vector(ColourlessEncoder.SPACE, track.id()).isPresent(), "track " + track.id());
        }
    }

    @Test
    void addingItAgainChangesNothing() throws InterruptedException {
        IngestJob again = Home.end(ingest, ingest.submit(
                new IngestRequest(List.of(clip.toString()), Catalog.DEFAULT_DOMAIN, Optional.empty())));
        assertEquals(IngestItem.Outcome.ALREADY_PRESENT, again.items().get(0).outcome());
        assertEquals(job.items().get(0).asset(), again.items().get(0).asset());
        assertEquals(tracks.size(), home.catalog.status().tracks());
    }

    private Track only(Box place) {
        List<Track> there = new ArrayList<>();
        for (Track track : tracks) {
            if (!track.wholeFrame() && track.key().box().iou(place) >= 0.5) {
                there.add(track);
            }
        }
        assertEquals(1, there.size(), "tracks at " + place + ": " + there);
        return there.get(0);
    }

    private static double score(Track track, String model, Vocabulary vocabulary, String label) {
        return track.labels().stream()
                .filter(l -> l.model().equals(model) && vocabulary.labels().get(l.label()).name().equals(label))
                .mapToDouble(l -> l.probability())
                .sum();
    }

    private static double share(Track track, Colour colour) {
        return track.colours().stream()
                .filter(c -> c.colour() == colour)
                .mapToDouble(ColourShare::fraction)
                .sum();
    }
}
