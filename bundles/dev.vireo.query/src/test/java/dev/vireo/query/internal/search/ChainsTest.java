package dev.vireo.query.internal.search;

import static dev.vireo.query.internal.Footage.frame;
import static dev.vireo.query.internal.Footage.thing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.api.query.Evidence;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.Footage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders over things whose times are known. */
final class ChainsTest {
    private static final long CLIP = 300_000;

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

    private static Footage.Thing person(int from, int to) {
        return thing(from * 1000L, to * 1000L, new Box(100, 200, 40, 110)).seen("person", 0.9);
    }

    private static Footage.Thing truck(int from, int to, Colour colour) {
        return thing(from * 1000L, to * 1000L, new Box(400, 200, 120, 80)).seen("truck", 0.9).colour(colour, 0.8);
    }

    private static Footage.Thing dog(int from, int to) {
        return thing(from * 1000L, to * 1000L, new Box(300, 400, 50, 30)).seen("dog", 0.9);
    }

    /** Persons at 10-20, 100-110 and 200-260; a white truck at 40-60, a red one at 115-130; a dog at 240-250. */
    private void yard() {
        clip("yard.mp4", person(10, 20).made(), truck(40, 60, Colour.WHITE).made(), person(100, 110).made(),
                truck(115, 130, Colour.RED).made(), person(200, 260).made(), dog(240, 250).made());
    }

    private void clip(String name, NewTrack... tracks) {
        NewTrack[] all = new NewTrack[tracks.length + 1];
        all[0] = frame(CLIP).sorted("patio", 0.2).made();
        System.arraycopy(tracks, 0, all, 1, tracks.length);
        footage.video(name, Instant.parse("2026-11-20T15:30:00Z"), CLIP, all);
    }

    /** {@code from-to} of each hit [s] and where its later steps begin, in order of time. */
    private String hits(String question) {
        Answer answer = footage.ask(question, 50);
        return answer.hits().stream()
                .sorted(Comparator.comparingLong(Hit::startMs))
                .map(h -> h.startMs() / 1000 + "-" + h.endMs() / 1000
                        + h.involved().stream().map(i -> ">" + i.what() + " " + i.startMs() / 1000).collect(Collectors.joining()))
                .collect(Collectors.joining(", "));
    }

    private static Evidence order(Answer answer, Hit hit) {
        String id = answer.plan().conditions().stream().filter(c -> c.kind() == ConditionKind.SEQUENCE).findFirst().orElseThrow().id();
        return hit.evidence().stream().filter(e -> e.condition().equals(id)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", value = {
        "a person, then a truck => 10-60>truck 40, 100-130>truck 115",
        "a person, then a truck within 30 seconds => 10-60>truck 40, 100-130>truck 115",
        "a person, then a truck within 10 seconds => 100-130>truck 115",
        "先有人后有卡车 => 10-60>truck 40, 100-130>truck 115",
        "人，然后10秒内有卡车 => 100-130>truck 115",
        "a person followed by a white truck => 10-60>white truck 40",
        "a truck after a person within 10 seconds => 100-130>truck 115",
        "a truck before a person => 40-110>person 100, 115-260>person 200",
        "卡车在人之后 => 10-60>truck 40, 100-130>truck 115",
        "a truck, then a person within 45 seconds => 40-110>person 100",
        "a person, then a dog => 200-260>dog 240",
        "a person, then a dog within 1 second => 200-260>dog 240",
        "a dog, then a truck => ''",
        "a person, then a truck, then a dog => 100-250>truck 115>dog 240",
        "a truck, then a truck => 40-130>truck 115",
        "a person not followed by a truck within 10 seconds => 10-20, 200-260",
        "a person not followed by a truck => 200-260",
        "a dog, then no people => 240-300>no person 260",
    })
    void stepsInTheirOrder(String question, String expected) {
        yard();
        assertEquals(expected, hits(question), () -> footage.ask(question).plan().toString());
    }

