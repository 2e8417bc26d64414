package dev.vireo.query.internal;

import static dev.vireo.query.internal.Footage.frame;
import static dev.vireo.query.internal.Footage.thing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.generate.Generator;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.api.query.Evidence;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.HitTwin;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.Verdict;
import dev.vireo.api.query.VisualPrompt;
import dev.vireo.query.internal.tuning.Tuning;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions over a catalogue on disk that holds what the models say of a lawn with two parked cars and passers-by. */
final class ConditionQueryEngineTest {
    private static final Box VAN = new Box(652, 43, 74, 55);
    private static final Box CAR = new Box(733, 51, 37, 44);
    private static final long CLIP = 79_500;

    @TempDir
    Path home;

    private Footage footage;

    @BeforeEach
    void open() {
        footage = new Footage(home, Instant.parse("2026-11-23T18:00:00Z"));
    }

    @AfterEach
    void close() {
        assertEquals(0, footage.broker.open, "every lease is given back");
        footage.close();
    }

    /** Measured: detector and classifier figures of the clip. */
    private static NewTrack[] lawn() {
        return new NewTrack[] {
            frame(CLIP).sorted("patio", 0.2).sorted("lawn mower", 0.1).sorted("park bench", 0.1).made(),
            thing(0, CLIP, VAN).seen("truck", 0.57).seen("car", 0.08).sorted("moving van", 0.51).sorted("ambulance", 0.11)
                    .sorted("minivan", 0.08).sorted("police van", 0.06).colour(Colour.WHITE, 0.6).colour(Colour.GREY, 0.2).parked()
                    .made(),
            thing(0, CLIP, CAR).seen("car", 0.47).sorted("minivan", 0.3).sorted("station wagon", 0.3).sorted("jeep", 0.2)
                    .colour(Colour.BLUE, 0.45).colour(Colour.GREY, 0.25).colour(Colour.BLACK, 0.15).parked().made(),
            thing(2_000, 20_000, new Box(100, 200, 40, 110)).seen("person", 0.78).sorted("crutch", 0.1)
                    .colour(Colour.BLACK, 0.5).moving().made(),
            thing(10_000, 40_000, new Box(600, 200, 40, 110)).seen("person", 0.83).sorted("umbrella", 0.05)
                    .colour(Colour.RED, 0.5).moving().made(),
            thing(60_000, 70_000, new Box(500, 200, 40, 110)).seen("person", 0.7).sorted("umbrella", 0.05)
                    .colour(Colour.BLUE, 0.5).moving().made(),
            thing(0, CLIP, new Box(400, 400, 20, 20)).seen("bird", 0.42).sorted("hay", 0.1).sorted("quail", 0.04)
                    .sorted("goose", 0.03).sorted("golf ball", 0.02).colour(Colour.GREEN, 0.8).parked().made(),
            thing(0, CLIP, new Box(200, 500, 20, 20)).seen("sports ball", 0.38).sorted("hay", 0.2).sorted("golf ball", 0.03)
                    .colour(Colour.GREEN, 0.8).parked().made(),
        };
    }

    /** Half past four in the afternoon, in the zone of the site. */
    private Asset afternoon() {
        return footage.video("vtest.avi", Instant.parse("2026-11-20T15:30:00Z"), CLIP, lawn());
    }

