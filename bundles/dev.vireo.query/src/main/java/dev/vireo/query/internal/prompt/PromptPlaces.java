package dev.vireo.query.internal.prompt;

import dev.vireo.api.ingest.RegionReader;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.query.VisualPrompt;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which objects a mark means.
 * <ul>
 *   <li>A box means the found object that fits it best, when one covers it well enough; else just what the box holds.
 *   <li>A point means the smallest found object that it lies on; else a small square around it.
 *   <li>A line means every found object that it crosses; else the box that it spans, and a little around it.
 * </ul>
 * No mark means the whole picture.
 */
final class PromptPlaces {
    /** A find of less than this is more often nothing: half of what a single sighting in footage needs. */
    private static final double FOUND = 0.3;
    /** A box drawn by hand around a thing overlaps its true box by more than this. */
    private static final double FITS = 0.35;
    /** Side of the square around a point where nothing was found, as a share of the shorter side. */
    private static final double AROUND = 0.08;
    /** Most things that a line takes. */
    private static final int MOST = 16;

    private PromptPlaces() {}

    static List<RegionReader.Found> of(Image picture, Optional<VisualPrompt.Mark> mark, RegionReader reader) {
        if (mark.isEmpty()) {
            return List.of(drawn(new Box(0, 0, picture.width(), picture.height())));
        }
        List<RegionReader.Found> finds = reader.find(picture).stream()
                .filter(f -> !f.labels().isEmpty() && f.labels().get(0).probability() >= FOUND)
                .toList();
        double around = Math.max(8, AROUND * Math.min(picture.width(), picture.height()));
        return switch (mark.get()) {
            case VisualPrompt.Area area -> List.of(finds.stream()
                    .filter(f -> f.box().iou(area.box()) >= FITS)
                    .max(Comparator.comparingDouble(f -> f.box().iou(area.box())))
                    .orElseGet(() -> drawn(area.box().grow(0, picture.width(), picture.height()))));
            case VisualPrompt.Point point -> List.of(finds.stream()
                    .filter(f -> holds(f.box(), point.x(), point.y()))
                    .min(Comparator.comparingDouble(f -> f.box().area()))
                    .orElseGet(() -> drawn(span(point.x(), point.y(), point.x(), point.y(), around, picture))));
            case VisualPrompt.Line line -> {
                List<RegionReader.Found> crossed =
                        finds.stream().filter(f -> crosses(f.box(), line)).limit(MOST).toList();
                yield crossed.isEmpty()
                        ? List.of(drawn(span(line.x1(), line.y1(), line.x2(), line.y2(), around, picture)))
                        : crossed;
            }
        };
    }

    private static RegionReader.Found drawn(Box box) {
        return new RegionReader.Found(box, List.of());
    }

    private static boolean holds(Box box, double x, double y) {
        return x >= box.x() && x <= box.x() + box.w() && y >= box.y() && y <= box.y() + box.h();
    }

    /** The box around two points, {@code around} wider and higher, cut to the picture. */
    private static Box span(double x1, double y1, double x2, double y2, double around, Image picture) {
        double left = Math.max(0, Math.min(x1, x2) - around / 2);
        double top = Math.max(0, Math.min(y1, y2) - around / 2);
        double right = Math.min(picture.width(), Math.max(x1, x2) + around / 2);
        double bottom = Math.min(picture.height(), Math.max(y1, y2) + around / 2);
        return new Box(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }

    /** Clips the line to the box (Liang and Barsky 1984); something is left when it crosses. */
    static boolean crosses(Box box, VisualPrompt.Line line) {
        double dx = line.x2() - line.x1();
        double dy = line.y2() - line.y1();
        double[] p = {-dx, dx, -dy, dy};
        double[] q = {
            line.x1() - box.x(), box.x() + box.w() - line.x1(), line.y1() - box.y(), box.y() + box.h() - line.y1()
        };
        double from = 0;
        double to = 1;
        for (int i = 0; i < 4; i++) {
            if (p[i] == 0) {
                if (q[i] < 0) {
                    return false;
                }
            } else if (p[i] < 0) {
                from = Math.max(from, q[i] / p[i]);
            } else {
                to = Math.min(to, q[i] / p[i]);
            }
        }
        return from <= to;
    }
}
