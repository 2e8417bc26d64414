package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.broker.Stage;
import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.deploy.Generations;
import dev.vireo.api.deploy.Generations.Progress;
import dev.vireo.api.deploy.Keyring;
import dev.vireo.api.encode.Space;
import dev.vireo.api.index.Neighbour;
import dev.vireo.api.index.VectorFilter;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.ingest.Renewal;
import dev.vireo.api.ingest.RenewalStatus;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;

/** A second version of the detector is deployed while questions are asked, and goes back; then one of the generator takes over. */
@RunWith(PaxExam.class)
public class RenewalIT extends InFramework {
    private static final String OLD = "nanodet-g-416@1.0.0";
    private static final String NEW = "nanodet-g-416@1.1.0";
    private static final Pattern DETECTOR = Pattern.compile("nanodet-g-416@\\d+\\.\\d+\\.\\d+");
    private static final List<String> QUESTIONS = List.of("people", "cats", "cars", "something like a cup of coffee");

    private final AtomicInteger answered = new AtomicInteger();

    @Configuration
    public Option[] runtime() throws IOException {
        Path home = Files.createTempDirectory("vireo-renewal");
        return Runtimes.without("vireo-admin.json",
                frameworkProperty("vireo.home").value(home.toString()),
                frameworkProperty("vireo.test.root").value(SwapHarness.root(home.resolve("root.json")).toString()),
                frameworkProperty("vireo.test.detector").value(SwapHarness.pack(
                        home, "dev.vireo.itests.detector", "1.1.0", Runtimes.secondDetector(home)).toString()),
                frameworkProperty("vireo.test.generator").value(Runtimes.secondGenerator(home).toUri().toString()),
                frameworkProperty("vireo.test.pictures")
                        .value(System.getProperty("vireo.root") + "/runtime/dist/src/main/sample"));
    }

    @Test
    public void storedFootageIsLookedAtAgainUnderTheOldResults() throws Exception {
        Catalog catalog = service(Catalog.class);
        QueryEngine queries = service(QueryEngine.class);
        Generations generations = service(Generations.class);
        Renewal renewal = service(Renewal.class);
        add(service(Ingest.class), Stream.of("astronaut.jpg", "cat.jpg", "coffee.jpg", "rocket.jpg", "car-park.mp4")
                .map(name -> context.getProperty("vireo.test.pictures") + "/" + name)
                .toList());
        List<Asset> assets = catalog.assets(Optional.empty());
        assertEquals(5, assets.size());
        await("the first results", () -> renewal.status().current() == 5);
        Map<Long, List<Long>> moments = moments(catalog, assets);
        Map<Long, Long> tracks = tracks(catalog, assets);
        assertEquals(Set.of(OLD), detectors(catalog, assets));
        assertEquals(Set.of(OLD), told(ask(queries, "people")));

        await("the start", generations::hasStarted);
        service(Keyring.class).accept("root", Files.readAllBytes(file("vireo.test.root")), Optional.empty());
        renewal.pause();
        SteadyQuestions<String> asking = new SteadyQuestions<>(QUESTIONS, text -> text(queries, text));
        Progress deployed = end(generations, generations.deploy(file("vireo.test.detector")));
        assertFalse(deployed.toString(), deployed.failed());
        assertEquals("old results answer", Set.of(OLD), told(ask(queries, "people")));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch takenOver = new CountDownLatch(1);
        Broker broker = service(Broker.class);
        Space space = service(SpaceCatalog.class).serving(Catalog.DEFAULT_DOMAIN).getFirst();
        CompletableFuture<List<Found>> open = CompletableFuture.supplyAsync(
                () -> catalog.snapshot(() -> List.of(found(catalog, broker, queries, space), later(begun, takenOver),
                        found(catalog, broker, queries, space))),
                Thread::startVirtualThread);
        begun.await();

        renewal.resume();
        await("the first of the new results", () -> renewal.status().current() >= 1);
        Bundle ingest = bundle("dev.vireo.ingest");
        ingest.stop();
        Set<Long> done = by(catalog, assets, NEW);
        assertTrue("it was whole before it could be interrupted", done.size() < 5);
        List<Long> doneTracks = ids(catalog, done);
        ingest.start();
        Renewal resumed = service(Renewal.class);
        await("the new results", () -> whole(resumed));
        assertEquals(Set.of(NEW), detectors(catalog, assets));
        assertEquals("what was done is not done again", doneTracks, ids(catalog, done));
        assertEquals("cuts are where they were", moments, moments(catalog, assets));
        takenOver.countDown();
        List<Found> whole = open.orTimeout(LIMIT_MS, TimeUnit.MILLISECONDS).join();
        assertEquals("what began before reads what was there", whole.getFirst(), whole.getLast());
        assertTrue(whole.toString(), whole.getFirst().vectors().size() > assets.size() && !whole.getFirst().tracks().isEmpty());
        assertNotEquals(whole.getFirst().vectors(), nearest(catalog, broker, space));
        Map<Long, Long> sure = tracks(catalog, assets);
        assertTrue(sure + " of " + tracks, total(sure) < total(tracks));
        assertEquals(Set.of(NEW), told(ask(queries, "people")));

        generations.rollback(OptionalLong.empty());
        await("the return", () -> whole(resumed));
        assertEquals(Set.of(OLD), detectors(catalog, assets));
        assertEquals("the same as before", tracks, tracks(catalog, assets));

        generators(service(Stage.class), asking);
        asking.end();
        assertTrue(answered + " answers", answered.get() > 50);
    }

