package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.catalog.StoredSpace;
import dev.vireo.api.deploy.SpaceChange;
import dev.vireo.api.deploy.SpaceStatus;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Spaces, and the steps from one to another. */
final class SpaceRoutes {
    private static final String SPACE = Route.BASE + "/spaces/{id}";

    private final SpaceChange spaces;
    private final Views views;
    private final Requests requests;
    private final Json json;
    private final Limits limits;

    SpaceRoutes(SpaceChange spaces, Views views, Requests requests, Json json, Limits limits) {
        this.spaces = spaces;
        this.views = views;
        this.requests = requests;
        this.json = json;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Route.BASE + "/spaces", Access.VIEWER, this::list),
                Route.post(SPACE + "/build", Access.ADMINISTRATOR, ctx -> json.write(ctx, view(spaces.build(id(ctx))))),
                Route.post(SPACE + "/compare", Access.ADMINISTRATOR, this::compare),
                Route.post(SPACE + "/cutover", Access.ADMINISTRATOR, this::cutOver),
                Route.post(Route.BASE + "/spaces/return", Access.ADMINISTRATOR, this::back),
                Route.delete(SPACE, Access.ADMINISTRATOR, this::drop));
    }

    private static String id(Context ctx) {
        return ctx.pathParam("id");
    }

    private void list(Context ctx) {
        json.write(ctx, views(spaces.list()));
    }

    private void compare(Context ctx) {
        String domain = request(ctx).domain();
        json.write(ctx, view(spaces.compare(id(ctx), domain == null ? Catalog.DEFAULT_DOMAIN : domain)));
    }

    private void cutOver(Context ctx) {
        Wire.SpaceRequest request = request(ctx);
        json.write(ctx, view(spaces.cutOver(
                id(ctx), Optional.ofNullable(request.domain()), Boolean.TRUE.equals(request.unproven()))));
    }

    private void back(Context ctx) {
        json.write(ctx, views(spaces.back(Optional.ofNullable(request(ctx).domain()))));
    }

    private void drop(Context ctx) {
        json.write(ctx, new Wire.DroppedSpace(id(ctx), spaces.drop(id(ctx))));
    }

    private Wire.SpaceRequest request(Context ctx) {
        return requests.body(ctx, Wire.SpaceRequest.class, limits.smallBodyBytes());
    }

    private Wire.Spaces views(List<SpaceStatus> all) {
        return new Wire.Spaces(all.stream().map(this::view).toList());
    }

    private Wire.Space view(SpaceStatus status) {
        Optional<StoredSpace> stored = status.stored();
        return new Wire.Space(
                status.space().id(),
                status.space().dimension(),
                stored.map(s -> Views.lower(s.state())).orElse("offered"),
                stored.map(s -> views.local(s.since())).orElse(null),
                stored.map(s -> s.domains().stream().sorted().toList()).orElse(List.of()),
                status.encoder(),
                Views.lower(status.presence()),
                stored.map(StoredSpace::tracks).orElse(0L),
                stored.map(StoredSpace::vectors).orElse(0L),
                stored.map(StoredSpace::missing).orElse(0L),
                stored.map(StoredSpace::faults).orElse(0L),
                stored.map(StoredSpace::bytes).orElse(0L),
                status.doing(),
                status.report().map(this::view).orElse(null),
                status.faults().stream()
                        .map(f -> new Wire.SpaceFault(Ids.ASSET.text(f.asset()), f.path(), f.reason(), f.tracks()))
                        .toList());
    }

    private Wire.SpaceReport view(SpaceReport report) {
        return new Wire.SpaceReport(
                views.local(report.at()),
                report.domain(),
                report.against(),
                report.real(),
                report.golden(),
                report.overlap(),
                report.tau(),
                report.rbo(),
                new Wire.SpaceTimes(report.before().p50(), report.before().p95()),
                new Wire.SpaceTimes(report.after().p50(), report.after().p95()),
                report.different().stream().map(d -> new Wire.SpaceDifference(d.question(), d.overlap())).toList());
    }
}