    private static Evidence evidence(Answer answer, Hit hit, ConditionKind kind) {
        String id = answer.plan().conditions().stream()
                .filter(c -> c.kind() == kind)
                .findFirst()
                .orElseThrow()
                .id();
        return hit.evidence().stream().filter(e -> e.condition().equals(id)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "find white vehicles parked before 5 pm", "找下午5点之前停放的白色车辆", "white vehicles, parked, before 17:00",
        "white vans parked before 5 pm in vtest",
    })
    void theWhiteVan(String question) {
        afternoon();
        Answer answer = footage.ask(question);
        assertEquals(AnswerStatus.ANSWERED, answer.status(), () -> answer.nearMisses().toString());
        assertEquals(1, answer.hits().size());
        Hit hit = answer.hits().get(0);
        assertTrue(hit.region().orElseThrow().iou(VAN) > 0.99);
        assertTrue(hit.evidence().stream().allMatch(e -> e.verdict() == Verdict.MET));
        assertEquals(answer.plan().conditions().size(), hit.evidence().size());
        assertTrue(hit.probability() >= 0.5 && hit.probability() <= 1);
        assertEquals("2026-11-20T16:30:40+01:00", hit.capturedAt().orElseThrow().toString());
        assertEquals(List.of("plan", "candidates", "evidence", "answer", "total"), List.copyOf(answer.timingsMs().keySet()));
        assertTrue(answer.nearMisses().stream().anyMatch(m -> m.region().orElseThrow().iou(CAR) > 0.99));
    }

    @Test
    void theVanIsNotThereAfterFive() {
        footage.video("vtest.avi", Instant.parse("2026-11-20T17:00:00Z"), CLIP, lawn());
        Answer answer = footage.ask("find white vehicles parked before 5 pm");
        assertEquals(AnswerStatus.NOTHING_FOUND, answer.status());
        Hit nearest = answer.nearMisses().get(0);
        assertTrue(nearest.region().orElseThrow().iou(VAN) > 0.99);
        assertEquals(Verdict.NOT_MET, evidence(answer, nearest, ConditionKind.TIME).verdict());
        assertEquals(Verdict.MET, evidence(answer, nearest, ConditionKind.COLOUR).verdict());
    }

    @Test
    void anUnknownClockIsSaid() {
        footage.video("vtest.avi", null, CLIP, lawn());
        Answer answer = footage.ask("find white vehicles parked before 5 pm");
        assertEquals(AnswerStatus.NOTHING_FOUND, answer.status());
        Evidence time = evidence(answer, answer.nearMisses().get(0), ConditionKind.TIME);
        assertEquals(Verdict.UNSURE, time.verdict());
        assertTrue(time.value().contains("unknown"), time.value());
        assertEquals(AnswerStatus.ANSWERED, footage.ask("find white vehicles parked").status());
    }

    @Test
    void changedSettingsHoldFromTheNextQuestionOn() {
        afternoon();
        footage.engine.modified(Footage.tuning(Map.of("answer_probability", 0.99, "sampled_questions", 0)));
        assertEquals(AnswerStatus.NOTHING_FOUND, footage.ask("find blue vehicles").status());
        assertFalse(footage.engine.keepsWords());
        Tuning contradicting = Footage.tuning(Map.of("answer_probability", 0.3, "unsure_probability", 0.4));
        VireoException refused = assertThrows(VireoException.class, () -> footage.engine.modified(contradicting));
        assertEquals("unsure_probability 0.4 must not exceed answer_probability 0.3", refused.getMessage());
        assertEquals(AnswerStatus.NOTHING_FOUND, footage.ask("find blue vehicles").status(), "those of before stay in force");
        footage.engine.modified(Footage.tuning());
        assertEquals(AnswerStatus.ANSWERED, footage.ask("find blue vehicles").status());
    }

    @Test
    void coloursAndTheirAbsence() {
        afternoon();
        assertTrue(footage.ask("find blue vehicles").hits().get(0).region().orElseThrow().iou(CAR) > 0.99);
        assertEquals(AnswerStatus.NOTHING_FOUND, footage.ask("find red vehicles").status());
        Answer others = footage.ask("vehicles that are not white");
        assertEquals(1, others.hits().size());
        assertTrue(others.hits().get(0).region().orElseThrow().iou(CAR) > 0.99);
    }

    @Test
    void peopleWhoWalk() {
        afternoon();
        Answer answer = footage.ask("people walking");
        assertEquals(3, answer.hits().size());
        assertTrue(answer.hits().get(0).probability() >= answer.hits().get(1).probability());
        assertEquals(AnswerStatus.NOTHING_FOUND, footage.ask("people standing still").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"animals", "birds", "sports balls", "动物", "a dog"})
    void steadyFalseFindsAreNotBelieved(String question) {
        afternoon();
        Answer answer = footage.ask(question);
        assertEquals(AnswerStatus.NOTHING_FOUND, answer.status(), () -> answer.hits().toString());
    }

