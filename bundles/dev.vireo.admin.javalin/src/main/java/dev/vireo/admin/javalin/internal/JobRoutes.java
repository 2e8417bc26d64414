package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.media.CaptureTime;
import dev.vireo.api.media.ClockSource;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Adding media: jobs and their progress. */
final class JobRoutes {
    private static final int MAX_SOURCES = 10_000;

    private final Ingest ingest;
    private final Views views;
    private final Requests requests;
    private final Json json;
    private final Limits limits;
    private final EventStreams events;

    JobRoutes(Ingest ingest, Views views, Requests requests, Json json, Limits limits, EventStreams events) {
        this.ingest = ingest;
        this.views = views;
        this.requests = requests;
        this.json = json;
        this.limits = limits;
        this.events = events;
    }

    List<Route> routes() {
        return List.of(
                Route.post(Route.BASE + "/jobs", Access.ADMINISTRATOR, this::submit),
                Route.get(Route.BASE + "/jobs", Access.VIEWER, this::list),
                Route.get(Route.BASE + "/jobs/{id}", Access.VIEWER, this::show),
                Route.get(Route.BASE + "/jobs/{id}/events", Access.VIEWER, this::events),
                Route.delete(Route.BASE + "/jobs/{id}", Access.ADMINISTRATOR, this::cancel));
    }

    private void submit(Context ctx) {
        Wire.JobRequest request = requests.body(ctx, Wire.JobRequest.class, limits.smallBodyBytes());
        List<String> sources = request.sources() == null ? List.of() : request.sources();
        if (sources.isEmpty() || sources.size() > MAX_SOURCES || sources.contains(null)) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "sources needs 1 to " + MAX_SOURCES + " absolute paths of files or folders of the machine that "
                            + "Vireo runs on");
        }
        String domain = request.domain() == null ? Catalog.DEFAULT_DOMAIN : request.domain();
        String id = ingest.submit(
                new IngestRequest(sources, domain, Optional.ofNullable(request.capturedAt()).map(JobRoutes::captured)));
        ctx.status(202).header("Location", Route.BASE + "/jobs/" + id);
        json.write(ctx, views.job(job(id), true));
    }

    private static CaptureTime captured(String text) {
        try {
            return switch (DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from)) {
                case OffsetDateTime t ->
                    new CaptureTime(t.toLocalDateTime(), Optional.of(t.getOffset()), ClockSource.ADMIN);
                case LocalDateTime t -> new CaptureTime(t, Optional.empty(), ClockSource.ADMIN);
                default -> throw new DateTimeException(text);
            };
        } catch (DateTimeException e) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "captured_at is \"" + Texts.shorten(text) + "\"; it needs an ISO date and time such as "
                            + "2026-03-01T16:30:00 or 2026-03-01T16:30:00+01:00",
                    e);
        }
    }

    private void list(Context ctx) {
        json.write(ctx, new Wire.Jobs(
                ingest.jobs().stream().map(j -> views.job(j, false)).toList()));
    }

    private void show(Context ctx) {
        json.write(ctx, views.job(job(ctx.pathParam("id")), true));
    }

    private void cancel(Context ctx) {
        IngestJob job = job(ctx.pathParam("id"));
        ingest.cancel(job.id());
        ctx.status(202);
        json.write(ctx, views.job(job(job.id()), true));
    }

    private IngestJob job(String id) {
        return ingest.job(id)
                .orElseThrow(() -> new VireoException(
                        ErrorKind.NOT_FOUND,
                        "there is no job \"" + Texts.shorten(id) + "\"; the last 100 are kept"));
    }

    private void events(Context ctx) {
        IngestJob job = job(ctx.pathParam("id"));
        events.<IngestJob>stream(
                ctx,
                Route.BASE + "/jobs/" + job.id(),
                listener -> ingest.listen(job.id(), listener),
                IngestJob::ended,
                snapshot -> views.job(snapshot, snapshot.ended()));
    }
}
