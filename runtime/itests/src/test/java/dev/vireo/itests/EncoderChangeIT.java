package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.NewMoment;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.catalog.SpaceState;
import dev.vireo.api.catalog.StoredSpace;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generations;
import dev.vireo.api.deploy.Generations.Progress;
import dev.vireo.api.deploy.Keyring;
import dev.vireo.api.deploy.SpaceChange;
import dev.vireo.api.deploy.SpaceStatus;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.IndexStatus;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.index.VectorStore;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.media.MediaStore;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;

/**
 * A second version of the text encoder is deployed while questions are asked; the small form of {@code bench encoder-change}. It has
 * the weights of the first, so that its space has to answer alike. Then an index with other parameters.
 */
@RunWith(PaxExam.class)
public class EncoderChangeIT extends InFramework {
    private static final String OLD = "conse-efficientnet-lite0-1.0.0-minilm-l6-v2-q-1.0.0";
    private static final String NEW = "conse-efficientnet-lite0-1.0.0-minilm-l6-v2-q-1.1.0";
    private static final int PHOTOS = 24;
    private static final List<String> QUESTIONS =
            List.of("something like a snowy mountain", "cats", "something like a crowded market", "something like an empty beach");

    @Configuration
    public Option[] runtime() throws IOException {
        Path home = Files.createTempDirectory("vireo-encoder-change");
        return Runtimes.without("vireo-admin.json",
                frameworkProperty("vireo.home").value(home.toString()),
                frameworkProperty("vireo.test.root").value(SwapHarness.root(home.resolve("root.json")).toString()),
                frameworkProperty("vireo.test.wrong").value(textEncoder(home, "0.1.1", model -> model.replace("-0.04147", "0.94147"))),
                frameworkProperty("vireo.test.encoder").value(textEncoder(home, "0.2.0",
                        model -> model.replace("\"version\": \"1.0.0\"", "\"version\": \"1.1.0\""))),
                frameworkProperty("vireo.test.index").value(index(home)),
                frameworkProperty("vireo.test.pictures")
                        .value(System.getProperty("vireo.root") + "/runtime/dist/src/main/sample"));
    }

    private static String textEncoder(Path folder, String version, UnaryOperator<String> model) throws IOException {
        return SwapHarness.pack(folder, "dev.vireo.itests.text", version,
                Runtimes.changed(folder, "dev.vireo.model.minilm", version, "META-INF/vireo/model.json", model)).toString();
    }

    /** What its component has for settings where no file in {@code conf} says otherwise is in its bundle. */
    private static String index(Path folder) throws IOException {
        return SwapHarness.pack(folder, "dev.vireo.itests.index", "0.2.0",
                Runtimes.changed(folder, "dev.vireo.index.jvector", "0.2.0", "OSGI-INF/dev.vireo.index.jvector.internal.JVectorIndex.xml",
                        component -> component.replace("value=\"50000\"", "value=\"100\"").replace("value=\"24\"", "value=\"16\"")))
                .toString();
    }

