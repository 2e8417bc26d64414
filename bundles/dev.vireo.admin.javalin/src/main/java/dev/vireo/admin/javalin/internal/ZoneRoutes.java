package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.NewZone;
import dev.vireo.api.catalog.Polygon;
import dev.vireo.api.catalog.Zone;
import dev.vireo.api.catalog.Zones;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Named parts of the pictures of sources. */
final class ZoneRoutes {
    private final Zones zones;
    private final Catalog catalog;
    private final Requests requests;
    private final Json json;
    private final Limits limits;

    ZoneRoutes(Zones zones, Catalog catalog, Requests requests, Json json, Limits limits) {
        this.zones = zones;
        this.catalog = catalog;
        this.requests = requests;
        this.json = json;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.post(Route.BASE + "/zones", Access.ADMINISTRATOR, this::add),
                Route.get(Route.BASE + "/zones", Access.VIEWER, this::list),
                Route.delete(Route.BASE + "/zones/{id}", Access.ADMINISTRATOR, this::delete));
    }

    private void add(Context ctx) {
        Wire.ZoneRequest request = requests.body(ctx, Wire.ZoneRequest.class, limits.smallBodyBytes());
        String domain = request.domain() == null ? Catalog.DEFAULT_DOMAIN : request.domain();
        String source = request.source() == null ? "" : request.source();
        List<List<Double>> points = request.points() == null ? List.of() : request.points();
        String unit = request.unit() == null ? "fraction" : request.unit();
        double width = 1;
        double height = 1;
        if (unit.equals("pixel")) {
            Size size = size(domain, source);
            width = size.width();
            height = size.height();
        } else if (!unit.equals("fraction")) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "unit is \"" + Texts.shorten(unit) + "\"; it needs fraction or pixel");
        }
        List<Polygon.Corner> corners = new ArrayList<>();
        for (List<Double> point : points) {
            if (point == null || point.size() != 2 || point.contains(null)) {
                throw new VireoException(
                        ErrorKind.USER_INPUT,
                        "point " + (corners.size() + 1) + " is " + Texts.shorten(String.valueOf(point))
                                + "; each needs two numbers, x and y");
            }
            corners.add(new Polygon.Corner(point.get(0) / width, point.get(1) / height));
        }
        Zone zone = zones.add(new NewZone(domain, source, request.name() == null ? "" : request.name(), new Polygon(corners)));
        ctx.status(201).header("Location", Route.BASE + "/zones/" + Ids.ZONE.text(zone.id()));
        json.write(ctx, view(zone));
    }

    private record Size(int width, int height) {}

    /** Pixels mean something only when everything that the source has delivered is of one size. */
    private Size size(String domain, String source) {
        Zone probe = new Zone(1, domain, source, "", new Polygon(List.of(
                new Polygon.Corner(0, 0), new Polygon.Corner(1, 0), new Polygon.Corner(1, 1))));
        Set<Size> sizes = catalog.assets(Optional.of(domain)).stream()
                .filter(a -> !source.isBlank() && probe.covers(a.path()))
                .map(Asset::info)
                .map(i -> new Size(i.width(), i.height()))
                .collect(Collectors.toSet());
        if (sizes.size() != 1) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "points in pixels need a source with one frame size; "
                            + (sizes.isEmpty()
                                    ? "nothing was added from \"" + Texts.shorten(source) + "\" yet"
                                    : "\"" + Texts.shorten(source) + "\" has " + sizes.size() + " sizes")
                            + ". Give fractions of width and height, 0 to 1");
        }
        return sizes.iterator().next();
    }

    private void list(Context ctx) {
        Optional<String> domain = Optional.ofNullable(ctx.queryParam("domain"));
        json.write(ctx, new Wire.Zones(zones.zones(domain).stream().map(ZoneRoutes::view).toList()));
    }

    private void delete(Context ctx) {
        zones.delete(Ids.ZONE.parse(ctx.pathParam("id")));
        ctx.status(204);
    }

    private static Wire.Zone view(Zone zone) {
        return new Wire.Zone(
                Ids.ZONE.text(zone.id()),
                zone.domain(),
                zone.source(),
                zone.name(),
                zone.polygon().corners().stream().map(c -> List.of(c.x(), c.y())).toList());
    }
}
