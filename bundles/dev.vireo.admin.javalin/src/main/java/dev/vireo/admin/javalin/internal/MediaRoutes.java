package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.Removal;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Footage;
import dev.vireo.api.media.MediaKind;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What was added: assets, moments, tracks, and pictures and clips of them. */
final class MediaRoutes {
    static final int MAX_BOXES = 16;
    private static final int MAX_PAGE = 10_000;

    private final Catalog catalog;
    private final Ingest ingest;
    private final Footage footage;
    private final ClipFiles clips;
    private final Views views;
    private final Requests requests;
    private final Json json;
    private final Limits limits;
    private final Tombstones tombstones;
    private final Gate frameGate;

    MediaRoutes(Backend backend, Views views, Requests requests, Json json, Limits limits, Tombstones tombstones) {
        this.tombstones = tombstones;
        this.catalog = backend.catalog();
        this.ingest = backend.ingest();
        this.footage = backend.footage();
        this.clips = new ClipFiles(
                backend.home().resolve("cache").resolve("clips"),
                footage,
                asset -> catalog.asset(asset).isPresent(),
                new Gate("clips", limits.clips(), limits.waitMs()));
        this.views = views;
        this.requests = requests;
        this.json = json;
        this.limits = limits;
        this.frameGate = new Gate("pictures", limits.frames(), limits.waitMs());
    }

    List<Route> routes() {
        return List.of(
                Route.get(Route.BASE + "/assets", Access.VIEWER, this::list),
                Route.get(Route.BASE + "/assets/{id}", Access.VIEWER, this::show),
                Route.delete(Route.BASE + "/assets/{id}", Access.ADMINISTRATOR, this::delete),
                Route.get(Route.BASE + "/assets/{id}/frame", Access.VIEWER, this::frame),
                Route.head(Route.BASE + "/assets/{id}/frame", Access.VIEWER, this::frame),
                Route.get(Route.BASE + "/assets/{id}/clip", Access.VIEWER, this::clip),
                Route.head(Route.BASE + "/assets/{id}/clip", Access.VIEWER, this::clip),
                Route.get(Route.BASE + "/moments/{id}", Access.VIEWER, this::moment),
                Route.get(Route.BASE + "/tracks/{id}", Access.VIEWER, this::track));
    }

    private void list(Context ctx) {
        List<Asset> all = catalog.assets(Optional.ofNullable(ctx.queryParam("domain")));
        long offset = requests.number(ctx, "offset", 0, Integer.MAX_VALUE).orElse(0);
        long limit = requests.number(ctx, "limit", 1, MAX_PAGE).orElse(MAX_PAGE);
        json.write(ctx, new Wire.Assets(
                views.assets(all.stream().skip(offset).limit(limit).toList()), all.size()));
    }

    private void show(Context ctx) {
        json.write(ctx, views.asset(asset(ctx)));
    }

    private void delete(Context ctx) {
        long id = asset(ctx).id();
        ingest.delete(id);
        clips.forget(id);
        ctx.status(204);
    }

    private void moment(Context ctx) {
        long id = Ids.MOMENT.parse(ctx.pathParam("id"));
        Moment moment = catalog.moment(id).orElseThrow(() -> tombstones.absent(Ids.MOMENT, Removal.Kind.MOMENT, id));
        Asset asset = catalog.asset(moment.asset()).orElseThrow(() -> tombstones.absent(Ids.MOMENT, Removal.Kind.MOMENT, id));
        json.write(ctx, views.moment(asset, moment));
    }

    private void track(Context ctx) {
        long id = Ids.TRACK.parse(ctx.pathParam("id"));
        json.write(ctx, views.track(catalog.track(id).orElseThrow(() -> tombstones.absent(Ids.TRACK, Removal.Kind.TRACK, id))));
    }

    private void frame(Context ctx) {
        Asset asset = asset(ctx);
        long ms = requests.number(ctx, "ms", 0, asset.info().durationMs()).orElse(0);
        int side = Math.toIntExact(
                requests.number(ctx, "max_side", 16, 16_384).orElse(Integer.MAX_VALUE));
        List<String> marked = ctx.queryParams("box");
        if (marked.size() > MAX_BOXES) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, marked.size() + " boxes are asked for; at most " + MAX_BOXES + " can be drawn");
        }
        List<Box> boxes = marked.stream().map(MediaRoutes::box).toList();
        ctx.result(frameGate.pass(() -> footage.jpeg(asset.id(), ms, boxes, side))).contentType("image/jpeg");
    }

    private void clip(Context ctx) {
        Asset asset = asset(ctx);
        if (asset.info().kind() != MediaKind.VIDEO) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, Ids.ASSET.text(asset.id()) + " is an image and has no clip; ask for /frame");
        }
        long duration = asset.info().durationMs();
        long start = requests.requiredNumber(ctx, "start_ms", 0, duration);
        long end = requests.requiredNumber(ctx, "end_ms", 0, duration);
        if (end <= start || end - start > limits.clipMs()) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "a clip from " + start + " to " + end + " ms is asked for; it must be 1 to " + limits.clipMs()
                            + " ms long");
        }
        ClipFiles.Clip clip = clips.open(asset.id(), start, end);
        try {
            ByteAnswer.write(ctx, clip.content(), clip.bytes(), clip.etag(), "video/mp4");
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot read a clip of " + Ids.ASSET.text(asset.id()), e);
        }
    }

    /** Removes what a killed runtime left. */
    void sweep() {
        clips.sweep();
    }

    /** Keeps nothing for watchers any longer. */
    void stop() {
        clips.close();
    }

    private Asset asset(Context ctx) {
        long id = Ids.ASSET.parse(ctx.pathParam("id"));
        return catalog.asset(id).orElseThrow(() -> tombstones.absent(Ids.ASSET, Removal.Kind.ASSET, id));
    }

    static Box box(String text) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == 4) {
                double[] v = new double[4];
                boolean finite = true;
                for (int i = 0; i < 4; i++) {
                    v[i] = Double.parseDouble(parts[i].strip());
                    finite &= Double.isFinite(v[i]) && Math.abs(v[i]) <= 100_000;
                }
                if (finite && v[2] > 0 && v[3] > 0) {
                    return new Box(v[0], v[1], v[2], v[3]);
                }
            }
        } catch (NumberFormatException e) {
            // Told below, together with boxes out of range.
        }
        throw new VireoException(
                ErrorKind.USER_INPUT,
                "box is \"" + Texts.shorten(text) + "\"; it needs x,y,w,h in pixels of the source frame, w and h above 0");
    }
}