    @Test
    public void anotherEncoderTakesOverWithoutAGap() throws Exception {
        Catalog catalog = service(Catalog.class);
        SpaceChange change = service(SpaceChange.class);
        VectorStore vectors = service(VectorStore.class);
        Generations generations = service(Generations.class);
        QueryEngine queries = service(QueryEngine.class);
        await("the first space", () -> state(change, OLD).equals(Optional.of(SpaceState.SERVING)));
        List<Asset> assets = photos(catalog);
        // What came without a vector gets one, whatever the reason was.
        await("vectors of the first encoder", () -> stored(change, OLD).missing() == 0);

        await("the start", generations::hasStarted);
        service(Keyring.class).accept("root", Files.readAllBytes(file("vireo.test.root")), Optional.empty());
        Progress refused = end(generations, generations.deploy(file("vireo.test.wrong")));
        assertTrue(refused.toString(), refused.failed() && refused.message().contains("golden"));
        assertEquals(Optional.empty(), state(change, NEW));

        MediaStore media = service(MediaStore.class);
        Asset lost = assets.get(PHOTOS - 2);
        media.remove(lost.sha256());
        SteadyQuestions<Set<String>> asking = new SteadyQuestions<>(QUESTIONS, text -> read(queries, text));
        Generation encoder = generations.deploy(file("vireo.test.encoder"));
        await("a part of the new space", () -> state(change, NEW).isPresent() && stored(change, NEW).vectors() >= 32);
        assertEquals(SpaceStatus.Presence.STAGED, change.status(NEW).orElseThrow().presence());
        Bundle builder = Arrays.stream(context.getBundles())
                .filter(b -> b.getSymbolicName().equals("dev.vireo.spaces")).findFirst().orElseThrow();
        builder.stop();
        long before = vectors.count(new Space(NEW, 384));
        assertTrue("it was whole before it could be interrupted", before < 5L * PHOTOS);
        catalog.delete(assets.get(PHOTOS - 1).id(), "it is not wanted any more");
        builder.start();
        SpaceChange resumed = service(SpaceChange.class);
        assertTrue(stored(resumed, NEW).vectors() >= before);
        await("the new space", () -> state(resumed, NEW).equals(Optional.of(SpaceState.READY)));
        await("its report", () -> resumed.status(NEW).orElseThrow().report().isPresent());

        StoredSpace whole = stored(resumed, NEW);
        assertEquals(5, whole.faults());
        assertEquals(5L * PHOTOS - 10, whole.vectors());
        assertEquals(lost.id(), resumed.status(NEW).orElseThrow().faults().getFirst().asset());
        assertTrue("it was compared without being asked", resumed.status(NEW).orElseThrow().report().orElseThrow().golden() > 20);
        catalog.delete(lost.id(), "its picture is gone"); // the old space knew it, the new one cannot: now both hold the same
        SpaceReport report = resumed.compare(NEW, Catalog.DEFAULT_DOMAIN);
        assertTrue(report.toString(), report.real() >= 3 && report.golden() > 20 && report.overlap() > 0.95 && report.tau() > 0.9);
        asking.assertAll("of the old encoder only", of("1.0.0"));

        await("what the deploy says at last", () -> end(generations, encoder).message().contains("vireo spaces cutover " + NEW));
        String unknown = assertThrows(VireoException.class, () -> resumed.cutOver(NEW, Optional.of("yard"), false)).getMessage();
        assertTrue(unknown, unknown.contains("there is no domain \"yard\"") && unknown.contains("default"));

        resumed.cutOver(NEW, Optional.empty(), false);
        asking.turn("of the encoder 1.1.0", of("1.1.0"));
        await("the generation of the encoder", () -> generations.intent().active() == encoder.number());
        await("its encoder", () -> resumed.status(NEW).orElseThrow().presence() == SpaceStatus.Presence.LIVE);
        assertEquals("to return at once", SpaceStatus.Presence.STAGED, resumed.status(OLD).orElseThrow().presence());
        assertEquals(OLD, resumed.back(Optional.empty()).getFirst().space().id());
        asking.turn("of the encoder 1.0.0", of("1.0.0"));
        await("the generation before", () -> generations.intent().active() == 0);
        resumed.cutOver(NEW, Optional.empty(), false);
        await("the generation of the encoder", () -> generations.intent().active() == encoder.number());
        assertTrue(resumed.drop(OLD) > 0);
        asking.turn("of the encoder 1.1.0", of("1.1.0"));
        await("the encoder of the old space to be gone", () -> resumed.status(OLD).isEmpty());

        Progress index = end(generations, generations.deploy(file("vireo.test.index")));
        assertFalse(index.toString(), index.failed());
        IndexStatus segments;
        try (Lease<VectorIndex> live = service(Broker.class).lease(VectorIndex.class)) {
            segments = live.service().status().stream().filter(s -> s.space().equals(NEW)).findFirst().orElseThrow();
        }
        assertTrue("it was to take over with its segments: " + segments, segments.segments() > 0 && !segments.rebuilding());
        assertTrue(Files.isDirectory(Path.of(context.getProperty("vireo.home"), "index", NEW, "0.2.0-d16-b80")));
        asking.turn("of the encoder 1.1.0", of("1.1.0"));
        asking.end();

        assertEquals(0, vectors.count(new Space(OLD, 384)));
        assertFalse(Files.exists(Path.of(context.getProperty("vireo.home"), "index", OLD)));
    }

