package dev.vireo.onnx.internal.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.text.Corner;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbabilityMapTest {
    private static final ProbabilityMap.Rule RULE = new ProbabilityMap.Rule(0.3, 0.6, 1.5, 3, 100);

    /** A map in which a tilted rectangle is 0.9 and everything else 0.1. */
    private static ProbabilityMap map(int width, int height, Rectangle... shapes) {
        float[] values = new float[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float value = 0.1f;
                for (Rectangle shape : shapes) {
                    value = shape.holds(x, y) ? 0.9f : value;
                }
                values[y * width + x] = value;
            }
        }
        return new ProbabilityMap(values, width, height);
    }

    @Test
    void findsALevelLineAndGrowsItByItsArea() {
        ProbabilityMap.Line line = map(100, 60, new Rectangle(50, 30, 40, 8, 0)).lines(RULE).getFirst();
        assertEquals(0.9, line.probability(), 0.05);
        double by = 1.5 * 40 * 8 / (2 * (40 + 8));
        assertEquals(40 + 2 * by, line.rectangle().width(), 1);
        assertEquals(8 + 2 * by, line.rectangle().height(), 1);
        assertEquals(50.5, line.rectangle().x(), 0.6);
        assertEquals(30.5, line.rectangle().y(), 0.6);
        List<Corner> corners = line.rectangle().corners(2, 3);
        assertEquals((50.5 - 20 - by) * 2, corners.get(0).x(), 2);
        assertEquals((30.5 - 4 - by) * 3, corners.get(0).y(), 3);
        assertTrue(corners.get(1).x() > corners.get(0).x() && corners.get(3).y() > corners.get(0).y());
    }

    @Test
    void findsTheTilt() {
        for (double degrees : new double[] {-30, -12, 5, 20, 40}) {
            double angle = Math.toRadians(degrees);
            ProbabilityMap.Line line = map(200, 200, new Rectangle(100, 100, 90, 14, angle)).lines(RULE).getFirst();
            assertEquals(degrees, Math.toDegrees(line.rectangle().angle()), 2.5);
        }
    }

    @Test
    void keepsLinesApartAndDropsSpecks() {
        ProbabilityMap map = map(200, 100, new Rectangle(50, 20, 60, 8, 0), new Rectangle(50, 60, 60, 8, 0),
                new Rectangle(150, 50, 0.5, 0.5, 0));
        assertEquals(2, map.lines(RULE).size());
        assertEquals(1, map.lines(new ProbabilityMap.Rule(0.3, 0.6, 1.5, 3, 1)).size());
        assertEquals(0, map.lines(new ProbabilityMap.Rule(0.3, 0.95, 1.5, 3, 100)).size());
    }

    @Test
    void takesAWholeMapOfText() {
        float[] values = new float[64 * 32];
        Arrays.fill(values, 1f);
        assertEquals(1, new ProbabilityMap(values, 64, 32).lines(RULE).size());
        assertEquals(0, new ProbabilityMap(new float[1], 1, 1).lines(RULE).size());
    }
}