    @Test
    void twoAtOnce() {
        afternoon();
        Answer two = footage.ask("two people");
        assertEquals(AnswerStatus.ANSWERED, two.status(), () -> two.nearMisses().toString());
        Hit hit = two.hits().get(0);
        assertEquals(10_000, hit.startMs());
        assertEquals(20_000, hit.endMs());
        assertTrue(hit.frameMs() >= 10_000 && hit.frameMs() <= 20_000);
        assertTrue(hit.region().orElseThrow().w() > 150, "both are inside the region");

        Answer three = footage.ask("three people");
        assertEquals(AnswerStatus.NOTHING_FOUND, three.status());
        assertEquals(Verdict.NOT_MET, evidence(three, three.nearMisses().get(0), ConditionKind.COUNT).verdict());

        Answer one = footage.ask("one person");
        assertEquals(3, one.hits().size());
    }

    @Test
    void companyAndItsAbsence() {
        afternoon();
        assertEquals(3, footage.ask("people with vehicles").hits().size());
        assertEquals(AnswerStatus.NOTHING_FOUND, footage.ask("people without vehicles").status());
        Asset empty = footage.photo("empty.png", frame(0).sorted("seashore", 0.8).made());
        Answer nobody = footage.ask("images without people");
        // The photograph, and the times of the clip at which nobody is on screen.
        assertEquals(List.of("vtest.avi 0 2000", "vtest.avi 40000 60000", "vtest.avi 70000 79500", "empty.png 0 0"),
                nobody.hits().stream()
                        .sorted(Comparator.comparing(Hit::asset).thenComparing(Hit::startMs))
                        .map(h -> h.path().replace("/media/", "") + " " + h.startMs() + " " + h.endMs())
                        .toList());
        assertTrue(nobody.hits().stream().allMatch(h -> h.region().isEmpty()));
        assertTrue(nobody.hits().stream().anyMatch(h -> h.asset() == empty.id()));
    }

    @Test
    void aBroaderLabelIsUnsureUntilAFinerModelSpeaks() {
        footage.photo("truck.png", thing(0, 0, VAN).seen("truck", 0.9).made());
        Answer van = footage.ask("find vans");
        assertEquals(AnswerStatus.NOTHING_FOUND, van.status());
        assertEquals(Verdict.UNSURE, van.nearMisses().get(0).evidence().get(0).verdict());
        footage.photo("van.png", thing(0, 0, VAN).seen("truck", 0.9).sorted("moving van", 0.9).made());
        assertEquals("/media/van.png", footage.ask("find vans").hits().get(0).path());
    }

    @Test
    void photographsAnswerOnceAndInOrder() {
        footage.photo("shark.png", frame(0).sorted("tiger shark", 0.9).sorted("great white shark", 0.05).made(),
                thing(0, 0, VAN).seen("bird", 0.35).sorted("tiger shark", 0.6).made());
        footage.photo("doubt.png", frame(0).sorted("tiger shark", 0.3).sorted("hammerhead", 0.3).made());
        footage.photo("drum.png", frame(0).sorted("drum", 0.7).sorted("gong", 0.2).made());
        footage.photo("none.png", frame(0).sorted("patio", 0.9).made());
        Answer shark = footage.ask("tiger shark", 64);
        assertEquals("/media/shark.png", shark.hits().get(0).path());
        assertEquals(1, shark.hits().stream().filter(h -> h.path().endsWith("shark.png")).count());
        assertEquals("/media/doubt.png", shark.nearMisses().get(0).path());
        assertEquals(4, shark.hits().size() + shark.nearMisses().size(), "every picture is ranked");
        assertEquals("/media/drum.png", footage.ask("musical instruments").hits().get(0).path());
        assertEquals("/media/drum.png", footage.ask("乐器").hits().get(0).path());
    }