    /** Pictures with other bytes each, with five tracks and no vectors. No two tracks show the same: ties have no order. */
    private List<Asset> photos(Catalog catalog) throws Exception {
        MediaStore store = service(MediaStore.class);
        MediaReader reader = service(MediaReader.class);
        List<Asset> assets = new ArrayList<>();
        List<String> names = List.of("astronaut.jpg", "cat.jpg", "coffee.jpg", "rocket.jpg");
        for (int n = 0; n < PHOTOS; n++) {
            byte[] picture = Files.readAllBytes(Path.of(context.getProperty("vireo.test.pictures"), names.get(n % names.size())));
            Path file = Files.createTempFile("vireo-photo", ".jpg");
            byte[] other = Arrays.copyOf(picture, picture.length + 1);
            other[picture.length] = (byte) n; // behind the end of the picture
            Files.write(file, other);
            MediaStore.Stored stored = store.put(file);
            MediaInfo info = reader.probe(file);
            Asset asset = catalog.begin(new NewAsset(
                    Catalog.DEFAULT_DOMAIN, "photo-" + n + ".jpg", stored.sha256(), stored.bytes(), info, Clock.UNKNOWN));
            List<NewTrack> tracks = new ArrayList<>();
            if (n < names.size()) {
                tracks.add(track(true, new Box(0, 0, info.width(), info.height())));
            }
            for (int part = 0; tracks.size() < 5; part++) {
                double share = 0.3 + 0.01 * n;
                tracks.add(track(false, new Box((1 - share) * info.width() * (part % 3) / 2, (1 - share) * info.height() * (part / 3),
                        share * info.width(), share * info.height())));
            }
            catalog.append(asset.id(), new Part(0, List.of(new NewMoment(0, 0, 0, tracks, List.of())), List.of()));
            assets.add(catalog.finish(asset.id()));
            Files.delete(file);
        }
        return assets;
    }

    private static NewTrack track(boolean wholeFrame, Box box) {
        return new NewTrack(wholeFrame, 0, 0, 0, new Motion(MotionState.UNKNOWN, 0, 0), List.of(), List.of(), Quality.CLEAR,
                List.of(new Observation(0, box, 1)), List.of());
    }

    /** The spaces that the answer read, if any. */
    private static Optional<Set<String>> read(QueryEngine queries, String text) {
        Answer answer = queries.ask(new Question(text, Catalog.DEFAULT_DOMAIN, 10, Optional.empty()));
        Set<String> spaces = Stream.concat(answer.hits().stream(), answer.nearMisses().stream())
                .map(Hit::evidence)
                .flatMap(List::stream)
                .map(e -> e.model())
                .filter(m -> m.startsWith("conse-"))
                .collect(Collectors.toSet());
        if (spaces.size() > 1 || answer.notices().stream().anyMatch(notice -> notice.contains("vireo spaces"))) {
            throw new IllegalStateException(spaces + " " + answer.notices());
        }
        return Optional.of(spaces).filter(Predicate.not(Set::isEmpty));
    }

    /** Whether it read the encoder of this version. */
    private static Predicate<Set<String>> of(String version) {
        return spaces -> spaces.stream().allMatch(s -> s.endsWith("+" + version));
    }

    private static Optional<SpaceState> state(SpaceChange change, String space) {
        return change.status(space).flatMap(SpaceStatus::stored).map(StoredSpace::state);
    }

    private static StoredSpace stored(SpaceChange change, String space) {
        return change.status(space).flatMap(SpaceStatus::stored).orElseThrow();
    }
}
