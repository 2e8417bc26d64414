package dev.vireo.admin.javalin.internal;

import dev.vireo.api.broker.Leases;
import dev.vireo.api.catalog.CatalogStatus;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.ingest.IngestJob;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The runtime itself: status, bundles, health, and the description of this API. */
final class SystemRoutes {
    private final Backend backend;
    private final Views views;
    private final Json json;
    private final RevokedPackages revoked;
    private final Instant startedAt;

    SystemRoutes(Backend backend, Views views, Json json, RevokedPackages revoked) {
        this.backend = backend;
        this.views = views;
        this.json = json;
        this.revoked = revoked;
        this.startedAt = backend.site().time().instant();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/healthz", Access.PUBLIC, this::health),
                Route.get("/readyz", Access.PUBLIC, this::ready),
                Route.get(Route.BASE + "/status", Access.VIEWER, this::status),
                Route.get(Route.BASE + "/bundles", Access.VIEWER, this::bundles),
                Route.get(Route.BASE + "/refusals", Access.VIEWER, this::refusals),
                Route.get(Route.BASE + "/openapi.json", Access.VIEWER, this::openApi));
    }

    private void health(Context ctx) {
        json.write(ctx, new Wire.Health("up"));
    }

    private void ready(Context ctx) {
        List<String> missing = backend.readiness().get();
        ctx.status(missing.isEmpty() ? 200 : 503);
        json.write(ctx, new Wire.Readiness(missing.isEmpty(), missing, TrustRoutes.warnings(backend.keyring())));
    }

    private void status(Context ctx) {
        List<String> missing = backend.readiness().get();
        Instant now = backend.site().time().instant();
        List<IngestJob> jobs = backend.ingest().jobs();
        json.write(ctx, new Wire.Status(
                backend.version(),
                missing.isEmpty(),
                missing,
                views.local(startedAt),
                Math.max(0, Duration.between(startedAt, now).toMillis()),
                new Wire.Site(backend.site().zone().getId(), views.local(now)),
                size(backend.catalog().status()),
                indexes(),
                backend.broker().live().stream()
                        .map(l -> new Wire.ModelProvider(l.provider(), l.title(), l.families(), l.bundle(), l.leases()))
                        .toList(),
                backend.models().get().stream()
                        .map(m -> new Wire.Model(
                                m.bundle(), m.version(), Views.lower(m.state()), m.provider(), m.message()))
                        .toList(),
                new Wire.JobCounts(
                        count(jobs, IngestJob.State.QUEUED), count(jobs, IngestJob.State.RUNNING)),
                Stream.concat(TrustRoutes.warnings(backend.keyring()).stream(), revoked.send(ctx).stream()).toList()));
    }

    private static int count(List<IngestJob> jobs, IngestJob.State state) {
        return (int) jobs.stream().filter(j -> j.state() == state).count();
    }

    private Wire.CatalogSize size(CatalogStatus s) {
        return new Wire.CatalogSize(
                s.assets(),
                s.ingesting(),
                s.moments(),
                s.tracks(),
                s.vectors(),
                s.refusals(),
                s.bytes(),
                s.freeBytes(),
                s.firstCaptured().map(views::local).orElse(null),
                s.lastCaptured().map(views::local).orElse(null));
    }

    private List<Wire.Index> indexes() {
        try (Leases<VectorIndex> indexes = backend.broker().leaseAll(VectorIndex.class)) {
            return indexes.services().stream()
                    .flatMap(i -> i.status().stream())
                    .map(s -> new Wire.Index(s.space(), s.vectors(), s.segments(), s.bytes(), s.rebuilding()))
                    .toList();
        }
    }

    private void bundles(Context ctx) {
        json.write(ctx, new Wire.Bundles(backend.bundles().get()));
    }

    private void refusals(Context ctx) {
        json.write(ctx, new Wire.Refusals(
                backend.catalog().refusals(Optional.ofNullable(ctx.queryParam("domain"))).stream()
                        .map(r -> new Wire.Refusal(r.domain(), r.path(), r.reason(), views.local(r.at())))
                        .toList()));
    }

    private void openApi(Context ctx) {
        try (InputStream in = SystemRoutes.class.getResourceAsStream("openapi.json")) {
            ctx.result(in.readAllBytes()).contentType(Json.CONTENT_TYPE);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.INTERNAL, "cannot read openapi.json", e);
        }
    }
}
