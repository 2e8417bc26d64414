package dev.vireo.onnx.internal.reading;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * For each pixel how probable it is that the inner part of a line of text covers it, and what lines come of that
 * (differentiable binarisation: Liao, Wan, Yao, Chen and Bai, AAAI 2020, with the settings of PaddleOCR).
 *
 * @param values row-major, 0 to 1
 */
record ProbabilityMap(float[] values, int width, int height) {
    /** A line's rectangle in pixels of the map, and the mean probability inside of what was found. */
    record Line(Rectangle rectangle, double probability) {}

    /**
     * How lines are made.
     *
     * @param pixel least probability of a pixel
     * @param line least mean probability of a line
     * @param unclip how far a line grows beyond what was found, see {@link Rectangle#unclipped}
     * @param minSide shortest side of what was found [px of the map]
     * @param most lines kept
     */
    record Rule(double pixel, double line, double unclip, double minSide, int most) {}

    List<Line> lines(Rule rule) {
        List<Line> lines = new ArrayList<>();
        boolean[] seen = new boolean[values.length];
        for (int start = 0; start < values.length; start++) {
            if (seen[start] || values[start] <= rule.pixel()) {
                continue;
            }
            Rectangle inner = Rectangle.around(outline(start, rule.pixel(), seen));
            if (inner.shorter() + 1 < rule.minSide()) {
                continue;
            }
            double probability = mean(inner);
            if (probability < rule.line()) {
                continue;
            }
            // Pixels are squares: their centres span one pixel less than they cover, and lie half a pixel inside.
            Rectangle centred = new Rectangle(inner.x() + 0.5, inner.y() + 0.5, inner.width(), inner.height(), inner.angle());
            Rectangle whole = centred.unclipped(rule.unclip());
            if (whole.shorter() >= rule.minSide() + 2) {
                lines.add(new Line(whole, probability));
                if (lines.size() == rule.most()) {
                    break;
                }
            }
        }
        return lines;
    }

    /** First and last pixel of each row of the connected pixels around {@code start}: their hull is that of all of them. */
    private List<int[]> outline(int start, double least, boolean[] seen) {
        int top = start / width;
        List<int[]> spans = new ArrayList<>(); // [min x, max x] by row below top: nothing lies above where a scan meets it
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.add(start);
        seen[start] = true;
        while (!open.isEmpty()) {
            int at = open.poll();
            int x = at % width;
            int y = at / width;
            while (spans.size() <= y - top) {
                spans.add(new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE});
            }
            int[] span = spans.get(y - top);
            span[0] = Math.min(span[0], x);
            span[1] = Math.max(span[1], x);
            for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
                for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                    int next = ny * width + nx;
                    if (!seen[next] && values[next] > least) {
                        seen[next] = true;
                        open.add(next);
                    }
                }
            }
        }
        List<int[]> points = new ArrayList<>();
        for (int row = 0; row < spans.size(); row++) {
            points.add(new int[] {spans.get(row)[0], top + row});
            points.add(new int[] {spans.get(row)[1], top + row});
        }
        return points;
    }

    private double mean(Rectangle rectangle) {
        double reach = Math.hypot(rectangle.width(), rectangle.height()) / 2 + 1;
        int left = (int) Math.max(0, rectangle.x() - reach);
        int right = (int) Math.min(width - 1, rectangle.x() + reach);
        int top = (int) Math.max(0, rectangle.y() - reach);
        int bottom = (int) Math.min(height - 1, rectangle.y() + reach);
        double sum = 0;
        int n = 0;
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                if (rectangle.holds(x, y)) {
                    sum += values[y * width + x];
                    n++;
                }
            }
        }
        return n == 0 ? 0 : sum / n;
    }
}