    /**
     * What an instant's question finds.
     *
     * @param tracks of its answer
     * @param vectors that the index finds among those of the instant, by id
     */
    private record Found(Set<Long> tracks, List<Long> vectors) {}

    private static Found found(Catalog catalog, Broker broker, QueryEngine queries, Space space) {
        Answer answer = ask(queries, "something like a cup of coffee");
        return new Found(
                Stream.concat(answer.hits().stream(), answer.nearMisses().stream()).map(Hit::track).collect(Collectors.toSet()),
                nearest(catalog, broker, space));
    }

    private static List<Long> nearest(Catalog catalog, Broker broker, Space space) {
        long[] ids = catalog.vectorIds(space, TrackFilter.of(Catalog.DEFAULT_DOMAIN));
        float[] any = new float[space.dimension()];
        any[0] = 1;
        try (Lease<VectorIndex> index = broker.lease(VectorIndex.class)) {
            index.service().refresh(space);
            List<Long> found = index.service().search(space, any, ids.length, VectorFilter.of(ids)).stream()
                    .map(Neighbour::id)
                    .sorted()
                    .toList();
            assertEquals("all of the instant's", Arrays.stream(ids).boxed().toList(), found);
            return found;
        }
    }

    /** Goes on when it may. */
    private static Found later(CountDownLatch begun, CountDownLatch go) {
        begun.countDown();
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Found(Set.of(), List.of());
    }

    /** Each answer's text is wholly of one version, and of the one that serves. */
    private void generators(Stage stage, SteadyQuestions<String> asking) throws Exception {
        Stage.Origin before = origin(bundle("dev.vireo.generate.template"));
        Stage.Origin after = staged(stage, "vireo.test.generator");
        asking.turn("that begins with Found", text -> text.startsWith("Found "));
        stage.swap(Set.of(after), Set.of(before));
        asking.turn("that begins with Shown", text -> text.startsWith("Shown "));
        stage.swap(Set.of(before), Set.of(after));
        asking.turn("that begins with Found", text -> text.startsWith("Found "));
    }

    private static boolean whole(Renewal renewal) {
        RenewalStatus status = renewal.status();
        assertEquals(status.toString(), 0, status.failed());
        return status.outdated() == 0 && status.current() == 5;
    }

    private Bundle bundle(String name) {
        return Arrays.stream(context.getBundles()).filter(b -> b.getSymbolicName().equals(name)).findFirst().orElseThrow();
    }

