package dev.vireo.admin.javalin.internal;

import dev.vireo.api.ingest.Renewal;
import dev.vireo.api.ingest.RenewalStatus;
import java.util.List;

/** Looking at stored footage again after a change of models. */
final class RenewalRoutes {
    private static final String RENEWAL = Route.BASE + "/renewal";

    private final Renewal renewal;
    private final Views views;
    private final Json json;

    RenewalRoutes(Renewal renewal, Views views, Json json) {
        this.renewal = renewal;
        this.views = views;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.get(RENEWAL, Access.VIEWER, ctx -> json.write(ctx, view(renewal.status()))),
                Route.post(RENEWAL + "/pause", Access.ADMINISTRATOR, ctx -> json.write(ctx, view(renewal.pause()))),
                Route.post(RENEWAL + "/resume", Access.ADMINISTRATOR, ctx -> json.write(ctx, view(renewal.resume()))),
                Route.post(RENEWAL + "/abandon", Access.ADMINISTRATOR, ctx -> json.write(ctx, view(renewal.abandon()))));
    }

    private Wire.Renewal view(RenewalStatus status) {
        return new Wire.Renewal(
                Views.lower(status.state()),
                status.doing(),
                List.copyOf(status.live().detectors()),
                List.copyOf(status.live().classifiers()),
                status.current(),
                status.outdated(),
                status.failed(),
                status.failures().stream()
                        .map(f -> new Wire.RenewalFailure(Ids.ASSET.text(f.asset()), f.path(), f.reason(), views.local(f.at())))
                        .toList());
    }
}
