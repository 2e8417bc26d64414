package dev.vireo.ingest.internal.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Quality;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.ingest.internal.Pictures;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

final class ViewQualityTest {
    private static final Image STREET = street();

    @Test
    void aSharpPictureIsClear() {
        assertEquals(new Quality(1, Set.of()), ViewQuality.of(STREET));
    }

    @Test
    void theMoreBlurTheWorseUntilItIsCalledBlurred() {
        double before = ViewQuality.of(STREET).score();
        for (int radius : new int[] {1, 2, 4}) {
            double score = ViewQuality.of(blurred(STREET, radius)).score();
            assertTrue(score <= before, radius + ": " + score + " after " + before);
            before = score;
        }
        assertEquals(Set.of(Quality.Flaw.BLURRED), ViewQuality.of(blurred(STREET, 12)).flaws());
        assertEquals(Set.of(), ViewQuality.of(blurred(STREET, 1)).flaws(), "a little softness is no flaw");
    }

    @Test
    void nightWithoutLightIsDarkAndASmallLampInItHelpsNothing() {
        assertEquals(Set.of(Quality.Flaw.DARK), ViewQuality.of(mapped(STREET, v -> v / 8)).flaws());
        assertEquals(Set.of(), ViewQuality.of(mapped(STREET, v -> v / 2)).flaws(), "dusk is not night");
        Image night = mapped(STREET, v -> v / 8);
        for (int p = 0; p < 12 * night.width() * 3; p++) {
            night.rgb()[p] = p / 3 % night.width() < 16 ? (byte) 255 : night.rgb()[p];
        }
        assertEquals(Set.of(Quality.Flaw.DARK), ViewQuality.of(night).flaws());
    }

    @Test
    void burntOutIsOverexposedAndASnowFieldWithDetailIsNot() {
        assertEquals(Set.of(Quality.Flaw.OVEREXPOSED), ViewQuality.of(mapped(STREET, v -> Math.min(255, v * 2 + 110))).flaws());
        assertEquals(Set.of(), ViewQuality.of(mapped(STREET, v -> 200 + v / 6)).flaws());
    }

    @Test
    void aCoveredLensAndALostSignalAreEmptyWhateverTheirColour() {
        for (int ground : new int[] {0x000000, 0x1010f0, 0x808080, 0xffffff}) {
            Quality quality = ViewQuality.of(new Pictures(320, 240, ground).noise(1, 1.5).image());
            assertTrue(quality.flaws().contains(Quality.Flaw.EMPTY), Integer.toHexString(ground) + ": " + quality);
            assertEquals(0, quality.score());
        }
    }

    @Test
    void onlyTheBoxCounts() {
        Image half = street();
        Image soft = blurred(STREET, 12);
        System.arraycopy(soft.rgb(), 0, half.rgb(), 0, half.rgb().length / 2);
        assertEquals(Set.of(Quality.Flaw.BLURRED), ViewQuality.of(half, new Box(0, 0, 320, 110)).flaws());
        assertEquals(Set.of(), ViewQuality.of(half, new Box(0, 130, 320, 110)).flaws());
    }

    @Test
    void thinAndTinyBoxesAreJudgedToo() {
        for (Box box : new Box[] {new Box(0, 0, 1, 1), new Box(5, 5, 2, 200), new Box(5, 5, 200, 2)}) {
            double score = ViewQuality.of(STREET, box).score();
            assertTrue(score >= 0 && score <= 1, box + ": " + score);
        }
    }

    private static Image street() {
        Random random = new Random(3);
        Pictures picture = new Pictures(320, 240, 0x707880);
        for (int i = 0; i < 150; i++) {
            picture.fill(
                    new Box(random.nextInt(320), random.nextInt(240), 4 + random.nextInt(40), 4 + random.nextInt(40)),
                    random.nextInt(0x1000000));
        }
        return picture.noise(1, 2).image();
    }

    private static Image mapped(Image image, IntUnaryOperator curve) {
        byte[] out = new byte[image.rgb().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) curve.applyAsInt(image.rgb()[i] & 255);
        }
        return new Image(image.width(), image.height(), out);
    }

    /** Two passes of a mean over a square. */
    private static Image blurred(Image image, int radius) {
        Image once = mean(image, radius);
        return mean(once, radius);
    }

    private static Image mean(Image image, int radius) {
        int w = image.width();
        int h = image.height();
        byte[] out = new byte[image.rgb().length];
        for (int c = 0; c < 3; c++) {
            long[] sums = new long[(w + 1) * (h + 1)];
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    sums[(y + 1) * (w + 1) + x + 1] = (image.rgb()[(y * w + x) * 3 + c] & 255) + sums[y * (w + 1) + x + 1]
                            + sums[(y + 1) * (w + 1) + x] - sums[y * (w + 1) + x];
                }
            }
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    int l = Math.max(0, x - radius);
                    int r = Math.min(w, x + radius + 1);
                    int t = Math.max(0, y - radius);
                    int b = Math.min(h, y + radius + 1);
                    long sum = sums[b * (w + 1) + r] - sums[t * (w + 1) + r] - sums[b * (w + 1) + l] + sums[t * (w + 1) + l];
                    out[(y * w + x) * 3 + c] = (byte) (sum / ((r - l) * (b - t)));
                }
            }
        }
        return new Image(w, h, out);
    }
}
