package dev.vireo.query.internal.prompt;

import static dev.vireo.query.internal.Footage.thing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Condition;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.api.query.Evidence;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.Verdict;
import dev.vireo.api.query.VisualPrompt;
import dev.vireo.query.internal.Footage;
import dev.vireo.query.internal.SeenPicture;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A white van, a blue car before it and a person, pointed at; others of each kind are in the catalogue. */
final class VisualPromptTest {
    private static final Box VAN = new Box(600, 40, 120, 80);
    private static final Box CAR = new Box(640, 70, 60, 40);
    private static final Box PERSON = new Box(100, 300, 40, 100);

    private Footage footage;
    private Asset asset;

    @BeforeEach
    void open(@TempDir Path home) {
        footage = new Footage(home, Instant.parse("2026-11-20T18:00:00Z"));
        footage.picture.object(VAN, "truck", 0.7, Colour.WHITE, 0.7, 1, 0, 0)
                .object(CAR, "car", 0.7, Colour.BLUE, 0.6, 0.9f, 0.4359f, 0)
                .object(PERSON, "person", 0.8, Colour.RED, 0.5, 0, 0, 1);
        asset = footage.video("a.avi", Instant.parse("2026-11-20T15:00:00Z"), 10_000,
                thing(0, 10_000, VAN).seen("truck", 0.8).colour(Colour.WHITE, 0.65).at(0.98f, 0.199f, 0).parked().made(),
                thing(0, 10_000, CAR).seen("car", 0.8).seen("truck", 0.3).colour(Colour.BLUE, 0.6).at(0.85f, 0.5268f, 0).parked().made(),
                thing(0, 10_000, new Box(10, 10, 90, 60)).seen("truck", 0.8).colour(Colour.RED, 0.7).at(0.95f, 0.3122f, 0).parked().made(),
                thing(0, 10_000, PERSON).seen("person", 0.8).colour(Colour.RED, 0.5).at(0, 0.1f, 0.995f).moving().made(),
                thing(0, 10_000, new Box(5, 300, 40, 100)).seen("person", 0.8).colour(Colour.GREEN, 0.8).at(0.8f, 0.6f, 0).moving().made());
    }

    @AfterEach
    void close() {
        footage.close();
    }

    private Answer ask(String words, VisualPrompt.Mark mark) {
        return footage.engine.ask(new Question(words, Catalog.DEFAULT_DOMAIN, 5, Optional.of(
                new VisualPrompt(new VisualPrompt.Picture(SeenPicture.PICTURE), Optional.of(mark)))));
    }

    private static VisualPrompt.Mark point(double x, double y) {
        return new VisualPrompt.Point(x, y);
    }

    private static Box first(Answer answer) {
        assertEquals(AnswerStatus.ANSWERED, answer.status(), answer.toString());
        return answer.hits().get(0).region().orElseThrow();
    }

    private static List<String> plan(Answer answer) {
        return answer.plan().conditions().stream().map(Condition::value).toList();
    }

    @Test
    void aBoxFindsWhatIsAlikeInKindAndColour() {
        Answer answer = ask("", new VisualPrompt.Area(new Box(590, 35, 125, 90)));
        assertEquals(VAN, first(answer));
        assertEquals(1, answer.hits().size(), "the red truck and the blue car are no white truck: " + answer.hits());
        assertEquals(List.of("like the region at x 600 y 40 w 120 h 80", "truck", "white"), plan(answer));
        assertEquals(List.of(ConditionKind.FREE, ConditionKind.CLASS, ConditionKind.COLOUR),
                answer.plan().conditions().stream().map(Condition::kind).toList());
        for (Evidence e : answer.hits().get(0).evidence()) {
            assertEquals(Verdict.MET, e.verdict(), e.toString());
        }
        assertTrue(answer.hits().get(0).evidence().get(0).value().startsWith("likeness 0.98"), answer.hits().toString());
        assertTrue(answer.hits().get(0).evidence().get(2).value().contains("93 % in common"), answer.hits().toString());
    }

    @Test
    void aPointMeansTheSmallestObjectUnderIt() {
        assertEquals(CAR, first(ask("", point(660, 90))));
        assertEquals(VAN, first(ask("", point(610, 50))));
    }

    @Test
    void aBoxALittleOverTheEdgeIsCut() {
        Answer answer = ask("", new VisualPrompt.Area(new Box(-5, 290, 48, 115)));
        assertEquals("like the region at x 0 y 290 w 43 h 115", plan(answer).get(0));
    }

    @Test
    void aLineMeansWhatItCrosses() {
        Answer answer = ask("", new VisualPrompt.Line(110, 350, 610, 45));
        assertEquals("like one of 2 regions", plan(answer).get(0));
        List<Box> found = answer.hits().stream().map(h -> h.region().orElseThrow()).toList();
        assertTrue(found.size() == 2 && found.contains(VAN), found.toString());
        assertTrue(found.stream().anyMatch(b -> Math.abs(b.y() - PERSON.y()) < 1 && b.x() >= PERSON.x()), found.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"like this, but red", "the same but red", "red ones like this", "像这个，但是红色的", "和这个一样，但是红色的"})
    void wordsOverruleTheColour(String words) {
        Answer answer = ask(words, point(610, 50));
        assertEquals(new Box(10, 10, 90, 60), first(answer));
        assertEquals(1, answer.hits().size(), words + ": " + answer.hits());
        assertFalse(plan(answer).stream().anyMatch(v -> v.equals("white")), plan(answer).toString());
    }

