package dev.vireo.ingest.internal.track;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class AssignmentTest {
    @Test
    void isAsGoodAsTryingEverything() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            int rows = 1 + random.nextInt(5);
            int columns = 1 + random.nextInt(5);
            double[][] cost = new double[rows][columns];
            for (double[] row : cost) {
                for (int j = 0; j < columns; j++) {
                    row[j] = random.nextDouble();
                }
            }
            double unmatched = random.nextDouble();
            int[] pairs = Assignment.solve(cost, unmatched);
            boolean[] taken = new boolean[columns];
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                if (pairs[i] < 0) {
                    sum += unmatched;
                } else {
                    assertTrue(!taken[pairs[i]], "a column twice");
                    assertTrue(cost[i][pairs[i]] < unmatched, "a pair worse than none");
                    taken[pairs[i]] = true;
                    sum += cost[i][pairs[i]];
                }
            }
            assertEquals(best(cost, 0, new boolean[columns], unmatched), sum, 1e-9);
        }
    }

    @Test
    void prefersTheBetterWholeToTheBetterPair() {
        assertArrayEquals(new int[] {1, 0}, Assignment.solve(new double[][] {{0.1, 0.2}, {0.15, 9}}, 5));
    }

    @Test
    void leavesOutWhatNeverFits() {
        assertArrayEquals(
                new int[] {-1, 0}, Assignment.solve(new double[][] {{Double.POSITIVE_INFINITY}, {0.5}}, 1));
        assertArrayEquals(new int[] {-1, -1}, Assignment.solve(new double[][] {{}, {}}, 1));
        assertArrayEquals(new int[0], Assignment.solve(new double[0][], 1));
    }

    private static double best(double[][] cost, int row, boolean[] taken, double unmatched) {
        if (row == cost.length) {
            return 0;
        }
        double best = unmatched + best(cost, row + 1, taken, unmatched);
        for (int j = 0; j < taken.length; j++) {
            if (!taken[j]) {
                taken[j] = true;
                best = Math.min(best, cost[row][j] + best(cost, row + 1, taken, unmatched));
                taken[j] = false;
            }
        }
        return best;
    }
}
