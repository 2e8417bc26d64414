package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Evidence;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.Verdict;
import dev.vireo.api.query.VisualPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;

/** Pointing at a frame of real footage, with everything that ships: two cuts of one car park at different times. */
@RunWith(PaxExam.class)
public class VisualPromptIT extends InFramework {
    private static final String CONSE = "conse-efficientnet-lite0-minilm-l6-v2-q";
    /** Where things stand in the clip, by eye. */
    private static final Box VAN = new Box(652, 43, 74, 55);
    private static final Box CAR = new Box(733, 51, 37, 44);
    /** Nobody walks here in either cut. */
    private static final List<Box> EMPTY = List.of(new Box(20, 420, 120, 120), new Box(560, 440, 150, 110));

    @Configuration
    public Option[] runtime() throws IOException {
        Path home = Files.createTempDirectory("vireo-it");
        String shared = System.getProperty("VIREO_SHARED", System.getenv().getOrDefault("VIREO_SHARED", "../shared"));
        return Runtimes.without("vireo-admin.json",
                frameworkProperty("vireo.home").value(home.toString()),
                frameworkProperty("vireo.test.clip").value(Path.of(shared, "media/videos/vtest.avi").toAbsolutePath().toString()));
    }

    @Test
    public void whatIsPointedAtIsFoundInTheOtherFootageToo() throws Exception {
        Path clip = Path.of(context.getProperty("vireo.test.clip"));
        assumeTrue("skipped: " + clip + " is absent; set VIREO_SHARED to the folder that has it", Files.isRegularFile(clip));
        Broker broker = service(Broker.class);
        await("the shipped models", () -> broker.live().stream().anyMatch(l -> l.provider().startsWith(CONSE)));
        Catalog catalog = service(Catalog.class);
        Path folder = Files.createTempDirectory("vireo-cuts");
        MediaReader reader = service(MediaReader.class);
        reader.clip(clip, 0, 14_000, folder.resolve("first.mp4"));
        reader.clip(clip, 40_000, 54_000, folder.resolve("second.mp4"));
        add(service(Ingest.class), List.of(folder.toString()));
        List<Asset> cuts = catalog.assets(Optional.empty());
        assertEquals(cuts.toString(), 2, cuts.size());

        for (Asset cut : cuts) {
            Moment moment = catalog.moments(cut.id()).getFirst();
            for (VisualPrompt.Mark mark : List.of(new VisualPrompt.Area(VAN), new VisualPrompt.Point(VAN.centreX() - 15, VAN.centreY()))) {
                foundInBoth(ask(moment, mark, ""), VAN);
            }
            for (String words : List.of("like this, but blue", "像这个，但是蓝色的")) {
                foundInBoth(ask(moment, new VisualPrompt.Area(VAN), words), CAR);
            }
            for (Box box : EMPTY) {
                nothing(ask(moment, new VisualPrompt.Area(box), ""));
                nothing(ask(moment, new VisualPrompt.Point(box.centreX(), box.centreY()), ""));
                nothing(ask(moment, new VisualPrompt.Area(box), "像这个"));
            }
        }
    }

    private Answer ask(Moment moment, VisualPrompt.Mark mark, String words) throws InterruptedException {
        VisualPrompt prompt = new VisualPrompt(new VisualPrompt.StoredFrame(moment.id(), OptionalLong.of(5_000)), Optional.of(mark));
        return service(QueryEngine.class).ask(new Question(words, Catalog.DEFAULT_DOMAIN, 10, Optional.of(prompt)));
    }

    /** The first hits are the thing, once in each cut; nothing else comes before them. */
    private static void foundInBoth(Answer answer, Box where) {
        assertEquals(answer.toString(), AnswerStatus.ANSWERED, answer.status());
        List<Long> assets = new ArrayList<>();
        for (Hit hit : answer.hits().subList(0, Math.min(2, answer.hits().size()))) {
            assertTrue(hit.toString(), hit.region().orElseThrow().iou(where) >= 0.5);
            assets.add(hit.asset());
        }
        assertEquals(answer.toString(), 2, assets.stream().distinct().count());
    }

    private static void nothing(Answer answer) {
        assertEquals(answer.toString(), AnswerStatus.NOTHING_FOUND, answer.status());
        for (Hit near : answer.nearMisses()) {
            assertFalse(near.toString(), near.evidence().stream().map(Evidence::verdict).allMatch(Verdict.MET::equals));
        }
    }
}
