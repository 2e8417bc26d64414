package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Stage;
import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.NewMoment;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.NewVector;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.deploy.Shadowing;
import dev.vireo.api.encode.Space;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.model.LabelScore;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.Evidence;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.SearchTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The real search between two versions of a reranker of which the second turns the order over, then between two of an encoder and of the
 * index.
 */
@RunWith(PaxExam.class)
public class TrialIT extends InFramework {
    private static final Origin OLD = new Origin("dev.vireo.itests.swap", "1.0.0");
    private static final Origin NEW = new Origin("dev.vireo.itests.swap", "1.0.1");
    private static final Origin OLD_EYE = new Origin("dev.vireo.itests.eye", "1.0.0");
    private static final Origin NEW_EYE = new Origin("dev.vireo.itests.eye", "1.1.0");
    private static final Origin NEW_INDEX = new Origin("dev.vireo.index.jvector", "0.2.0");
    private static final Space SHAPES = new Space("shapes", 2);
    private static final int PHOTOS = 24;
    private static final Map<String, Object> RERANK_ALWAYS =
            Map.of("rerank.measures", "ALWAYS", "rerank.depth", PHOTOS, "rerank.ms", 60_000);

    @Configuration
    public Option[] runtime() throws IOException {
        Path home = Files.createTempDirectory("vireo-trial");
        SwapHarness.swap(home, OLD.version(), "");
        SwapHarness.swap(home, NEW.version(), "turned");
        SwapHarness.eye(home, OLD_EYE.version(), SHAPES.id());
        SwapHarness.eye(home, NEW_EYE.version(), SHAPES.id());
        Runtimes.changed(home, NEW_INDEX.bundle(), NEW_INDEX.version(), "", text -> text);
        return Runtimes.of(List.of("vireo-base.json", "vireo-core.json"),
                frameworkProperty("vireo.home").value(home.toString()),
                frameworkProperty("vireo.test.unicorns").value(Runtimes.unicorns(home).toUri().toString()),
                frameworkProperty("vireo.test.bundles").value(home.toUri().toString()));
    }

    @Test
    public void aShadowComparesAndAShareAnswers() throws Exception {
        Stage stage = service(Stage.class);
        Broker broker = service(Broker.class);
        Catalog catalog = service(Catalog.class);
        settings(RERANK_ALWAYS);
        service(SpaceCatalog.class).adopt(Map.of(SHAPES, "eye@1.0.0"));
        for (int n = 0; n < PHOTOS; n++) {
            photo(catalog, n, 0.02 * (n + 1));
        }
        context.installBundle(context.getProperty("vireo.test.unicorns")).start();
        stage.hold(Set.of(NEW, NEW_EYE, NEW_INDEX));
        for (String bundle : List.of("swap-" + OLD.version(), "swap-" + NEW.version(), "eye-" + OLD_EYE.version(), "eye-" + NEW_EYE.version(),
                NEW_INDEX.bundle() + "-" + NEW_INDEX.version())) {
            context.installBundle(context.getProperty("vireo.test.bundles") + bundle + ".jar").start();
        }
        await("all of both sides", () -> stage.providers(Set.of(OLD, NEW, OLD_EYE, NEW_EYE, NEW_INDEX)).size() == 5 && live(broker, "unicorn"));
        stage.swap(4, Set.of(), Set.of());
        List<Long> straight = tracks(service(QueryEngine.class), "find unicorns");
        assertEquals(10, straight.size());

        QueryEngine queries = service(QueryEngine.class);
        shadow(stage, queries, straight);
        share(stage, broker, queries, straight);

        stage.swap(5, Set.of(NEW), Set.of(OLD));
        assertNotEquals(straight, tracks(queries, "find unicorns"));
        assertEquals(0, stage.drain(Set.of(OLD), Duration.ofSeconds(30)));

        encoderAndIndex(stage, broker, queries, catalog);
    }

