package dev.vireo.api.catalog;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.List;
import java.util.Locale;

/**
 * A simple polygon on a frame, in fractions of its width and height, origin top left, so that it fits every size that a
 * source delivers. The last corner is joined to the first.
 *
 * @param corners in order, 3 to {@value #MOST}
 */
public record Polygon(List<Corner> corners) {
    /** Most corners. */
    public static final int MOST = 100;

    /** Smallest area as a share of the frame: less is a line that was drawn by mistake. */
    private static final double SMALLEST = 1e-5;

    /**
     * @param x 0 (left) to 1 (right)
     * @param y 0 (top) to 1 (bottom)
     */
    public record Corner(double x, double y) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.4g,%.4g", x, y);
        }
    }

    /** @throws VireoException USER_INPUT when it is no simple polygon inside the frame; the message names the corner */
    public Polygon {
        corners = List.copyOf(corners);
        if (corners.size() < 3 || corners.size() > MOST) {
            throw wrong("it has " + corners.size() + " corners; a polygon needs 3 to " + MOST);
        }
        for (int i = 0; i < corners.size(); i++) {
            Corner c = corners.get(i);
            if (!(c.x >= 0 && c.x <= 1 && c.y >= 0 && c.y <= 1)) {
                throw wrong("corner " + (i + 1) + " is at " + c + ", outside the frame; both need 0 to 1 (in pixels: up to the"
                        + " frame's width and height)");
            }
            if (c.equals(corners.get((i + 1) % corners.size()))) {
                throw wrong("corners " + (i + 1) + " and " + ((i + 1) % corners.size() + 1) + " are both at " + c
                        + "; leave one out (the last corner is joined to the first by itself)");
            }
        }
        for (int i = 0; i < corners.size(); i++) {
            for (int j = i + 1; j < corners.size(); j++) {
                if (crosses(corners, i, j)) {
                    throw wrong("the side from corner " + (i + 1) + " and the side from corner " + (j + 1)
                            + " cross or touch; give the corners in the order in which one walks around it");
                }
            }
        }
        if (area(corners) < SMALLEST) {
            throw wrong("it covers less than a thousandth of a percent of the frame; draw it larger");
        }
    }

    private static VireoException wrong(String what) {
        return new VireoException(ErrorKind.USER_INPUT, "this is no zone: " + what);
    }

    /** Area as a share of the frame, 0 to 1. */
    public double area() {
        return area(corners);
    }

    private static double area(List<Corner> corners) {
        double sum = 0;
        for (int i = 0; i < corners.size(); i++) {
            Corner a = corners.get(i);
            Corner b = corners.get((i + 1) % corners.size());
            sum += a.x * b.y - b.x * a.y;
        }
        return Math.abs(sum) / 2;
    }

    /** Whether the sides that begin at two corners have a point in common that they should not have. */
    private static boolean crosses(List<Corner> corners, int i, int j) {
        int n = corners.size();
        Corner a = corners.get(i);
        Corner b = corners.get((i + 1) % n);
        Corner c = corners.get(j);
        Corner d = corners.get((j + 1) % n);
        boolean follows = (i + 1) % n == j;
        boolean leads = (j + 1) % n == i;
        if (follows || leads) {
            // Neighbours share a corner; they must not run back over each other.
            Corner shared = follows ? b : a;
            Corner one = follows ? a : b;
            Corner other = follows ? d : c;
            return turn(one, shared, other) == 0 && (one.x - shared.x) * (other.x - shared.x) + (one.y - shared.y) * (other.y - shared.y) > 0;
        }
        double abc = turn(a, b, c);
        double abd = turn(a, b, d);
        double cda = turn(c, d, a);
        double cdb = turn(c, d, b);
        return abc * abd < 0 && cda * cdb < 0
                || abc == 0 && within(a, b, c) || abd == 0 && within(a, b, d)
                || cda == 0 && within(c, d, a) || cdb == 0 && within(c, d, b);
    }

    private static double turn(Corner a, Corner b, Corner c) {
        return Math.signum((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
    }

    private static boolean within(Corner a, Corner b, Corner p) {
        return p.x >= Math.min(a.x, b.x) && p.x <= Math.max(a.x, b.x) && p.y >= Math.min(a.y, b.y) && p.y <= Math.max(a.y, b.y);
    }
}
