package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.segment.Mask;
import dev.vireo.api.segment.SegmentPrompt;
import dev.vireo.api.segment.Segmenter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every segmenter must do: shown on an orange square and a blue one on a grey ground. */
public abstract class SegmenterContractTest {
    private static final Box ORANGE = new Box(20, 30, 40, 40);
    private static final Box BLUE = new Box(100, 50, 30, 30);

    /** A live segmenter, made for the calling test alone or shared; {@link #stop} ends it. */
    protected abstract Segmenter segmenter();

    /** Ends the segmenter as the framework would. */
    protected abstract void stop(Segmenter segmenter);

    private static Image squares() {
        Image plain = Pictures.plain(160, 120, 120, 120, 120);
        byte[] rgb = plain.rgb().clone();
        fill(rgb, ORANGE, 240, 140, 20);
        fill(rgb, BLUE, 20, 40, 220);
        return new Image(160, 120, rgb);
    }

    private static void fill(byte[] rgb, Box box, int red, int green, int blue) {
        for (int y = (int) box.y(); y < box.y() + box.h(); y++) {
            for (int x = (int) box.x(); x < box.x() + box.w(); x++) {
                int p = (y * 160 + x) * 3;
                rgb[p] = (byte) red;
                rgb[p + 1] = (byte) green;
                rgb[p + 2] = (byte) blue;
            }
        }
    }

    /** Intersection over union of a mask and a box of pixels. */
    private static double iou(Mask mask, Box box) {
        int both = 0;
        int either = 0;
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                boolean in = x >= box.x() && x < box.x() + box.w() && y >= box.y() && y < box.y() + box.h();
                both += in && mask.inside(x, y) ? 1 : 0;
                either += in || mask.inside(x, y) ? 1 : 0;
            }
        }
        return both / (double) either;
    }

    @Test
    void aPointOnAThingGivesThatThing() {
        Mask mask = segmenter().segment(squares(), List.of(SegmentPrompt.of(40.5, 50.5))).getFirst();
        assertTrue(iou(mask, ORANGE) > 0.8, "IoU " + iou(mask, ORANGE));
        assertFalse(mask.inside(115, 65), "the other thing is no part of it");
    }

    @Test
    void aLooseBoxAroundAThingGivesThatThing() {
        Mask mask = segmenter().segment(squares(), List.of(SegmentPrompt.of(BLUE.grow(0.2, 160, 120)))).getFirst();
        assertTrue(iou(mask, BLUE) > 0.8, "IoU " + iou(mask, BLUE));
        assertTrue(mask.bounds().orElseThrow().iou(BLUE) > 0.8);
    }

    @Test
    void pointsThatAreOutsideStayOutside() {
        SegmentPrompt.Point beside = new SegmentPrompt.Point(70.5, 50.5);
        Mask mask = segmenter().segment(squares(), List.of(new SegmentPrompt(
                List.of(new SegmentPrompt.Point(40.5, 50.5)), List.of(beside), Optional.of(new Box(10, 20, 70, 60))))).getFirst();
        assertFalse(mask.inside(70, 50));
        assertTrue(mask.inside(40, 50));
    }

    @Test
    void oneMaskForEachPromptInOrderAndInThePicturesSize() {
        Segmenter segmenter = segmenter();
        List<SegmentPrompt> prompts = List.of(SegmentPrompt.of(115.5, 65.5), SegmentPrompt.of(40.5, 50.5));
        List<Mask> masks = segmenter.segment(squares(), prompts);
        assertEquals(2, masks.size());
        for (int i = 0; i < 2; i++) {
            assertEquals(160, masks.get(i).width());
            assertEquals(120, masks.get(i).height());
            assertTrue(masks.get(i).confidence() >= 0 && masks.get(i).confidence() <= 1);
            assertArrayEquals(
                    segmenter.segment(squares(), List.of(prompts.get(i))).getFirst().values(), masks.get(i).values(),
                    "a mask depends on the other prompts");
        }
        assertEquals(List.of(), segmenter.segment(squares(), List.of()));
    }

    @Test
    void readsPicturesOfAnyShape() {
        for (Image picture : Pictures.extreme()) {
            Mask mask = segmenter()
                    .segment(picture, List.of(SegmentPrompt.of(picture.width() / 2.0, picture.height() / 2.0)))
                    .getFirst();
            assertEquals(picture.width(), mask.width());
            assertEquals(picture.height(), mask.height());
        }
    }

    @Test
    void refusesPromptsOutsideOfThePicture() {
        Segmenter segmenter = segmenter();
        for (SegmentPrompt wrong : List.of(
                SegmentPrompt.of(161, 5), SegmentPrompt.of(5, -1), SegmentPrompt.of(Double.NaN, 5),
                SegmentPrompt.of(new Box(150, 100, 20, 10)))) {
            Callers.assertRefused(ErrorKind.USER_INPUT, () -> segmenter.segment(squares(), List.of(wrong)));
        }
    }

    @Test
    void givesTheSameFromManyThreads() throws Exception {
        Segmenter segmenter = segmenter();
        List<SegmentPrompt> prompts = List.of(SegmentPrompt.of(40.5, 50.5));
        byte[] alone = segmenter.segment(squares(), prompts).getFirst().values();
        for (List<Mask> masks : Callers.together(4, 3, () -> segmenter.segment(squares(), prompts))) {
            assertArrayEquals(alone, masks.getFirst().values());
        }
    }

    @Test
    void refusesCallsAfterItsEnd() {
        Segmenter segmenter = segmenter();
        stop(segmenter);
        Callers.assertRefused(
                ErrorKind.UNAVAILABLE, () -> segmenter.segment(squares(), List.of(SegmentPrompt.of(40.5, 50.5))));
        assertFalse(segmenter.info().id().isBlank(), "identity stays readable");
        stop(segmenter);
    }
}
