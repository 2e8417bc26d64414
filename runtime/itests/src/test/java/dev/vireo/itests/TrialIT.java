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
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.deploy.Shadowing;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.model.LabelScore;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.SearchTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.ConfigurationAdmin;

/** The real search between two versions of a reranker of which the second turns the order over. */
@RunWith(PaxExam.class)
public class TrialIT extends InFramework {
    private static final Origin OLD = new Origin("dev.vireo.itests.swap", "1.0.0");
    private static final Origin NEW = new Origin("dev.vireo.itests.swap", "1.0.1");
    private static final int PHOTOS = 24;

    @Configuration
    public Option[] runtime() throws IOException {
        Path home = Files.createTempDirectory("vireo-trial");
        SwapHarness.swap(home, OLD.version(), "");
        SwapHarness.swap(home, NEW.version(), "turned");
        return Runtimes.of(List.of("vireo-base.json", "vireo-core.json"),
                frameworkProperty("vireo.home").value(home.toString()),
                frameworkProperty("vireo.test.unicorns").value(Runtimes.unicorns(home).toUri().toString()),
                frameworkProperty("vireo.test.swap").value(home.resolve("swap-").toUri().toString()));
    }

    @Test
    public void aShadowComparesAndAShareAnswers() throws Exception {
        Stage stage = service(Stage.class);
        Broker broker = service(Broker.class);
        rerankAlways();
        photos(service(Catalog.class));
        context.installBundle(context.getProperty("vireo.test.unicorns")).start();
        Bundle old = context.installBundle(context.getProperty("vireo.test.swap") + OLD.version() + ".jar");
        old.start();
        stage.hold(Set.of(NEW));
        Bundle fresh = context.installBundle(context.getProperty("vireo.test.swap") + NEW.version() + ".jar");
        fresh.start();
        await("both rerankers", () -> stage.providers(Set.of(OLD, NEW)).size() == 2 && live(broker, "unicorn"));
        stage.swap(4, Set.of(), Set.of());
        QueryEngine queries = service(QueryEngine.class);
        List<Long> straight = tracks(queries, "find unicorns");
        assertEquals(10, straight.size());

        shadow(stage, queries, straight);
        share(stage, broker, queries, straight);

        stage.swap(5, Set.of(NEW), Set.of(OLD));
        assertNotEquals(straight, tracks(queries, "find unicorns"));
        assertEquals(0, stage.drain(Set.of(OLD), Duration.ofSeconds(30)));
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
        shadow.close();
        trial.close();
        assertEquals(0, stage.drain(Set.of(NEW), Duration.ofSeconds(30)));
        ShadowReport report = shadow.report();
        assertTrue(report.toString(), report.questions() >= 4 && report.questions() + report.left() <= asked);
        assertTrue(report.toString(), report.overlap() > 0.3 && report.overlap() < 0.8 && report.rbo() < 1);
        assertTrue(report.toString(), report.serving().p50() > 0 && report.candidate().p50() > 0);
        assertTrue(report.toString(), report.different().size() >= 4
                && report.different().stream().allMatch(d -> d.overlap() < 1 && Set.of("find unicorns", "独角兽").contains(d.question())));
        assertEquals("only people's questions are people's", asked, times.last(Duration.ofHours(1)).count() - before);
        for (Map<String, Figures> side : List.of(trial.servingFigures(), trial.candidateFigures())) {
            assertTrue(side.toString(), side.get(Stage.Trial.REQUEST).count() >= 4 && side.get("Reranker.rerank").failures() == 0);
        }
        tracks(queries, "find unicorns");
        assertEquals("nobody listens any more", report, shadow.report());
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

    /** All hits are put to rerankers that read measures, whatever is asked. */
    private void rerankAlways() throws Exception {
        QueryEngine before = service(QueryEngine.class);
        // One for each bundle, which ends when the bundle gives it back.
        context.getService(context.getServiceReference(ConfigurationAdmin.class)).getConfiguration("dev.vireo.query", null)
                .update(new Hashtable<>(Map.of("rerank.measures", "ALWAYS", "rerank.depth", PHOTOS, "rerank.ms", 60_000)));
        BooleanSupplier other = () -> Optional.ofNullable(context.getServiceReference(QueryEngine.class))
                .map(context::getService)
                .filter(q -> !q.equals(before))
                .isPresent();
        await("the search with its settings", other);
    }

    /** One unicorn each, none as sure as another. */
    private static void photos(Catalog catalog) {
        for (int n = 0; n < PHOTOS; n++) {
            Asset asset = catalog.begin(new NewAsset(Catalog.DEFAULT_DOMAIN, "photo-" + n + ".jpg", String.format("%064x", n + 1), 1,
                    new MediaInfo(MediaKind.IMAGE, "jpeg", "jpeg", 640, 480, 0, 0, Optional.empty()), Clock.UNKNOWN));
            double probability = 0.99 - 0.005 * n;
            NewTrack track = new NewTrack(false, 0, 0, 0, new Motion(MotionState.UNKNOWN, 0, 0),
                    List.of(new LabelScore("unicorn@1.0.0", 0, probability)), List.of(), Quality.CLEAR,
                    List.of(new Observation(0, new Box(10, 10, 300, 300), probability)), List.of());
            catalog.append(asset.id(), new Part(0, List.of(new NewMoment(0, 0, 0, List.of(track), List.of())), List.of()));
            catalog.finish(asset.id());
        }
    }
}
