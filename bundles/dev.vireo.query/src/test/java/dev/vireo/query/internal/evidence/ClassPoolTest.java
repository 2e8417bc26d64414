package dev.vireo.query.internal.evidence;

import static dev.vireo.query.internal.Footage.CLASSIFIER;
import static dev.vireo.query.internal.Footage.DETECTOR;
import static dev.vireo.query.internal.Footage.label;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.LabelScore;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.Footage;
import dev.vireo.query.internal.language.Tokenizer;
import dev.vireo.query.internal.noun.Lexicon;
import dev.vireo.query.internal.noun.Target;
import dev.vireo.query.internal.noun.Vocabularies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the words of several models become one probability. */
final class ClassPoolTest {
    private static final Lexicon LEXICON = new Lexicon(Vocabularies.live());
    private static final ClassPool POOL = new ClassPool(LEXICON.models(), Footage.calibration(), 1, 1, 0.5, 0.2);

    private static Target target(String noun) {
        return LEXICON.target(LEXICON.meanings(LEXICON.nouns(Tokenizer.tokenize(noun), 0).get(0).senses()).get(0));
    }

    private static LabelScore seen(String label, double probability) {
        return new LabelScore(DETECTOR, label(DETECTOR, label), probability);
    }

    private static LabelScore sorted(String label, double probability) {
        return new LabelScore(CLASSIFIER, label(CLASSIFIER, label), probability);
    }

    private static double of(String noun, LabelScore... scores) {
        return opinion(noun, scores).probability();
    }

    private static Opinion opinion(String noun, LabelScore... scores) {
        return opinion(noun, 0, scores);
    }

    private static Opinion opinion(String noun, long endMs, LabelScore... scores) {
        Track track = new Track(1, 1, false, 0, endMs, 0, new Motion(MotionState.UNKNOWN, 0, 0), List.of(scores), List.of(), Quality.CLEAR,
                List.of(new Observation(0, new Box(0, 0, 10, 10), 1)));
        return POOL.of(target(noun), track);
    }

    @Test
    void twoThatAgreeAreSurerThanTheDoubter() {
        double both = of("vehicle", seen("truck", 0.57), sorted("moving van", 0.9));
        assertTrue(both > of("vehicle", seen("truck", 0.57)), () -> "pooled " + both);
        assertTrue(both < 0.98);
    }

    @Test
    void inAPictureTwoThatAgreeAreSurerThanEitherButInAVideoFalseFindsRepeat() {
        LabelScore[] words = {seen("truck", 0.45), sorted("moving van", 0.7)};
        double both = of("vehicle", words);
        assertTrue(both > of("vehicle", words[0]) && both > of("vehicle", words[1]), () -> "together " + both);
        assertTrue(opinion("vehicle", 10_000, words).probability() < 0.6);
        // One that denies is no agreement, however sure the other is.
        assertTrue(of("vehicle", seen("truck", 0.9), sorted("hay", 0.8)) < 0.5);
    }

    @Test
    void littleMassOfOneWhoCanTellIsEvidenceOfAbsence() {
        assertTrue(of("bird", seen("bird", 0.6), sorted("hay", 0.8)) < of("bird", seen("bird", 0.6)));
        assertTrue(of("vehicle", seen("car", 0.6), sorted("hay", 0.8)) < 0.5);
    }

    @Test
    void whoCannotTellIsSilent() {
        assertEquals(of("person", seen("person", 0.7)), of("person", seen("person", 0.7), sorted("trench coat", 0.3)), 1e-9);
        assertEquals(Verdict.NOT_MET, opinion("tiger shark", seen("person", 0.7)).verdict());
    }

