package dev.vireo.query.internal.condition;

import static dev.vireo.query.internal.Footage.frame;
import static dev.vireo.query.internal.Footage.thing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.NewZone;
import dev.vireo.api.catalog.Polygon;
import dev.vireo.api.catalog.Polygon.Corner;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.api.query.Evidence;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.Involved;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.Footage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Place, nearness, passage, duration and absence over tracks whose way is known; the frame is 768 x 576. */
final class RelationEvidenceTest {
    private static final Box VAN = new Box(652, 43, 74, 55);
    private static final long CLIP = 60_000;

    @TempDir
    Path home;

    private Footage footage;

    @BeforeEach
    void open() {
        footage = new Footage(home, Instant.parse("2026-11-23T18:00:00Z"));
    }

    @AfterEach
    void close() {
        footage.close();
    }

    private static Footage.Thing person(long from, long to, Box box) {
        return thing(from, to, box).seen("person", 0.9);
    }

    /** Of one clip: {@code from-to} of each hit [s], in order of time. */
    private String hits(String question) {
        Answer answer = footage.ask(question, 50);
        return answer.hits().stream()
                .sorted(java.util.Comparator.comparingLong(Hit::startMs).thenComparing(Hit::endMs))
                .map(h -> h.startMs() / 1000 + "-" + h.endMs() / 1000)
                .collect(Collectors.joining(" "));
    }

    private static Evidence evidence(Answer answer, Hit hit, ConditionKind kind) {
        String id = answer.plan().conditions().stream().filter(c -> c.kind() == kind).findFirst().orElseThrow().id();
        return hit.evidence().stream().filter(e -> e.condition().equals(id)).findFirst().orElseThrow();
    }

    private void clip(NewTrack... tracks) {
        NewTrack[] all = new NewTrack[tracks.length + 1];
        all[0] = frame(CLIP).sorted("patio", 0.2).made();
        System.arraycopy(tracks, 0, all, 1, tracks.length);
        footage.video("yard.mp4", Instant.parse("2026-11-20T15:30:00Z"), CLIP, all);
    }

    private void zone(String name, double... corners) {
        List<Corner> list = new java.util.ArrayList<>();
        for (int i = 0; i < corners.length; i += 2) {
            list.add(new Corner(corners[i], corners[i + 1]));
        }
        footage.zones.add(new NewZone("default", "/media", name, new Polygon(list)));
    }

    /** Half a minute from left to right: the middle of the person passes the middle of the frame after 15 s. */
    private static NewTrack crossing() {
        return person(10_000, 41_000, new Box(20, 200, 40, 110)).to(new Box(708, 200, 40, 110)).made();
    }

    @ParameterizedTest
    @CsvSource({
        "people in the left half, 10-26", "people in the right half, 25-41", "people not in the left half, 25-41",
        "people in the bottom half, ''", "people in the top left corner, ''", "画面左边的人, 10-26", "在右半边的人, 25-41", "不在左半边的人, 25-41", "people in the middle, 17-34",
    })
    void aWalkerIsInEachHalfForATime(String question, String expected) {
        clip(crossing());
        assertEquals(expected, hits(question));
    }

    @Test
    void placesTellTheShare() {
        clip(crossing());
        Answer answer = footage.ask("people in the left half");
        Evidence place = evidence(answer, answer.hits().get(0), ConditionKind.PLACE);
        assertTrue(place.value().contains("of 31.0 s"), place.value());
        assertTrue(answer.hits().get(0).region().orElseThrow().centreX() < 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"someone near the white van", "a person near a white truck", "白色卡车附近的人", "有人在白色卡车附近"})
    void nearTheVan(String question) {
        clip(thing(0, CLIP, VAN).seen("truck", 0.9).sorted("moving van", 0.6).colour(Colour.WHITE, 0.7).parked().made(),
                thing(0, CLIP, new Box(60, 400, 120, 80)).seen("truck", 0.9).sorted("moving van", 0.6).colour(Colour.BLUE, 0.7).parked()
                        .made(),
                // Comes up to the van and goes on; passes the blue one closely before.
                person(5_000, 36_000, new Box(100, 380, 40, 100)).to(new Box(600, 30, 25, 68)).made(),
                person(0, CLIP, new Box(300, 460, 50, 110)).made());
        Answer answer = footage.ask(question, 50);
        assertEquals(1, answer.hits().size(), () -> answer.hits().toString());
        Hit hit = answer.hits().get(0);
        assertTrue(hit.startMs() >= 30_000 && hit.endMs() <= 36_000, () -> hit.toString());
        Involved van = hit.involved().get(0);
        assertTrue(van.region().iou(VAN) > 0.9);
        assertEquals(hit.frameMs(), van.frameMs(), "both are shown in one frame");
        assertTrue(van.what().startsWith("white"), van.what());
        assertTrue(evidence(answer, hit, ConditionKind.NEARNESS).value().contains("box sizes apart"));
        assertEquals(Verdict.NOT_MET, evidence(answer, answer.nearMisses().get(0), ConditionKind.NEARNESS).verdict());
    }

