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
import java.util.function.Function;

/** Deploying packages, trying them first, and going back. */
final class GenerationRoutes {
    private static final int MOST_PERCENT = 99;

    private final Generations generations;
    private final Views views;
    private final Requests requests;
    private final Json json;
    private final Limits limits;
    private final EventStreams events;
    private final RevokedPackages revoked;

    GenerationRoutes(
            Generations generations, RevokedPackages revoked, Views views, Requests requests, Json json, Limits limits, EventStreams events) {
        this.revoked = revoked;
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
                Route.post(Route.BASE + "/promotions", Access.ADMINISTRATOR, ctx -> decide(ctx, generations::promote)),
                Route.post(Route.BASE + "/discards", Access.ADMINISTRATOR, ctx -> decide(ctx, generations::discard)),
                Route.post(Route.BASE + "/rollbacks", Access.ADMINISTRATOR, this::rollback),
                Route.get(Route.BASE + "/generations/{id}/events", Access.VIEWER, this::events));
    }

    private void list(Context ctx) {
        revoked.send(ctx);
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
        boolean shadow = Boolean.TRUE.equals(request.shadow());
        if (shadow && request.percent() != null) {
            throw new VireoException(ErrorKind.USER_INPUT, "percent and shadow are given both; with shadow nobody gets its answers");
        }
        if ((shadow || request.percent() != null) && Boolean.TRUE.equals(request.whenReady())) {
            throw new VireoException(ErrorKind.USER_INPUT, "when_ready is given with a trial; a trial takes over by POST /promotions only");
        }
        if (request.percent() != null && (request.percent() < 1 || request.percent() > MOST_PERCENT)) {
            throw new VireoException(ErrorKind.USER_INPUT, "percent is " + request.percent() + "; it needs 1 to " + MOST_PERCENT
                    + ". Without it all requests get the new generation");
        }
        accepted(ctx, shadow || request.percent() != null
                ? generations.tryOut(file, shadow ? 0 : request.percent())
                : generations.deploy(file, Boolean.TRUE.equals(request.whenReady())));
    }

    private void decide(Context ctx, Function<OptionalLong, Generation> decision) {
        Wire.DecisionRequest request = requests.body(ctx, Wire.DecisionRequest.class, limits.smallBodyBytes());
        accepted(ctx, decision.apply(number(request.generation())));
    }

    private static OptionalLong number(Long given) {
        return given == null ? OptionalLong.empty() : OptionalLong.of(given);
    }

    private void rollback(Context ctx) {
        Wire.RollbackRequest request = requests.body(ctx, Wire.RollbackRequest.class, limits.smallBodyBytes());
        accepted(ctx, generations.rollback(number(request.generation())));
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
                        .toList(),
                generations.trial(g.number()).map(t -> TrialView.of(t, views)).orElse(null));
    }
}
