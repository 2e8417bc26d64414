package dev.vireo.onnx.internal.head;

import java.util.ArrayList;
import java.util.List;

/** Greedy non-maximum suppression. */
final class NonMaximumSuppression {
    private NonMaximumSuppression() {}

    /**
     * @param candidates best first
     * @return those that no better one overlaps by more than {@code maxIou}, best first, {@code limit} at most
     */
    static <T extends Box> List<T> keep(List<T> candidates, double maxIou, int limit) {
        List<T> kept = new ArrayList<>();
        for (T candidate : candidates) {
            if (kept.size() == limit) {
                break;
            }
            if (kept.stream().noneMatch(better -> iou(better, candidate) > maxIou)) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private static double iou(Box a, Box b) {
        double width = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
        double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double overlap = width * height;
        return overlap / (area(a) + area(b) - overlap);
    }

    private static double area(Box box) {
        return (box.right() - box.left()) * (box.bottom() - box.top());
    }

    /** Edges of a candidate. */
    interface Box {
        double left();

        double top();

        double right();

        double bottom();
    }
}