    @Test
    void notNearAndNobodyNear() {
        clip(thing(0, CLIP, VAN).seen("truck", 0.9).colour(Colour.WHITE, 0.7).parked().made(),
                person(5_000, 15_000, new Box(640, 40, 25, 68)).made(), person(20_000, 50_000, new Box(100, 300, 40, 100)).made());
        assertEquals("20-50", hits("people not near the white truck"));
        assertEquals("5-15", hits("people near the white truck"));
        assertEquals("0-5 15-60", hits("white trucks with no people nearby").isEmpty() ? "" : hits("no people near the white truck"));
    }

    @Test
    void photographsKnowNearAndPlaces() {
        footage.photo("near.png", frame(0).made(), thing(0, 0, new Box(420, 300, 100, 60)).seen("dog", 0.9).made(),
                thing(0, 0, new Box(500, 200, 60, 160)).seen("person", 0.9).made());
        footage.photo("far.png", frame(0).made(), thing(0, 0, new Box(10, 300, 100, 60)).seen("dog", 0.9).made(),
                thing(0, 0, new Box(680, 200, 60, 160)).seen("person", 0.9).made());
        assertEquals(List.of("/media/near.png"), footage.ask("a dog near a person").hits().stream().map(Hit::path).toList());
        assertEquals(List.of("/media/far.png"), footage.ask("a dog not near a person").hits().stream().map(Hit::path).toList());
        assertEquals(List.of("/media/far.png"), footage.ask("dogs in the left half").hits().stream().map(Hit::path).toList());
        assertEquals(AnswerStatus.NOTHING_FOUND, footage.ask("people entering").status());
        assertEquals(AnswerStatus.NOTHING_FOUND, footage.ask("people for more than 2 seconds").status());
    }

    @Test
    void inAndOut() {
        clip(person(10_000, 30_000, new Box(2, 200, 40, 110)).to(new Box(400, 200, 40, 110)).made(),
                person(20_000, 40_000, new Box(300, 300, 40, 110)).to(new Box(724, 300, 40, 110)).made(),
                // There from the start, seen first in the middle, standing at the border, there until the end.
                person(0, 20_000, new Box(2, 50, 20, 55)).to(new Box(200, 50, 20, 55)).made(),
                person(33_000, 39_000, new Box(350, 100, 20, 55)).made(),
                person(30_000, 36_000, new Box(0, 400, 40, 110)).made(),
                person(45_000, CLIP, new Box(400, 200, 40, 110)).to(new Box(726, 200, 40, 110)).made());
        assertEquals("10-12", hits("people entering"));
        assertEquals("10-12", hits("进入画面的人"));
        assertEquals("37-40", hits("people leaving"));
        assertEquals("37-40", hits("离开画面的人"));
        Answer answer = footage.ask("people entering", 50);
        assertEquals("there when the shot began", answer.nearMisses().stream()
                .map(h -> evidence(answer, h, ConditionKind.PASSAGE).value())
                .filter(v -> v.contains("shot"))
                .findFirst()
                .orElse(""));
        assertTrue(evidence(answer, answer.hits().get(0), ConditionKind.PASSAGE).value().contains("left border"));
    }

    /** A track that breaks at the border and goes on is one person who stands there. */
    @Test
    void aBrokenTrackEntersNothing() {
        clip(person(5_000, 20_000, new Box(5, 200, 40, 110)).made(),
                person(21_000, 40_000, new Box(4, 200, 40, 110)).to(new Box(300, 200, 40, 110)).made());
        assertEquals("", hits("people entering"));
    }

