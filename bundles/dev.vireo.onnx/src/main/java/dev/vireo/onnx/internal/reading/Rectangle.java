package dev.vireo.onnx.internal.reading;

import dev.vireo.api.text.Corner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A rectangle that may be tilted.
 *
 * @param x of the centre
 * @param y of the centre
 * @param width along the direction (cos, sin) of its angle
 * @param height across it
 * @param angle of the width, clockwise as one looks at the picture, −π/4 to π/4 [rad]
 */
record Rectangle(double x, double y, double width, double height, double angle) {
    /**
     * The rectangle of least area around points: one of its sides lies on a side of their convex hull (Freeman and Shapira
     * 1975).
     *
     * @param points [x, y] each, at least one
     */
    static Rectangle around(List<int[]> points) {
        List<int[]> hull = hull(points);
        Rectangle best = null;
        for (int i = 0; i < hull.size(); i++) {
            int[] a = hull.get(i);
            int[] b = hull.get((i + 1) % hull.size());
            double angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
            Rectangle rectangle = along(hull, angle);
            if (best == null || rectangle.width * rectangle.height < best.width * best.height - 1e-9) {
                best = rectangle;
            }
        }
        return best;
    }

    private static Rectangle along(List<int[]> points, double direction) {
        // The same rectangle has four directions; the one nearest to level is kept, so that width runs along level text.
        double angle = direction - Math.round(direction / (Math.PI / 2)) * (Math.PI / 2);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double minU = Double.POSITIVE_INFINITY;
        double maxU = Double.NEGATIVE_INFINITY;
        double minV = Double.POSITIVE_INFINITY;
        double maxV = Double.NEGATIVE_INFINITY;
        for (int[] p : points) {
            double u = p[0] * cos + p[1] * sin;
            double v = p[1] * cos - p[0] * sin;
            minU = Math.min(minU, u);
            maxU = Math.max(maxU, u);
            minV = Math.min(minV, v);
            maxV = Math.max(maxV, v);
        }
        double u = (minU + maxU) / 2;
        double v = (minV + maxV) / 2;
        return new Rectangle(u * cos - v * sin, u * sin + v * cos, maxU - minU, maxV - minV, angle);
    }

    /** Andrew's monotone chain (1979). */
    private static List<int[]> hull(List<int[]> points) {
        List<int[]> sorted = points.stream()
                .sorted(Comparator.<int[]>comparingInt(p -> p[0]).thenComparingInt(p -> p[1]))
                .toList();
        List<int[]> hull = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
            int floor = hull.size();
            for (int[] p : half == 0 ? sorted : sorted.reversed()) {
                while (hull.size() >= floor + 2 && turn(hull.get(hull.size() - 2), hull.getLast(), p) <= 0) {
                    hull.removeLast();
                }
                hull.add(p);
            }
            hull.removeLast(); // it begins the other half
        }
        return hull.isEmpty() ? List.of(sorted.getFirst()) : hull;
    }

    private static long turn(int[] a, int[] b, int[] c) {
        return (long) (b[0] - a[0]) * (c[1] - a[1]) - (long) (b[1] - a[1]) * (c[0] - a[0]);
    }

    double shorter() {
        return Math.min(width, height);
    }

    /** Grown on every side by {@code ratio} · area / perimeter: what was shrunk for training comes back (Liao et al. 2020). */
    Rectangle unclipped(double ratio) {
        double by = ratio * width * height / Math.max(1e-9, 2 * (width + height));
        return new Rectangle(x, y, width + 2 * by, height + 2 * by, angle);
    }

    /** Whether a point lies in it. */
    boolean holds(double px, double py) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double u = (px - x) * cos + (py - y) * sin;
        double v = (py - y) * cos - (px - x) * sin;
        return Math.abs(u) <= width / 2 + 0.5 && Math.abs(v) <= height / 2 + 0.5;
    }

    /** Clockwise from the top left, each coordinate multiplied. */
    List<Corner> corners(double scaleX, double scaleY) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        List<Corner> corners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            double u = (i == 0 || i == 3 ? -1 : 1) * width / 2;
            double v = (i < 2 ? -1 : 1) * height / 2;
            corners.add(new Corner((x + u * cos - v * sin) * scaleX, (y + u * sin + v * cos) * scaleY));
        }
        return corners;
    }
}
