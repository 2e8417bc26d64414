package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Removal;
import dev.vireo.api.catalog.StreamSource;
import dev.vireo.api.catalog.StreamSource.Retention;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.StreamRequest;
import dev.vireo.api.ingest.StreamStatus;
import dev.vireo.api.ingest.Streams;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Live sources. */
final class StreamRoutes {
    private static final int GAPS = 100;
    private static final double DAY_MS = 86_400_000;
    private static final double GB = 1e9;
    private static final double MOST_DAYS = 36_500;
    private static final double MOST_GB = 1_000_000;

    private final Streams streams;
    private final Backend backend;
    private final Views views;
    private final Requests requests;
    private final Json json;
    private final Limits limits;
    private final Tombstones tombstones;

    StreamRoutes(Backend backend, Views views, Requests requests, Json json, Limits limits, Tombstones tombstones) {
        this.streams = backend.streams();
        this.backend = backend;
        this.views = views;
        this.requests = requests;
        this.json = json;
        this.limits = limits;
        this.tombstones = tombstones;
    }

    List<Route> routes() {
        return List.of(
                Route.post(Route.BASE + "/streams", Access.ADMINISTRATOR, this::add),
                Route.get(Route.BASE + "/streams", Access.VIEWER, this::list),
                Route.get(Route.BASE + "/streams/{id}", Access.VIEWER, this::show),
                Route.delete(Route.BASE + "/streams/{id}", Access.ADMINISTRATOR, this::delete));
    }

    private void add(Context ctx) {
        Wire.StreamRequest request = requests.body(ctx, Wire.StreamRequest.class, limits.smallBodyBytes());
        if (request.address() == null) {
            throw new VireoException(ErrorKind.USER_INPUT, "address is missing; give one such as rtsp://camera/stream1");
        }
        StreamStatus added = streams.add(new StreamRequest(
                request.address(),
                request.domain() == null ? Catalog.DEFAULT_DOMAIN : request.domain(),
                new Retention(
                        amount("keep_days", request.keepDays(), MOST_DAYS, DAY_MS),
                        amount("keep_gb", request.keepGb(), MOST_GB, GB))));
        ctx.status(201).header("Location", Route.BASE + "/streams/" + Ids.STREAM.text(added.stream().id()));
        json.write(ctx, view(added, null));
    }

    private static Optional<Long> amount(String name, Double value, double most, double unit) {
        if (value == null) {
            return Optional.empty();
        }
        if (!(value > 0) || !(value <= most)) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, name + " is " + value + "; it needs a number above 0, up to " + (long) most);
        }
        return Optional.of((long) (value * unit));
    }

    private void list(Context ctx) {
        json.write(ctx, new Wire.Streams(streams.list().stream().map(s -> view(s, null)).toList()));
    }

    private void show(Context ctx) {
        long id = Ids.STREAM.parse(ctx.pathParam("id"));
        StreamStatus status = streams.status(id).orElseThrow(() -> tombstones.absent(Ids.STREAM, Removal.Kind.STREAM, id));
        json.write(ctx, view(status, streams.gaps(id, GAPS).stream().map(this::gap).toList()));
    }

    private void delete(Context ctx) {
        streams.remove(Ids.STREAM.parse(ctx.pathParam("id")));
        ctx.status(204);
    }

    private Wire.Gap gap(StreamSource.Gap gap) {
        return new Wire.Gap(views.local(gap.from()), views.local(gap.to()), gap.reason());
    }

    private Wire.Stream view(StreamStatus s, List<Wire.Gap> gaps) {
        Instant now = backend.site().time().instant();
        Retention keep = s.stream().keep();
        return new Wire.Stream(
                Ids.STREAM.text(s.stream().id()),
                s.stream().domain(),
                s.stream().address(),
                Views.lower(s.state()),
                s.reason(),
                s.retryAt().map(views::local).orElse(null),
                s.lastFrameAt().map(views::local).orElse(null),
                s.lastFrameAt().map(at -> Math.max(0, Duration.between(at, now).toMillis())).orElse(null),
                s.searchableTo().map(views::local).orElse(null),
                s.behind(),
                s.delay().map(d -> new Wire.Delay(d.medianMs(), d.maxMs(), d.segments())).orElse(null),
                s.stream().cameraOffsetMs().orElse(null),
                keep.ms().map(ms -> ms / DAY_MS).orElse(null),
                keep.bytes().map(b -> b / GB).orElse(null),
                s.recordings(),
                s.bytes(),
                views.local(s.stream().addedAt()),
                gaps);
    }
}