    @Test
    void freeTextGoesToTheSpaces() {
        footage.words.put("sunset", new float[] {1, 0, 0});
        footage.photo("sunset.png", frame(0).sorted("seashore", 0.5).at(0.9f, 0.4359f, 0).made());
        footage.photo("cellar.png", frame(0).sorted("patio", 0.5).at(0, 1, 0).made());
        Answer known = footage.ask("sunset");
        assertEquals("/media/sunset.png", known.hits().get(0).path());
        assertEquals(1, known.hits().size());
        Answer unknown = footage.ask("zorblax");
        assertEquals(AnswerStatus.NOTHING_FOUND, unknown.status());
        assertEquals(Verdict.UNSURE, unknown.nearMisses().get(0).evidence().get(0).verdict());
        assertTrue(unknown.nearMisses().get(0).evidence().get(0).value().contains("outside the vocabulary"));
    }

    @Test
    void aPictureIsAQuestion() {
        footage.photo("same.png", frame(0).sorted("patio", 0.5).at(1, 0, 0).made());
        footage.photo("other.png", frame(0).sorted("patio", 0.5).at(0, 1, 0).made());
        Answer answer = footage.engine.ask(new Question("", Catalog.DEFAULT_DOMAIN, 5, Optional.of(
                new VisualPrompt(new VisualPrompt.Picture(SeenPicture.PICTURE), Optional.empty()))));
        assertEquals(AnswerStatus.ANSWERED, answer.status());
        assertEquals("/media/same.png", answer.hits().get(0).path());
        assertEquals("/media/other.png", answer.nearMisses().get(0).path());
    }

    @Test
    void onlyTheNamedAsset() {
        afternoon();
        footage.video("other.avi", Instant.parse("2026-11-20T15:30:00Z"), CLIP, lawn());
        Answer answer = footage.ask("people walking in vtest");
        assertEquals(3, answer.hits().size());
        assertTrue(answer.hits().stream().allMatch(h -> h.path().equals("/media/vtest.avi")));
        assertTrue(answer.nearMisses().stream().anyMatch(h -> h.path().equals("/media/other.avi")));
        assertEquals(AnswerStatus.NOTHING_FOUND, footage.ask("people in gone.mp4").status());
    }

    @Test
    void topIsKeptAndOrderIsStable() {
        afternoon();
        Answer one = footage.ask("people", 1);
        assertEquals(1, one.hits().size());
        assertTrue(one.nearMisses().size() <= 1);
        assertEquals(footage.ask("people").hits(), footage.ask("people").hits());
    }

    @Test
    void inventedCitationsAreCut() {
        afternoon();
        footage.sentence = "See [m1] and [m999] here.";
        assertEquals("See [m1] and here.", footage.ask("people walking").text());
    }

    @Test
    void aMissingGeneratorDoesNotTakeTheAnswerAway() {
        afternoon();
        footage.broker.providers.removeIf(Generator.class::isInstance);
        Answer answer = footage.ask("people walking");
        assertEquals(3, answer.hits().size());
        assertTrue(answer.text().contains("[m1]"));
    }

    @Test
    void unclearQuestionsAreAskedBack() {
        Answer answer = footage.ask("vehicles before 5");
        assertEquals(AnswerStatus.NEEDS_CLARIFICATION, answer.status());
        assertEquals(List.of("vehicles before 5 am", "vehicles before 5 pm"), answer.clarification().orElseThrow().choices());
        assertEquals(AnswerStatus.NOTHING_FOUND, footage.ask("vehicles before 5 pm").status(), "an empty catalogue is no error");
    }

    @Test
    void limitsAreNamed() {
        VireoException tooLong = assertThrows(VireoException.class, () -> footage.ask("white cars ".repeat(10_000)));
        assertEquals(ErrorKind.USER_INPUT, tooLong.kind());
        assertTrue(tooLong.getMessage().contains("110000") && tooLong.getMessage().contains("2000"), tooLong.getMessage());
        assertEquals(ErrorKind.USER_INPUT, assertThrows(VireoException.class, () -> footage.ask("cars", 0)).kind());
        assertEquals(ErrorKind.USER_INPUT, assertThrows(VireoException.class, () -> footage.ask("cars", 1_001)).kind());
        assertFalse(footage.ask("x".repeat(2_000)).plan().conditions().isEmpty());
    }