    @Test
    void zonesArePlaces() {
        // The right third of the floor.
        zone("loading dock", 0.66, 0.3, 1, 0.3, 1, 1, 0.66, 1);
        zone("装卸区", 0.66, 0.3, 1, 0.3, 1, 1, 0.66, 1);
        clip(crossing(), person(0, CLIP, new Box(100, 100, 40, 110)).made());
        assertEquals("31-41", hits("people in the loading dock"));
        assertEquals("31-41", hits("装卸区里的人"));
        assertEquals("30-33", hits("people entering the loading dock"));
        assertEquals("30-33", hits("进入装卸区的人"));
        assertEquals("38-41", hits("people leaving the loading dock"), "out of the picture, while in the zone");
        assertEquals("", hits("people in the loading dock for more than 12 seconds"));
        assertEquals("31-41", hits("people in the loading dock for more than 5 seconds"));
        assertEquals("0-60 10-31", hits("people outside the loading dock"));
        assertEquals("0-31 41-60", hits("no people in the loading dock"));
        footage.video("other.mp4", null, CLIP, person(0, 20_000, new Box(700, 200, 40, 110)).made());
        assertEquals(AnswerStatus.ANSWERED, footage.ask("people in the loading dock in other.mp4").status(), "a folder's zone");
    }

    @Test
    void aZoneIsOfItsSource() {
        footage.zones.add(new NewZone("default", "gate.mp4", "gate", new Polygon(List.of(new Corner(0, 0), new Corner(1, 0), new Corner(1, 1)))));
        clip(crossing());
        Answer answer = footage.ask("people in the gate");
        assertEquals(AnswerStatus.NOTHING_FOUND, answer.status());
        assertTrue(evidence(answer, answer.nearMisses().get(0), ConditionKind.PLACE).value().contains("no zone"));
    }

    @Test
    void durations() {
        clip(person(10_000, 41_000, new Box(100, 200, 40, 110)).made(), person(20_000, 28_000, new Box(300, 200, 40, 110)).made(),
                person(0, 15_000, new Box(500, 200, 40, 110)).made());
        assertEquals("10-41", hits("people for more than 20 seconds"));
        assertEquals("10-41", hits("停留超过20秒的人"));
        assertEquals("20-28", hits("people for less than 10 seconds"));
        assertEquals("20-28", hits("停留不到10秒的人"));
        Answer answer = footage.ask("people for less than 20 seconds", 50);
        assertEquals(List.of(20_000L), answer.hits().stream().map(Hit::startMs).toList());
        Hit cut = answer.nearMisses().stream().filter(h -> h.startMs() == 0).findFirst().orElseThrow();
        assertEquals(Verdict.UNSURE, evidence(answer, cut, ConditionKind.DURATION).verdict(), "it was there before the shot began");
    }

    @ParameterizedTest
    @CsvSource({
        "no people, 0-10 41-60", "nobody, 0-10 41-60", "没有人, 0-10 41-60", "no people for more than 15 seconds, 41-60",
        "没有人超过15秒, 41-60", "no dogs, 0-60",
    })
    void absenceIsATime(String question, String expected) {
        clip(crossing());
        assertEquals(expected, hits(question));
    }

    @Test
    void whoMayBeThereIsNotAbsent() {
        clip(person(10_000, 20_000, new Box(100, 200, 40, 110)).made(),
                thing(0, 30_000, new Box(300, 200, 20, 30)).seen("person", 0.35).made());
        assertEquals("30-60", hits("no people"));
    }

    @ParameterizedTest
    @CsvSource({
        "two people in the left half, 20-26", "at least three people, 22-30", "at least two people in the right half, 25-41", "at least three people in the right half, ''",
        "画面左边的两个人, 20-26",
    })
    void countsInAPlace(String question, String expected) {
        clip(crossing(), person(20_000, 30_000, new Box(50, 100, 40, 110)).made(), person(22_000, 50_000, new Box(600, 100, 40, 110)).made());
        assertEquals(expected, hits(question));
    }

    @Test
    void placesThatNeverMeetAreNoHit() {
        clip(thing(0, CLIP, new Box(600, 250, 74, 55)).seen("truck", 0.9).parked().made(), crossing());
        assertEquals("", hits("people near a truck in the left half"));
        Answer answer = footage.ask("people near a truck in the left half");
        assertTrue(answer.nearMisses().get(0).evidence().stream().anyMatch(e -> e.value().contains("not at the same time")));
        assertTrue(!hits("people near a truck in the right half").isEmpty());
    }
}
