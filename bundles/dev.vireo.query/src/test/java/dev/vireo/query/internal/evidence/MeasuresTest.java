package dev.vireo.query.internal.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Verdict;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a share of a colour is worth. */
final class MeasuresTest {
    private static final Measures MEASURES = new Measures(ZoneOffset.UTC, 0.5, 0.2);

    private static Opinion colour(Set<Colour> asked, ColourShare... shares) {
        return MEASURES.colour(asked, new Track(1, 1, false, 0, 0, 0, new Motion(MotionState.UNKNOWN, 0, 0), List.of(), List.of(shares),
                Quality.CLEAR, List.of(new Observation(0, new Box(0, 0, 10, 10), 1))));
    }

    private static ColourShare share(Colour colour, double fraction) {
        return new ColourShare(colour, fraction);
    }

    @Test
    void aClearColourIsFoundButNeverSure() {
        Opinion red = colour(Set.of(Colour.RED), share(Colour.RED, 0.95));
        assertEquals(Verdict.MET, red.verdict());
        assertEquals(0.8, red.probability(), 0.01);
        assertEquals(Verdict.NOT_MET, colour(Set.of(Colour.GREEN), share(Colour.RED, 0.95)).verdict());
    }

    @Test
    void greyMayBeAnyColourInDullLightSoItIsNeverClaimed() {
        Opinion grey = colour(Set.of(Colour.GREY), share(Colour.GREY, 0.98));
        assertEquals(Verdict.UNSURE, grey.verdict());
        assertEquals(0.4, grey.probability(), 0.01);
        assertEquals(Verdict.UNSURE, grey.not().verdict());
        assertEquals(Verdict.MET, colour(Set.of(Colour.GREY, Colour.WHITE), share(Colour.GREY, 0.98)).verdict());
    }

    @Test
    void aLittleMoreOfTheColourIsNeverLessProbable() {
        double last = 0;
        for (int percent = 30; percent <= 100; percent++) {
            double p = colour(Set.of(Colour.BLUE), share(Colour.BLUE, percent / 100.0), share(Colour.BROWN, (100 - percent) / 100.0))
                    .probability();
            assertTrue(p >= last, percent + " % became " + p + " after " + last);
            last = p;
        }
    }

    @Test
    void aNeighbourInTheShadeIsPossibleAndAnotherColourIsNot() {
        assertEquals(Verdict.UNSURE, colour(Set.of(Colour.WHITE), share(Colour.GREY, 0.9)).verdict());
        assertEquals(Verdict.NOT_MET, colour(Set.of(Colour.YELLOW), share(Colour.GREY, 0.9)).verdict());
    }
}