    @Test
    void theEvidenceTellsWhereEachStepIs() {
        yard();
        Answer answer = footage.ask("a person, then a red truck within 30 seconds");
        assertEquals(1, answer.hits().size());
        Hit hit = answer.hits().get(0);
        assertEquals("person from 100.0 s in x 100 y 200 w 40 h 110, then red truck from 115.0 s in x 400 y 200 w 120 h 80, 5.0 s later",
                order(answer, hit).value());
        assertEquals(answer.plan().conditions().size(), hit.evidence().size());
        assertTrue(hit.evidence().stream().allMatch(e -> e.verdict() == Verdict.MET));
        assertTrue(hit.involved().get(0).frameMs() >= 115_000 && hit.frameMs() < 110_000);
    }

    @Test
    void whatComesTooLateIsANearMiss() {
        clip("slow.mp4", person(10, 20).made(), truck(100, 120, Colour.WHITE).made());
        Answer late = footage.ask("a person, then a truck within 30 seconds");
        assertEquals(AnswerStatus.NOTHING_FOUND, late.status());
        assertTrue(order(late, late.nearMisses().get(0)).value().contains("80.0 s later"), late.nearMisses().toString());
        Answer other = footage.ask("a truck, then a person");
        assertEquals(AnswerStatus.NOTHING_FOUND, other.status());
        assertTrue(order(other, other.nearMisses().get(0)).value().startsWith("not in this order"));
        Answer missing = footage.ask("a person, then a dog");
        assertEquals(AnswerStatus.NOTHING_FOUND, missing.status());
    }

    @Test
    void whatIsThereFromTheStartFollowsNothing() {
        clip("parked.mp4", truck(0, 300, Colour.WHITE).parked().made(), person(0, 20).made(), person(50, 70).made());
        assertEquals("", hits("a person, then a truck"));
        assertEquals("0-300>person 50", hits("a truck, then a person"));
    }

    @Test
    void oneAssetEach() {
        clip("one.mp4", person(10, 20).made());
        clip("two.mp4", truck(30, 40, Colour.WHITE).made());
        assertEquals(AnswerStatus.NOTHING_FOUND, footage.ask("a person, then a truck").status());
    }

    @Test
    void theFootageMayEndTooSoonToTell() {
        clip("end.mp4", person(280, 290).made());
        Answer answer = footage.ask("a person not followed by a truck within 60 seconds");
        assertEquals(AnswerStatus.NOTHING_FOUND, answer.status());
        assertEquals(Verdict.UNSURE, order(answer, answer.nearMisses().get(0)).verdict());
    }

    @Test
    void numbersAndPlacesInSteps() {
        clip("crowd.mp4", person(10, 40).made(), thing(20_000, 60_000, new Box(600, 200, 40, 110)).seen("person", 0.9).made(),
                truck(100, 130, Colour.WHITE).made(), thing(70_000, 90_000, new Box(50, 200, 120, 80)).seen("truck", 0.9).made());
        assertEquals("20-130>truck 100", hits("two people, then a truck in the right half"));
        assertEquals("20-90>truck 70", hits("two people, then a truck in the left half within 40 seconds"));
        assertEquals("20-90>truck 70", hits("两个人，然后左半边有卡车"));
        assertEquals("", hits("three people, then a truck"));
    }

    @Test
    void theSameThingGoesOn() {
        clip("visit.mp4", thing(10_000, 40_000, new Box(2, 200, 40, 110)).seen("person", 0.9).to(new Box(722, 200, 40, 110)).made(),
                thing(60_000, 90_000, new Box(2, 300, 40, 110)).seen("person", 0.9).to(new Box(400, 300, 40, 110)).made());
        assertEquals("10-40>person 37", hits("a person enters, then leaves"));
        assertEquals("10-40>person 37", hits("有人进入，然后离开"));
    }

    @Test
    void aTimeHoldsForEveryStep() {
        yard();
        assertEquals("10-60>truck 40, 100-130>truck 115", hits("a person, then a truck before 5 pm"));
        assertEquals("", hits("a person, then a truck before 3 pm"));
    }
}
