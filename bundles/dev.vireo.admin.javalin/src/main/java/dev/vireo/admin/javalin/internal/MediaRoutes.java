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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was added: assets, moments, tracks, and pictures and clips of them. */
final class MediaRoutes {
    static final int MAX_BOXES = 16;
    private static final int MAX_PAGE = 10_000;

    private final Catalog catalog;
    private final Ingest ingest;
    private final Footage footage;
    /** A clip of a minute at the highest rate is about this [bytes]; with less free it would take the catalogue's reserve. */
    private static final long CLIP_ROOM = 96L << 20;

    private final Path clips;
    private final Views views;
    private final Requests requests;
    private final Json json;
    private final Limits limits;
    private final Tombstones tombstones;
    private final Gate frameGate;
    private final Gate clipGate;

    MediaRoutes(Backend backend, Views views, Requests requests, Json json, Limits limits, Tombstones tombstones) {
        this.tombstones = tombstones;
        this.catalog = backend.catalog();
        this.ingest = backend.ingest();
        this.footage = backend.footage();
        this.clips = backend.home().resolve("cache").resolve("clips");
        this.views = views;
        this.requests = requests;
        this.json = json;
        this.limits = limits;
        this.frameGate = new Gate("pictures", limits.frames(), limits.waitMs());
        this.clipGate = new Gate("clips", limits.clips(), limits.waitMs());
    }

    List<Route> routes() {
        return List.of(
                Route.get(Route.BASE + "/assets", Access.VIEWER, this::list),
                Route.get(Route.BASE + "/assets/{id}", Access.VIEWER, this::show),
                Route.delete(Route.BASE + "/assets/{id}", Access.ADMINISTRATOR, this::delete),
                Route.get(Route.BASE + "/assets/{id}/frame", Access.VIEWER, this::frame),
                Route.get(Route.BASE + "/assets/{id}/clip", Access.VIEWER, this::clip),
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
        ingest.delete(asset(ctx).id());
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
        Path target = clipGate.pass(() -> cut(asset.id(), start, end));
        try {
            // The file is gone once it is sent, or when the client goes.
            ctx.header("Content-Length", String.valueOf(Files.size(target)));
            InputStream in = Files.newInputStream(target, StandardOpenOption.DELETE_ON_CLOSE);
            ctx.result(in).contentType("video/mp4");
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot read the clip " + target, e);
        }
    }

    private Path cut(long asset, long start, long end) {
        Path target = null;
        try {
            Files.createDirectories(clips);
            long free = Files.getFileStore(clips).getUsableSpace();
            if (free < CLIP_ROOM) {
                throw new VireoException(
                        ErrorKind.RESOURCES,
                        "no room for a clip: the disk of " + clips + " has " + free / 1_000_000 + " MB free, a clip may need "
                                + CLIP_ROOM / 1_000_000 + " MB; delete media or enlarge the disk");
            }
            target = Files.createTempFile(clips, "clip-", ".mp4");
            footage.clip(asset, start, end, target);
            return target;
        } catch (IOException e) {
            throw new VireoException(ErrorKind.RESOURCES, "no clip can be written in " + clips + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            discard(target);
            throw e;
        }
    }

    private static void discard(Path target) {
        try {
            if (target != null) {
                Files.deleteIfExists(target);
            }
        } catch (IOException e) {
            System.getLogger(MediaRoutes.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot remove " + target + ": " + e);
        }
    }

    /**
     * Removes what a killed runtime left. Another server of this process may still be sending its last clips: it is drained
     * for a limited time only, and this one begins meanwhile. So only what is older than the process goes.
     */
    void sweep() {
        if (!Files.isDirectory(clips)) {
            return;
        }
        try (var left = Files.list(clips)) {
            left.filter(p -> p.getFileName().toString().matches("\\.?clip-.*") && left(p)).forEach(MediaRoutes::discard);
        } catch (IOException e) {
            System.getLogger(MediaRoutes.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot clean " + clips + ": " + e);
        }
    }

    private static boolean left(Path clip) {
        Instant begun = ProcessHandle.current().info().startInstant().orElse(Instant.MIN);
        try {
            return Files.getLastModifiedTime(clip).toInstant().isBefore(begun);
        } catch (IOException _) {
            return false; // gone meanwhile
        }
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
