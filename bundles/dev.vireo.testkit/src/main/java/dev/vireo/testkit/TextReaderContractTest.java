package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.media.Image;
import dev.vireo.api.text.TextPlace;
import dev.vireo.api.text.TextReader;
import dev.vireo.api.text.TextRegion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every reader of text must do. */
public abstract class TextReaderContractTest {
    /** A live reader, made for the calling test alone or shared; {@link #stop} ends it. */
    protected abstract TextReader reader();

    /** Ends the reader as the framework would. */
    protected abstract void stop(TextReader reader);

    /** A picture in which it reads something. */
    protected abstract Image writtenPicture();

    @Test
    void readsEachPlaceInOrder() {
        TextReader reader = reader();
        assertFalse(reader.info().id().isBlank());
        Image picture = writtenPicture();
        List<TextPlace> places = reader.find(picture);
        assertFalse(places.isEmpty(), "nothing found in the written picture");
        List<TextRegion> regions = reader.read(picture, places);
        assertEquals(places, regions.stream().map(TextRegion::place).toList());
        List<TextRegion> turned = reader.read(picture, places.reversed());
        assertEquals(regions.reversed(), turned, "a line's result depends on its neighbours");
        assertEquals(regions.stream().filter(r -> !r.text().isEmpty()).toList(), reader.read(picture));
        assertEquals(List.of(), reader.read(picture, List.of()));
    }

    @Test
    void keepsPlacesNearThePictureAndProbabilitiesInRange() {
        TextReader reader = reader();
        Image picture = writtenPicture();
        double slack = Math.max(picture.width(), picture.height()) * 0.1;
        for (TextRegion region : reader.read(picture)) {
            assertTrue(region.place().box().x() >= -slack && region.place().box().y() >= -slack
                            && region.place().box().x() + region.place().box().w() <= picture.width() + slack
                            && region.place().box().y() + region.place().box().h() <= picture.height() + slack,
                    () -> region + " leaves " + picture.width() + " x " + picture.height());
            assertTrue(region.probability() >= 0 && region.probability() <= 1, region::toString);
            assertTrue(region.place().probability() >= 0 && region.place().probability() <= 1, region::toString);
        }
    }

    @Test
    void givesOneCleanLineForEachPlace() {
        for (TextRegion region : reader().read(writtenPicture())) {
            assertEquals(region.text().strip(), region.text());
            assertTrue(region.text().codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029),
                    region::toString);
        }
    }

    @Test
    void findsNothingWhereNothingIsWritten() {
        assertEquals(List.of(), reader().read(Pictures.plain(320, 200, 90, 120, 90)));
        assertEquals(List.of(), reader().read(Pictures.gradient(320, 200)));
    }

    @Test
    void readsPicturesOfAnyShape() {
        TextReader reader = reader();
        for (Image image : Pictures.extreme()) {
            List<TextPlace> places = new ArrayList<>(reader.find(image));
            assertEquals(places.size(), reader.read(image, places).size());
        }
    }

    @Test
    void givesTheSameFromManyThreads() throws Exception {
        TextReader reader = reader();
        Image picture = writtenPicture();
        List<TextRegion> alone = reader.read(picture);
        for (List<TextRegion> result : Callers.together(3, 2, () -> reader.read(picture))) {
            assertEquals(alone, result);
        }
    }

    @Test
    void refusesCallsAfterItsEnd() {
        TextReader reader = reader();
        Image picture = writtenPicture();
        List<TextPlace> places = reader.find(picture);
        stop(reader);
        Callers.assertRefused(ErrorKind.UNAVAILABLE, () -> reader.find(picture));
        Callers.assertRefused(ErrorKind.UNAVAILABLE, () -> reader.read(picture, places));
        assertFalse(reader.info().id().isBlank(), "identity stays readable");
        stop(reader);
    }
}