    private static Stage.Origin origin(Bundle bundle) {
        return new Stage.Origin(bundle.getSymbolicName(), bundle.getVersion().toString());
    }

    private Stage.Origin staged(Stage stage, String property) throws Exception {
        Bundle bundle = context.installBundle(context.getProperty(property));
        Stage.Origin origin = origin(bundle);
        stage.hold(Set.of(origin));
        bundle.start();
        await("the provider of " + origin, () -> !stage.providers(Set.of(origin)).isEmpty());
        return origin;
    }

    /** No asset of an answer is told of by both detectors, and its text is of one generator. @return the text of an answer that is sure */
    private Optional<String> text(QueryEngine queries, String question) {
        Answer answer = ask(queries, question);
        Map<Long, Set<String>> byAsset = new TreeMap<>();
        Stream.concat(answer.hits().stream(), answer.nearMisses().stream()).forEach(hit ->
                byAsset.computeIfAbsent(hit.asset(), _ -> new TreeSet<>()).addAll(detectors(hit)));
        if (byAsset.values().stream().anyMatch(both -> both.size() > 1)) {
            throw new IllegalStateException("both detectors for one asset: " + byAsset + " of " + answer.question());
        }
        boolean old = answer.text().contains("Found ") || answer.text().contains("capture time unknown");
        boolean fresh = answer.text().contains("Shown ") || answer.text().contains("capture time UNKNOWN");
        if (old && fresh) {
            throw new IllegalStateException("both generators: " + answer.text());
        }
        if (answer.question().equals("people")) {
            if (answer.status() != AnswerStatus.ANSWERED) {
                throw new IllegalStateException("neither old nor new results: " + answer);
            }
        }
        answered.incrementAndGet();
        return answer.question().equals("people") ? Optional.of(answer.text()) : Optional.empty();
    }

    private static Set<String> detectors(Hit hit) {
        return hit.evidence().stream()
                .flatMap(e -> DETECTOR.matcher(e.model()).results().map(r -> r.group()))
                .collect(Collectors.toSet());
    }

    private static Set<String> told(Answer answer) {
        assertEquals(answer.toString(), AnswerStatus.ANSWERED, answer.status());
        return answer.hits().stream().flatMap(h -> detectors(h).stream()).collect(Collectors.toSet());
    }

    private static Answer ask(QueryEngine queries, String text) {
        return queries.ask(new Question(text, Catalog.DEFAULT_DOMAIN, 10, Optional.empty()));
    }

    private static Set<Long> by(Catalog catalog, List<Asset> assets, String detector) {
        Predicate<Asset> made = asset -> detectors(catalog, List.of(asset)).equals(Set.of(detector));
        return assets.stream().filter(made).map(Asset::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> detectors(Catalog catalog, List<Asset> assets) {
        return assets.stream()
                .flatMap(a -> all(catalog, a.id()))
                .flatMap(t -> t.labels().stream())
                .map(l -> l.model())
                .filter(m -> DETECTOR.matcher(m).matches())
                .collect(Collectors.toSet());
    }

    private static Stream<Track> all(Catalog catalog, long asset) {
        return catalog.moments(asset).stream().flatMap(m -> catalog.tracks(m.id()).stream());
    }

    private static List<Long> ids(Catalog catalog, Set<Long> assets) {
        return assets.stream().flatMap(a -> all(catalog, a)).map(Track::id).toList();
    }

    private static Map<Long, List<Long>> moments(Catalog catalog, List<Asset> assets) {
        return assets.stream().collect(Collectors.toMap(Asset::id, a -> catalog.moments(a.id()).stream().map(Moment::id).toList()));
    }

    private static Map<Long, Long> tracks(Catalog catalog, List<Asset> assets) {
        return assets.stream().collect(Collectors.toMap(Asset::id, a -> all(catalog, a.id()).count()));
    }

    private static long total(Map<Long, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
