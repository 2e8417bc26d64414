package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Polygon;
import dev.vireo.api.catalog.Zone;
import dev.vireo.api.media.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Zones of one name, each on the pictures of its source. A thing counts as inside when its foot point (the middle of the
 * lower edge of its box) lies in the polygon, since that is where it stands; else by the share of its box that does.
 */
public record ZonePlace(String name, List<Zone> zones) implements Region {
    public ZonePlace {
        zones = List.copyOf(zones);
    }

    boolean covers(Asset asset) {
        return zones.stream().anyMatch(z -> z.covers(asset.path()));
    }

    @Override
    public OptionalDouble inside(Box box, Asset asset) {
        return zones.stream()
                .filter(z -> z.covers(asset.path()))
                .mapToDouble(z -> inside(z.polygon(), box.scale(1.0 / asset.info().width(), 1.0 / asset.info().height())))
                .max();
    }

    private static double inside(Polygon polygon, Box box) {
        return contains(polygon, box.centreX(), box.y() + box.h()) ? 1 : share(polygon, box);
    }

    /** Distance of the foot point to the nearest such zone [px of the source frame]; 0 inside. */
    OptionalDouble distance(Box box, Asset asset) {
        double width = asset.info().width();
        double height = asset.info().height();
        return zones.stream()
                .filter(z -> z.covers(asset.path()))
                .mapToDouble(z -> distance(z.polygon(), box.centreX(), box.y() + box.h(), width, height))
                .min();
    }

    private static double distance(Polygon polygon, double x, double y, double width, double height) {
        if (contains(polygon, x / width, y / height)) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        List<Polygon.Corner> corners = polygon.corners();
        for (int i = 0; i < corners.size(); i++) {
            Polygon.Corner a = corners.get(i);
            Polygon.Corner b = corners.get((i + 1) % corners.size());
            double dx = (b.x() - a.x()) * width;
            double dy = (b.y() - a.y()) * height;
            double along = ((x - a.x() * width) * dx + (y - a.y() * height) * dy) / (dx * dx + dy * dy);
            double t = Math.clamp(along, 0, 1);
            least = Math.min(least, Math.hypot(x - a.x() * width - t * dx, y - a.y() * height - t * dy));
        }
        return least;
    }

    /** Even-odd rule. */
    static boolean contains(Polygon polygon, double x, double y) {
        boolean in = false;
        List<Polygon.Corner> corners = polygon.corners();
        for (int i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
            Polygon.Corner a = corners.get(i);
            Polygon.Corner b = corners.get(j);
            if (a.y() > y != b.y() > y && x < (b.x() - a.x()) * (y - a.y()) / (b.y() - a.y()) + a.x()) {
                in = !in;
            }
        }
        return in;
    }

    /** Share of a box that a polygon covers: the polygon cut by each edge (Sutherland and Hodgman 1974), then its area. */
    static double share(Polygon polygon, Box box) {
        List<Polygon.Corner> rest = polygon.corners();
        rest = cut(rest, c -> c.x() - box.x());
        rest = cut(rest, c -> box.x() + box.w() - c.x());
        rest = cut(rest, c -> c.y() - box.y());
        rest = cut(rest, c -> box.y() + box.h() - c.y());
        double sum = 0;
        for (int i = 0; i < rest.size(); i++) {
            Polygon.Corner a = rest.get(i);
            Polygon.Corner b = rest.get((i + 1) % rest.size());
            sum += a.x() * b.y() - b.x() * a.y();
        }
        return Math.clamp(Math.abs(sum) / 2 / box.area(), 0, 1);
    }

    /** What is left on the side where {@code depth} is not negative. */
    private static List<Polygon.Corner> cut(List<Polygon.Corner> corners, ToDoubleFunction<Polygon.Corner> depth) {
        List<Polygon.Corner> kept = new ArrayList<>();
        for (int i = 0; i < corners.size(); i++) {
            Polygon.Corner a = corners.get(i);
            Polygon.Corner b = corners.get((i + 1) % corners.size());
            double da = depth.applyAsDouble(a);
            double db = depth.applyAsDouble(b);
            if (da >= 0) {
                kept.add(a);
            }
            if (da >= 0 != db >= 0) {
                double t = da / (da - db);
                kept.add(new Polygon.Corner(a.x() + t * (b.x() - a.x()), a.y() + t * (b.y() - a.y())));
            }
        }
        return kept;
    }
}
