package dev.vireo.ingest.internal.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.Image;
import dev.vireo.ingest.internal.Pictures;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A yard, always the same, in which boxes move about as a seed has it; filmed in several ways. */
final class SameFootageTest {
    private static final int INTERVAL_MS = 250;
    private static final double LENGTH_S = 60;

    /** Where and when somebody comes through: one after the other, each at a place, speed and size of their own. */
    private record Visit(double from, double seconds, double x0, double x1, double y, double size, int colour) {}

    private static List<Visit> visits(long seed) {
        Random random = new Random(seed);
        return java.util.stream.IntStream.range(0, 9)
                .mapToObj(i -> {
                    boolean right = random.nextBoolean();
                    return new Visit(i * 6.5 + 3 * random.nextDouble(), 4 + 4 * random.nextDouble(), right ? -0.1 : 1,
                            right ? 1 : -0.1, 0.15 + 0.6 * random.nextDouble(), 0.08 + 0.12 * random.nextDouble(),
                            random.nextInt(0x1000000));
                })
                .toList();
    }

    private static Image yard(List<Visit> visits, double seconds, int width, int height, double gain, double noise, long seed) {
        Pictures picture = new Pictures(width, height, 0x707868)
                .fill(new Box(0, 0, width, height * 0.3), 0xa0b0c8)
                .fill(new Box(width * 0.6, height * 0.2, width * 0.25, height * 0.3), 0x503020)
                .fill(new Box(width * 0.1, height * 0.5, width * 0.2, height * 0.1), 0xd0d0d0);
        for (Visit v : visits) {
            double part = (seconds - v.from) / v.seconds;
            if (part >= 0 && part <= 1) {
                picture.fill(new Box((v.x0 + (v.x1 - v.x0) * part) * width, v.y * height, v.size * width, v.size * 1.6 * height), v.colour);
            }
        }
        picture.shade(new Box(0, 0, width, height), gain);
        return noise == 0 ? picture.image() : picture.noise(seed, noise).image();
    }

    @FunctionalInterface
    private interface Shot {
        Image at(double seconds);
    }

    private static SameFootage.Timeline filmed(double fromS, double toS, Shot shot) {
        MotionHashes hashes = new MotionHashes();
        for (long ms = 0; ms < (toS - fromS) * 1000; ms += INTERVAL_MS) {
            hashes.add(new Frame(ms, shot.at(fromS + ms / 1000.0)));
        }
        hashes.rest();
        return new SameFootage.Timeline(hashes.take(Long.MAX_VALUE), (long) ((toS - fromS) * 1000));
    }

    private static Optional<Twin> best(SameFootage.Timeline a, SameFootage.Timeline b) {
        Optional<Twin> best = Optional.empty();
        for (long offset = -60_000; offset <= 60_000; offset += 1_000) {
            Optional<Twin> twin = SameFootage.compare(a, b, 7, offset, 500, INTERVAL_MS);
            if (twin.isPresent() && (best.isEmpty() || twin.get().agreement() > best.get().agreement())) {
                best = twin;
            }
        }
        return best;
    }

    private static SameFootage.Timeline original(long seed) {
        List<Visit> visits = visits(seed);
        return filmed(0, LENGTH_S, s -> yard(visits, s, 128, 96, 1, 2, (long) (s * 100)));
    }

    @Test
    void aSmallerNoisierCopyWithoutItsBeginningIsRecognised() {
        List<Visit> visits = visits(1);
        SameFootage.Timeline copy = filmed(12.1, LENGTH_S, s -> yard(visits, s, 100, 72, 0.9, 4, (long) (s * 77)));
        Twin twin = best(copy, original(1)).orElseThrow();
        assertEquals(12_100, twin.offsetMs(), 150);
        assertTrue(twin.agreement() > 0.9, twin.toString());
        assertEquals(0, twin.fromMs());
        assertEquals(47_900, twin.toMs(), 250);
        Twin turned = best(original(1), copy).orElseThrow();
        assertEquals(-12_100, turned.offsetMs(), 150);
    }

    @Test
    void anotherTimeOfTheSameCameraIsNot() {
        for (long seed = 2; seed < 5; seed++) {
            Optional<Twin> twin = best(original(seed), original(seed + 100));
            assertTrue(twin.isEmpty(), twin.toString());
        }
    }

    @Test
    void whereNothingMovesThereIsNothingToRecognise() {
        assertEquals(List.of(), filmed(0, LENGTH_S, s -> yard(List.of(), s, 128, 96, 1, 2, (long) (s * 100))).hashes());
        assertEquals(List.of(), filmed(0, 20, s -> new Pictures(128, 96, 0x030303).noise((long) (s * 10), 3).image()).hashes());
    }

    @Test
    void lightThatComesAndGoesIsNoMovement() {
        Shot clouds = s -> yard(List.of(), s, 128, 96, 1 + 0.3 * Math.sin(s / 1.5), 2, (long) (s * 100));
        List<FrameHash> hashes = filmed(0, LENGTH_S, clouds).hashes();
        assertTrue(hashes.size() < 24, hashes.size() + " of 240 frames pass for movement");
    }

    @Test
    void hashesAreGivenOnceAndInOrder() {
        List<Visit> visits = visits(1);
        MotionHashes hashes = new MotionHashes();
        for (int i = 0; i < 80; i++) {
            hashes.add(new Frame(i * 250L, yard(visits, i * 0.25, 128, 96, 1, 0, 0)));
            hashes.add(new Frame(i * 250L, yard(visits, i * 0.25, 128, 96, 1, 0, 0)));
        }
        List<FrameHash> first = hashes.take(10_000);
        assertTrue(first.size() > 10 && first.getLast().timeMs() < 10_000, first.toString());
        hashes.rest();
        List<FrameHash> rest = hashes.take(Long.MAX_VALUE);
        assertTrue(rest.getFirst().timeMs() >= 10_000 && rest.getLast().timeMs() == 79 * 250, rest.toString());
        assertEquals(List.of(), hashes.take(Long.MAX_VALUE));
        List<Long> times = java.util.stream.Stream.concat(first.stream(), rest.stream()).map(FrameHash::timeMs).toList();
        assertEquals(times.stream().sorted().distinct().toList(), times);
    }

    @Test
    void picturesOfOneThingDifferInFewBits() {
        List<Visit> visits = visits(3);
        long hash = PerceptualHash.of(PerceptualHash.grey(yard(visits, 5, 640, 480, 1, 0, 0)));
        long copy = PerceptualHash.of(PerceptualHash.grey(yard(visits, 5, 200, 140, 0.8, 5, 9)));
        long other = PerceptualHash.of(PerceptualHash.grey(new Pictures(640, 480, 0x202020).fill(new Box(50, 300, 300, 90), 0xffffff).image()));
        assertTrue(Long.bitCount(hash ^ copy) <= 8, Long.bitCount(hash ^ copy) + " bits");
        assertTrue(Long.bitCount(hash ^ other) > 16, Long.bitCount(hash ^ other) + " bits");
        assertEquals(32, Long.bitCount(hash), "half of the bits are above the median");
    }
}
