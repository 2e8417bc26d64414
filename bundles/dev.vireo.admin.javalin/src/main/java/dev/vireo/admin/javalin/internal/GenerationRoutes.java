package dev.vireo.admin.javalin.internal;

import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generations;
import dev.vireo.api.deploy.Generations.Progress;
import dev.vireo.api.deploy.Intent;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import io.javalin.http.Context;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Deploying packages and going back. */
final class GenerationRoutes {
    private final Generations generations;
    private final Views views;
    private final Requests requests;
    private final Json json;
    private final Limits limits;
    private final EventStreams events;

    GenerationRoutes(Generations generations, Views views, Requests requests, Json json, Limits limits, EventStreams events) {
        this.generations = generations;
        this.views = views;
        this.requests = requests;
        this.json = json;
        this.limits = limits;
        this.events = events;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Route.BASE + "/generations", Access.VIEWER, this::list),
                Route.post(Route.BASE + "/generations", Access.ADMINISTRATOR, this::deploy),
                Route.post(Route.BASE + "/rollbacks", Access.ADMINISTRATOR, this::rollback),
                Route.get(Route.BASE + "/generations/{id}/events", Access.VIEWER, this::events));
    }

    private void list(Context ctx) {
        Intent intent = generations.intent();
        json.write(ctx, new Wire.Generations(
                intent.desired(),
                intent.active(),
                intent.lastGood(),
                generations.list().stream().map(this::view).toList()));
    }

    private void deploy(Context ctx) {
        Wire.DeployRequest request = requests.body(ctx, Wire.DeployRequest.class, limits.smallBodyBytes());
        Path file = Path.of(request.file() == null ? "" : request.file());
        if (!file.isAbsolute()) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "file is \"" + Texts.shorten(file.toString()) + "\"; it needs the absolute path of a package on the machine "
                            + "that Vireo runs on");
        }
        accepted(ctx, generations.deploy(file, Boolean.TRUE.equals(request.whenReady())));
    }

    private void rollback(Context ctx) {
        Wire.RollbackRequest request = requests.body(ctx, Wire.RollbackRequest.class, limits.smallBodyBytes());
        accepted(ctx, generations.rollback(request.generation() == null
                ? OptionalLong.empty()
                : OptionalLong.of(request.generation())));
    }

    private void accepted(Context ctx, Generation generation) {
        ctx.status(202).header("Location", Route.BASE + "/generations/" + generation.number() + "/events");
        json.write(ctx, view(generation));
    }

    private void events(Context ctx) {
        long number = number(ctx.pathParam("id"));
        events.<Progress>stream(
                ctx,
                Route.BASE + "/generations",
                listener -> generations.listen(number, listener),
                Progress::ended,
                p -> new Wire.DeployProgress(p.generation(), p.step(), p.message(), p.ended(), p.failed()));
    }

    private static long number(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new VireoException(
                    ErrorKind.NOT_FOUND, "there is no generation \"" + Texts.shorten(text) + "\"; it needs a number");
        }
        return Long.parseLong(text);
    }

    private Wire.Generation view(Generation g) {
        return new Wire.Generation(
                g.number(),
                Views.lower(g.state()),
                g.parent(),
                g.number() == 0 ? null : views.local(g.created()),
                g.reason(),
                g.failedStarts(),
                g.packages().stream()
                        .map(p -> new Wire.DeployedPackage(
                                p.name(),
                                p.version(),
                                p.sha256(),
                                p.signer(),
                                p.bundles().stream()
                                        .map(b -> new Wire.DeployedBundle(b.symbolicName(), b.version(), b.sha256(), b.size()))
                                        .toList()))
                        .toList());
    }
}