    @Test
    void aMinuteOfAStaticHourIsFoundByItsTimeWithAFrameInsideIt() {
        footage.video("yard.avi", Instant.parse("2024-05-14T11:30:00Z"), 3_600_000, frame(3_600_000).made());
        for (int minute : List.of(0, 30, 31, 59)) {
            String question = String.format(
                    "between %02d:%02d and %02d:%02d", 13 + (30 + minute) / 60, (30 + minute) % 60, 13 + (31 + minute) / 60,
                    (31 + minute) % 60);
            Hit hit = footage.ask(question).hits().get(0);
            assertEquals(minute * 60_000L, hit.startMs(), question);
            assertEquals((minute + 1) * 60_000L, hit.endMs(), question);
            assertTrue(hit.frameMs() >= hit.startMs() && hit.frameMs() < hit.endMs(), question + ": " + hit.frameMs());
        }
    }

    @Test
    void whatABlurredViewSaysIsUnsureAndTheFlawIsNamed() {
        NewTrack van = thing(0, 20_000, VAN).seen("truck", 0.8).sorted("moving van", 0.7).colour(Colour.WHITE, 0.6).parked()
                .flawed(Quality.Flaw.BLURRED).made();
        footage.video("yard.avi", Instant.parse("2024-05-14T11:30:00Z"), 20_000, frame(20_000).made(), van);
        Answer answer = footage.ask("white vans parked before 5 pm");
        assertEquals(AnswerStatus.NOTHING_FOUND, answer.status(), () -> answer.hits().toString());
        Hit near = answer.nearMisses().get(0);
        for (ConditionKind kind : List.of(ConditionKind.CLASS, ConditionKind.COLOUR)) {
            Evidence evidence = evidence(answer, near, kind);
            assertEquals(Verdict.UNSURE, evidence.verdict(), kind.toString());
            assertTrue(evidence.value().contains("blurred"), evidence.value());
        }
        assertEquals(Verdict.MET, evidence(answer, near, ConditionKind.TIME).verdict(), "the clock does not blur");
        Evidence blue = evidence(footage.ask("blue vans"), footage.ask("blue vans").nearMisses().get(0), ConditionKind.COLOUR);
        assertEquals(Verdict.UNSURE, blue.verdict(), "nor is it sure that it is not blue");
    }

    @Test
    void copiesOfAFootageAreOneHitThatNamesThem() {
        Box van = new Box(600, 40, 100, 60);
        Asset first = footage.video("first.avi", null, 60_000, thing(5_000, 40_000, van).seen("truck", 0.9).parked().made());
        Asset copy = footage.video("copy.mp4", null, 48_000,
                thing(0, 28_000, van).seen("truck", 0.8).parked().made(),
                thing(0, 28_000, new Box(20, 400, 100, 60)).seen("truck", 0.7).parked().made());
        Asset later = footage.video("later.avi", null, 60_000, thing(5_000, 40_000, van).seen("truck", 0.85).parked().made());
        footage.catalog.relate(copy.id(), List.of(new Twin(first.id(), 12_000, 0, 48_000, 0.97)));
        Answer answer = footage.ask("trucks");
        assertEquals(
                List.of("/media/first.avi", "/media/later.avi", "/media/copy.mp4"),
                answer.hits().stream().map(Hit::path).toList(), "another place of the copy is a hit of its own");
        assertEquals(
                List.of(copy.id()), answer.hits().get(0).twins().stream().map(HitTwin::asset).toList());
        assertEquals(List.of(), answer.hits().get(1).twins());
        assertTrue(footage.ask("trucks", 1).hits().get(0).twins().size() == 1, "nothing disappears");
        assertEquals(later.id(), answer.hits().get(1).asset());
    }
}