    @Test
    void ignoranceIsNoBelief() {
        List<LabelScore> spread = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            spread.add(new LabelScore(CLASSIFIER, i, 0.001));
        }
        assertTrue(of("animal", spread.toArray(LabelScore[]::new)) < 0.05, "398 of 1,000 labels are animals");
        assertEquals(1, ClassPool.ignorance(spread, 1000), 1e-6);
        assertEquals(0, ClassPool.ignorance(List.of(new LabelScore(CLASSIFIER, 1, 1)), 1000), 1e-6);
        assertTrue(of("animal", sorted("tiger shark", 0.9)) > 0.8);
    }

    @Test
    void aClassifierWithoutPersonsIsVoidOnPersons() {
        assertTrue(of("animal", sorted("EntleBucher", 0.9)) > 0.5);
        assertTrue(of("animal", seen("person", 0.8), sorted("EntleBucher", 0.9)) < 0.25);
    }

    @Test
    void broaderIsUnsureUntilAFinerWord() {
        assertEquals(Verdict.UNSURE, opinion("van", seen("truck", 0.9)).verdict());
        assertEquals(Verdict.NOT_MET, opinion("van", seen("truck", 0.1)).verdict());
        assertEquals(Verdict.MET, opinion("van", seen("truck", 0.58), sorted("moving van", 0.7)).verdict());
    }

    @Test
    void whichKindOfAFamilyItIsSaysWhoCanTellThemApart() {
        LabelScore bird = seen("bird", 0.6);
        assertTrue(of("bird", bird, sorted("hen", 0.88)) > 0.9);
        assertTrue(of("hen", bird, sorted("hen", 0.88)) > 0.85);
        assertTrue(of("owl", bird, sorted("hen", 0.88)) < 0.05);
        // Of two that are equally probable neither is excluded.
        assertEquals(of("hen", bird, sorted("hen", 0.4), sorted("goose", 0.4)), of("goose", bird, sorted("hen", 0.4), sorted("goose", 0.4)), 0.01);
        // A bird of which the classifier knows nothing is an owl as probably as any other of 59 birds.
        double any = of("owl", seen("bird", 0.9), sorted("hay", 0.8));
        assertTrue(any < of("bird", seen("bird", 0.9), sorted("hay", 0.8)) / 4, () -> "told " + any);
        assertEquals(Verdict.UNSURE, opinion("owl", seen("bird", 0.9)).verdict(), "nobody can tell");
    }

    @Test
    void aModelThatKnowsTheThingAndIsSilentLowersTheOdds() {
        double alone = of("knife", sorted("letter opener", 0.75));
        double silent = of("knife", seen("bird", 0.6), sorted("letter opener", 0.75));
        assertEquals(0.4 * alone / (1 - alone), silent / (1 - silent), 1e-9);
        // The other way round, and by way of a super-class: a "cell phone" that the classifier, which knows them, does not see.
        double phone = of("cell phone", seen("cell phone", 0.5));
        double doubted = of("electronic device", seen("cell phone", 0.5), sorted("hay", 0.3));
        assertEquals(0.4 * phone / (1 - phone), doubted / (1 - doubted), 1e-9);
        // A little of the label is no silence.
        assertEquals(alone, of("knife", seen("bird", 0.6), seen("knife", 0.28), sorted("letter opener", 0.75)), 1e-9);
    }

    @Test
    void anEvenScoreIsAClaimButNoSureOne() {
        double even = of("person", seen("person", 0.5));
        assertTrue(even > 0.5 && even < 0.8, () -> "0.5 became " + even);
        assertTrue(of("person", seen("person", 0.3)) < 0.5);
    }

    @Test
    void aCarIsNotAsProbablyAnyOfItsKinds() {
        assertTrue(of("minivan", seen("car", 0.78), sorted("limousine", 0.29), sorted("minivan", 0.09)) < 0.5);
    }

    @Test
    void noVetoAndNoForce() {
        assertTrue(of("vehicle", seen("car", 0.999999), sorted("hay", 1)) <= 0.5001);
        assertTrue(of("vehicle", seen("car", 0.9), sorted("hay", 1)) > 0.01);
    }
}
