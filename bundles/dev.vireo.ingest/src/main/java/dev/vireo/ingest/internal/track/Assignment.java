package dev.vireo.ingest.internal.track;

import java.util.Arrays;

/**
 * The pairing of rows and columns with the least sum of costs (H. W. Kuhn, "The Hungarian method for the assignment
 * problem", 1955; the O(n³) form with potentials by shortest augmenting paths, Jonker and Volgenant 1987).
 */
final class Assignment {
    private Assignment() {}

    /**
     * @param cost shape [rows][columns]; a pair whose cost is not finite never happens
     * @param unmatched cost of leaving a row without a column; pairs that cost more are not made
     * @return column of each row, −1 for none
     */
    static int[] solve(double[][] cost, double unmatched) {
        int rows = cost.length;
        int columns = rows == 0 ? 0 : cost[0].length;
        int[] result = new int[rows];
        Arrays.fill(result, -1);
        if (rows == 0 || columns == 0) {
            return result;
        }
        // One private column for each row stands for "unmatched", so that every row finds a place and rows <= columns.
        int n = rows;
        int m = columns + rows;
        double forbidden = 1e9;
        double[] u = new double[n + 1];
        double[] v = new double[m + 1];
        int[] match = new int[m + 1];
        int[] way = new int[m + 1];
        for (int i = 1; i <= n; i++) {
            match[0] = i;
            int j0 = 0;
            double[] min = new double[m + 1];
            boolean[] used = new boolean[m + 1];
            Arrays.fill(min, Double.POSITIVE_INFINITY);
            do {
                used[j0] = true;
                int i0 = match[j0];
                int j1 = 0;
                double delta = Double.POSITIVE_INFINITY;
                for (int j = 1; j <= m; j++) {
                    if (!used[j]) {
                        double c;
                        if (j <= columns) {
                            c = cost[i0 - 1][j - 1];
                            c = c < unmatched ? c : forbidden;
                        } else {
                            c = j - columns == i0 ? unmatched : forbidden;
                        }
                        double reduced = c - u[i0] - v[j];
                        if (reduced < min[j]) {
                            min[j] = reduced;
                            way[j] = j0;
                        }
                        if (min[j] < delta) {
                            delta = min[j];
                            j1 = j;
                        }
                    }
                }
                for (int j = 0; j <= m; j++) {
                    if (used[j]) {
                        u[match[j]] += delta;
                        v[j] -= delta;
                    } else {
                        min[j] -= delta;
                    }
                }
                j0 = j1;
            } while (match[j0] != 0);
            do {
                int j1 = way[j0];
                match[j0] = match[j1];
                j0 = j1;
            } while (j0 != 0);
        }
        for (int j = 1; j <= columns; j++) {
            if (match[j] != 0 && cost[match[j] - 1][j - 1] < unmatched) {
                result[match[j] - 1] = j - 1;
            }
        }
        return result;
    }
}