    @Test
    void wordsOverruleTheLabel() {
        Answer answer = ask("a person like this, but red", point(610, 50));
        assertTrue(first(answer).y() >= PERSON.y(), answer.toString());
        assertFalse(plan(answer).contains("truck"), plan(answer).toString());
    }

    @Test
    void negatedColourLeavesTheOthers() {
        Answer answer = ask("like this, but not white", point(610, 50));
        assertEquals(new Box(10, 10, 90, 60), first(answer));
        assertTrue(answer.hits().stream().noneMatch(h -> h.region().orElseThrow().equals(VAN)), answer.hits().toString());
    }

    @Test
    void anEmptyPlaceFindsNothing() {
        footage.picture.elsewhere = new float[] {0.8f, 0.6f, 0};
        for (VisualPrompt.Mark mark : List.of(
                new VisualPrompt.Area(new Box(300, 400, 80, 80)), point(340, 440), new VisualPrompt.Line(300, 400, 380, 480))) {
            Answer answer = ask("", mark);
            assertEquals(AnswerStatus.NOTHING_FOUND, answer.status(), answer.toString());
            Evidence likest = answer.nearMisses().get(0).evidence().get(0);
            assertEquals(Verdict.UNSURE, likest.verdict(), likest.toString());
            assertTrue(likest.value().contains("no live model recognises"), likest.toString());
        }
    }

    @Test
    void aStoredFrameIsAPicture() {
        long moment = footage.catalog.moments(asset.id()).get(0).id();
        for (OptionalLong at : List.of(OptionalLong.empty(), OptionalLong.of(7_000), OptionalLong.of(10_000))) {
            Answer answer = footage.engine.ask(new Question("", Catalog.DEFAULT_DOMAIN, 5, Optional.of(new VisualPrompt(
                    new VisualPrompt.StoredFrame(moment, at), Optional.of(point(610, 50))))));
            assertEquals(VAN, first(answer));
        }
        assertEquals(List.of(5_000L, 7_000L, 9_999L), footage.picture.frames);
    }

    @Test
    void whatCannotBePointedAtIsRefusedWithTheRange() {
        long moment = footage.catalog.moments(asset.id()).get(0).id();
        refused(ErrorKind.NOT_FOUND, "no moment m999", new VisualPrompt.StoredFrame(999, OptionalLong.empty()), point(1, 1));
        refused(ErrorKind.USER_INPUT, "from 0 to 10000 ms", new VisualPrompt.StoredFrame(moment, OptionalLong.of(10_001)), point(1, 1));
        VisualPrompt.Source own = new VisualPrompt.Picture(SeenPicture.PICTURE);
        refused(ErrorKind.USER_INPUT, "768 x 576 px", own, point(769, 1));
        refused(ErrorKind.USER_INPUT, "768 x 576 px", own, new VisualPrompt.Area(new Box(600, 40, 720, 120)));
        refused(ErrorKind.USER_INPUT, "768 x 576 px", own, new VisualPrompt.Line(-1, 0, 5, 5));
        refused(ErrorKind.USER_INPUT, "768 x 576 px", own, point(Double.NaN, 1));
    }

    private void refused(ErrorKind kind, String message, VisualPrompt.Source source, VisualPrompt.Mark mark) {
        VireoException e = assertThrows(VireoException.class, () -> footage.engine.ask(new Question(
                "", Catalog.DEFAULT_DOMAIN, 5, Optional.of(new VisualPrompt(source, Optional.of(mark))))));
        assertEquals(kind, e.kind());
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            like this, but red            | red
            like this but not red         | not red
            red cars like that one        | red cars
            something similar to this     | ''
            looks like this in vtest.avi  | in vtest.avi
            this                          | ''
            the same before 5 pm          | before 5 pm
            people this morning           | people this morning
            before this week              | before this week
            像这个，但是红色的             | ， 红色的
            和图中的一样                   | ''
            """)
    void wordsThatOnlyPointAreNotLookedFor(String words, String left) {
        String without = PromptWords.without(words);
        assertTrue(without.isEmpty() || without.length() == words.length(), "what is left keeps its place");
        assertEquals(left, without.strip().replaceAll("^, *", "").replaceAll(" +", " "), words);
    }

    @ParameterizedTest
    @CsvSource({"0,0,10,10,false", "0,5,30,5,true", "15,0,15,3,false", "12,12,13,13,true", "0,20,20,0,true", "0,9,9,0,false"})
    void linesCrossBoxes(double x1, double y1, double x2, double y2, boolean crosses) {
        assertEquals(crosses, PromptPlaces.crosses(new Box(11, 4, 8, 12), new VisualPrompt.Line(x1, y1, x2, y2)));
    }
}
