package dev.vireo.ingest.internal.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Colour;
import dev.vireo.ingest.internal.Pictures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class ColourMeasureTest {
    private static final Box CAR = new Box(100, 80, 90, 60);

    private final ColourMeasure measure = new ColourMeasure();

    @Test
    void filesAndStreamsMeasureAtTheSameTime() throws Exception {
        Image frame = new Pictures(60, 40, 0xc02020).image();
        for (int round = 0; round < 5; round++) {
            ColourMeasure shared = new ColourMeasure();
            CyclicBarrier together = new CyclicBarrier(4);
            List<Callable<Double>> work = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                double exposure = 1 + thread / 20.0; // a table of its own
                work.add(() -> {
                    together.await();
                    return shared.shares(frame, new Box(10, 10, 40, 20), exposure)[Colour.RED.ordinal()];
                });
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                for (Future<Double> share : threads.invokeAll(work)) {
                    assertTrue(share.get() > 0.9, "of a red frame");
                }
            }
        }
    }

    @Test
    void backgroundInsideTheBoxCountsLittle() {
        // An upright figure in a wide box on a lawn: two thirds of the box are lawn.
        Pictures picture = new Pictures(300, 220, 0x3c5a1e).fill(new Box(130, 80, 30, 60), 0xc02020).noise(1, 6);
        List<ColourShare> shares = measure(picture, CAR);
        assertEquals(Colour.RED, shares.get(0).colour(), shares.toString());
        assertTrue(share(shares, Colour.GREEN) < 0.35, shares.toString());
    }

    @Test
    void aWhiteVanWithWindowsAndTyresIsWhite() {
        List<ColourShare> shares = measure(vehicle(0xf0f0f0, 0x5a5d60), CAR);
        assertEquals(Colour.WHITE, shares.get(0).colour(), shares.toString());
        assertTrue(share(shares, Colour.WHITE) > 0.5, shares.toString());
    }

    @Test
    void aWhiteVanBeforeAWhiteWallIsStillWhite() {
        List<ColourShare> shares = measure(vehicle(0xf0f0f0, 0xf4f4f4), CAR);
        assertEquals(Colour.WHITE, shares.get(0).colour(), shares.toString());
    }

    @Test
    void aGreyCarOnAGreyRoadIsStillGrey() {
        List<ColourShare> shares = measure(vehicle(0x8a8c8e, 0x858789), CAR);
        assertEquals(Colour.GREY, shares.get(0).colour(), shares.toString());
    }

    @Test
    void aPaleBlueCarIsBlueAndNotWhite() {
        List<ColourShare> shares = measure(vehicle(0x8fb4c4, 0x6a6c6e), CAR);
        assertEquals(Colour.BLUE, shares.get(0).colour(), shares.toString());
        assertTrue(share(shares, Colour.WHITE) < 0.15, shares.toString());
    }

    @Test
    void halfInShadeARedCarIsRed() {
        Pictures picture = vehicle(0xc02828, 0x707274).shade(new Box(100, 80, 45, 60), 0.35);
        List<ColourShare> shares = measure(picture, CAR);
        assertEquals(Colour.RED, shares.get(0).colour(), shares.toString());
    }

    @Test
    void sharesSumToAtMostOne() {
        double sum = measure(vehicle(0x40a0c0, 0x707274), CAR).stream().mapToDouble(ColourShare::fraction).sum();
        assertTrue(sum <= 1.0001 && sum > 0.8, "sum " + sum);
    }

    /** A car from the side: body, a band of windows, two tyres, a reflection. */
    private static Pictures vehicle(int body, int ground) {
        return new Pictures(300, 220, ground)
                .fill(new Box(100, 84, 90, 50), body)
                .fill(new Box(115, 88, 60, 12), 0x202428)
                .fill(new Box(110, 126, 14, 14), 0x181818)
                .fill(new Box(166, 126, 14, 14), 0x181818)
                .fill(new Box(120, 108, 10, 4), 0xffffff)
                .noise(2, 5);
    }

    private List<ColourShare> measure(Pictures picture, Box box) {
        return measure.of(List.of(Look.of(picture.view(0), box, 1)));
    }

    private static double share(List<ColourShare> shares, Colour colour) {
        return shares.stream().filter(s -> s.colour() == colour).mapToDouble(ColourShare::fraction).sum();
    }
}