    private void shadow(Stage stage, QueryEngine queries, List<Long> straight) throws Exception {
        SearchTimes times = service(SearchTimes.class);
        int before = times.last(Duration.ofHours(1)).count();
        int asked = 0;
        Stage.Trial trial = stage.trial(5, Set.of(NEW), Set.of(OLD), 0);
        Shadowing.Shadow shadow = service(Shadowing.class).begin(trial);
        for (long end = System.nanoTime() + LIMIT_MS * 1_000_000; shadow.report().questions() < 4 && System.nanoTime() < end; asked++) {
            assertEquals("people get the answers of what serves", straight, tracks(queries, asked % 2 == 0 ? "find unicorns" : "独角兽"));
        }
        ShadowReport report = shadow.report();
        assertTrue(report.toString(), report.questions() >= 4 && report.questions() + report.left() <= asked);
        assertTrue(report.toString(), report.overlap() > 0.3 && report.overlap() < 0.8 && report.rbo() < 1);
        assertTrue(report.toString(), report.serving().p50() > 0 && report.candidate().p50() > 0);
        assertTrue(report.toString(), report.different().size() >= 4
                && report.different().stream().allMatch(d -> d.overlap() < 1 && Set.of("find unicorns", "独角兽").contains(d.question())));
        assertEquals("only people's questions are people's", asked, times.last(Duration.ofHours(1)).count() - before);

        Map<String, Object> keepNoWords = new HashMap<>(RERANK_ALWAYS);
        keepNoWords.put("sampled.questions", 0);
        settings(keepNoWords);
        await("what is asked of the changed search", () -> {
            assertEquals(straight, tracks(queries, "find unicorns"));
            return shadow.report().questions() >= report.questions() + 2;
        });
        shadow.close();
        trial.close();
        assertEquals(0, stage.drain(Set.of(NEW), Duration.ofSeconds(30)));
        // What was being asked ends in the background, and counts.
        await("the end of the last that is asked again",
                () -> Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals("vireo-shadow")));
        ShadowReport last = shadow.report();
        assertTrue(last.toString(), last.different().size() == 5
                && last.different().stream().allMatch(d -> d.overlap() < 1 && d.question().isEmpty()));
        for (Map<String, Figures> side : List.of(trial.servingFigures(), trial.candidateFigures())) {
            assertTrue(side.toString(), side.get(Stage.Trial.REQUEST).count() >= 4 && side.get("Reranker.rerank").failures() == 0);
        }
        tracks(queries, "find unicorns");
        assertEquals("nobody listens any more", last, shadow.report());
    }

    /** An encoder of the same space and an index are tried as any other part; what is added meanwhile either side finds. */
    private void encoderAndIndex(Stage stage, Broker broker, QueryEngine queries, Catalog catalog) throws Exception {
        Bundle index = Arrays.stream(context.getBundles())
                .filter(b -> b.getSymbolicName().equals(NEW_INDEX.bundle()) && !b.getVersion().toString().equals(NEW_INDEX.version()))
                .findFirst().orElseThrow();
        Set<Origin> in = Set.of(NEW_EYE, NEW_INDEX);
        Set<Origin> out = Set.of(OLD_EYE, new Origin(index.getSymbolicName(), index.getVersion().toString()));
        int[] counts = new int[2];
        try (Stage.Trial trial = stage.trial(6, in, out, 30)) {
            assertEquals(PHOTOS, coffee(broker, queries, counts).size());
            long added = photo(catalog, PHOTOS, 0);
            List<Long> after = coffee(broker, queries, counts);
            assertTrue(after + " without " + added, after.size() == PHOTOS + 1 && after.contains(added));
            for (int side = 0; side < 2; side++) {
                Map<String, Figures> figures = side == 0 ? trial.servingFigures() : trial.candidateFigures();
                assertEquals(figures.toString(), counts[side], figures.get("Encoder.encodeTexts").count());
                assertTrue(figures.toString(), figures.get("VectorIndex.search").count() >= counts[side]
                        && figures.get("VectorIndex.search").failures() == 0);
            }
        }
        try (Stage.Trial trial = stage.trial(6, in, out, 0); Shadowing.Shadow shadow = service(Shadowing.class).begin(trial)) {
            await("the same answers", () -> {
                assertEquals(Set.of("eye@1.0.0"), eyes(asked(queries)));
                return shadow.report().questions() >= 2;
            });
            assertEquals(1, shadow.report().overlap(), 1e-9);
            assertEquals(1, shadow.report().tau(), 1e-9);
            for (Map<String, Figures> side : List.of(trial.servingFigures(), trial.candidateFigures())) {
                assertTrue(side.toString(), side.get("Encoder.encodeTexts").count() >= 2 && side.get("VectorIndex.search").failures() == 0);
            }
        }
    }

    /** Asks until both sides have answered several times, each with its own encoder and the same. @return tracks of the answers */
    private static List<Long> coffee(Broker broker, QueryEngine queries, int[] counts) {
        List<List<Long>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(broker.request(generation -> {
                Answer answer = asked(queries);
                assertEquals(Set.of(generation == 6 ? "eye@1.1.0" : "eye@1.0.0"), eyes(answer));
                counts[generation == 6 ? 1 : 0]++;
                return answer.hits().stream().map(Hit::track).toList();
            }));
        }
        assertEquals(1, Set.copyOf(answers).size());
        assertTrue(counts[0] + " and " + counts[1], counts[0] >= 10 && counts[1] >= 4);
        return answers.getFirst();
    }

    private static Answer asked(QueryEngine queries) {
        return queries.ask(new Question("something like a cup of coffee", Catalog.DEFAULT_DOMAIN, 2 * PHOTOS, Optional.empty()));
    }

    private static Set<String> eyes(Answer answer) {
        return answer.hits().stream()
                .flatMap(h -> h.evidence().stream())
                .map(Evidence::model)
                .filter(m -> m.startsWith("eye@"))
                .collect(Collectors.toSet());
    }

    /** Whole answers of either side, each said to be of the generation that it is of. */
    private static void share(Stage stage, Broker broker, QueryEngine queries, List<Long> straight) {
        Map<Long, List<Long>> answers = new HashMap<>();
        int[] counts = new int[2];
        try (Stage.Trial trial = stage.trial(5, Set.of(NEW), Set.of(OLD), 30)) {
            for (int i = 0; i < 100; i++) {
                broker.request(generation -> {
                    List<Long> tracks = tracks(queries, "find unicorns");
                    assertEquals(tracks, answers.computeIfAbsent(generation, _ -> tracks));
                    counts[(int) (generation - 4)]++;
                    return tracks;
                });
            }
            assertEquals(Set.of(4L, 5L), answers.keySet());
            assertEquals(straight, answers.get(4L));
            assertNotEquals(straight, answers.get(5L));
            assertEquals(30, counts[1], 3);
            assertEquals(counts[0], trial.servingFigures().get(Stage.Trial.REQUEST).count());
            assertEquals(counts[1], trial.candidateFigures().get(Stage.Trial.REQUEST).count());
            assertEquals(counts[1], trial.candidateFigures().get("Reranker.rerank").count());
        }
        assertEquals(straight, tracks(queries, "find unicorns"));
    }

    private static boolean live(Broker broker, String provider) {
        return broker.live().stream().anyMatch(l -> l.provider().startsWith(provider));
    }

    private static List<Long> tracks(QueryEngine queries, String text) {
        return queries.ask(new Question(text, Catalog.DEFAULT_DOMAIN, 10, Optional.empty())).hits().stream().map(Hit::track).toList();
    }

    /** Gives the search these settings. It stays the same service: what compares generations goes on with it. */
    private void settings(Map<String, Object> settings) throws Exception {
        ServiceReference<QueryEngine> search = context.getServiceReference(QueryEngine.class);
        // One for each bundle, which ends when the bundle gives it back.
        context.getService(context.getServiceReference(ConfigurationAdmin.class)).getConfiguration("dev.vireo.query", null)
                .update(new Hashtable<>(settings));
        await("the search with its settings", () -> settings.entrySet().stream().allMatch(s -> s.getValue().equals(search.getProperty(s.getKey()))));
        assertEquals(search, context.getServiceReference(QueryEngine.class));
    }

    /** One unicorn, none as sure as another. @param angle from what all words mean [rad] @return its track */
    private static long photo(Catalog catalog, int n, double angle) {
        Asset asset = catalog.begin(new NewAsset(Catalog.DEFAULT_DOMAIN, "photo-" + n + ".jpg", String.format("%064x", n + 1), 1,
                new MediaInfo(MediaKind.IMAGE, "jpeg", "jpeg", 640, 480, 0, 0, Optional.empty()), Clock.UNKNOWN));
        double probability = 0.99 - 0.005 * n;
        NewTrack track = new NewTrack(false, 0, 0, 0, new Motion(MotionState.UNKNOWN, 0, 0),
                List.of(new LabelScore("unicorn@1.0.0", 0, probability)), List.of(), Quality.CLEAR,
                List.of(new Observation(0, new Box(10, 10, 300, 300), probability)),
                List.of(new NewVector(SHAPES, new float[] {(float) Math.sin(angle), (float) Math.cos(angle)})));
        catalog.append(asset.id(), new Part(0, List.of(new NewMoment(0, 0, 0, List.of(track), List.of())), List.of()));
        catalog.finish(asset.id());
        return catalog.tracks(catalog.moments(asset.id()).getFirst().id()).getFirst().id();
    }
}
