package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.CatalogStatus;
import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.NewMoment;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.NewVector;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Piece;
import dev.vireo.api.catalog.Refusal;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.CaptureTime;
import dev.vireo.api.model.LabelScore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The catalogue in SQLite. Times are kept to the millisecond, label probabilities to the millionth, boxes and scores as float32. */
@Component(service = Catalog.class)
public final class SqliteCatalog implements Catalog {
    private static final int LARGEST_RESULT = 100_000;
    private static final double NORM_TOLERANCE = 1e-3;

    private final Database database;
    private final InstantSource time;

    @Activate
    public SqliteCatalog(@Reference(policyOption = ReferencePolicyOption.GREEDY) Database database) {
        this(database, InstantSource.system());
    }

    SqliteCatalog(Database database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    @Override
    public Asset begin(NewAsset asset) {
        if (!asset.sha256().matches("[0-9a-f]{64}")) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "'" + asset.sha256() + "' is no SHA-256; 64 lower-case hexadecimal digits were expected");
        }
        Optional<CaptureTime> written = asset.info().clock();
        return database.write(h -> {
            h.createUpdate("""
                    INSERT INTO asset (domain, path, sha256, bytes, kind, container, codec, width, height, duration_ms,
                        frame_rate, written_local, written_offset_s, written_source, clock_source, clock_confidence,
                        captured_ms, state, committed_ms, added_ms)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
                    ON CONFLICT (domain, sha256) DO NOTHING""")
                    .bind(0, asset.domain())
                    .bind(1, asset.path())
                    .bind(2, asset.sha256())
                    .bind(3, asset.bytes())
                    .bind(4, asset.info().kind().name())
                    .bind(5, asset.info().container())
                    .bind(6, asset.info().codec())
                    .bind(7, asset.info().width())
                    .bind(8, asset.info().height())
                    .bind(9, asset.info().durationMs())
                    .bind(10, asset.info().frameRate())
                    .bind(11, written.map(w -> w.local().toString()).orElse(null))
                    .bind(12, written.flatMap(CaptureTime::offset).map(ZoneOffset::getTotalSeconds).orElse(null))
                    .bind(13, written.map(w -> w.source().name()).orElse(null))
                    .bind(14, asset.clock().source().name())
                    .bind(15, asset.clock().confidence())
                    .bind(16, asset.clock().start().map(SqliteCatalog::millis).orElse(null))
                    .bind(17, AssetState.INGESTING.name())
                    .bind(18, time.instant().toEpochMilli())
                    .execute();
            forgetRefusal(h, asset.domain(), asset.path());
            return Rows.assetOf(h, asset.domain(), asset.sha256()).orElseThrow();
        });
    }

    private static long millis(Instant start) {
        try {
            return start.toEpochMilli();
        } catch (ArithmeticException e) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "capture time " + start + " is too far from today; give one that a camera can have", e);
        }
    }

    private static void forgetRefusal(Handle h, String domain, String path) {
        h.createUpdate("DELETE FROM refusal WHERE domain = ? AND path = ?").bind(0, domain).bind(1, path).execute();
    }

    @Override
    public List<Long> append(long asset, Part part) {
        return database.write(h -> {
            Asset to = existing(h, asset);
            if (to.state() != AssetState.INGESTING || part.toMs() < to.committedMs()) {
                throw new VireoException(
                        ErrorKind.INTERNAL,
                        "a part up to " + part.toMs() + " ms cannot be added to asset " + asset + ", which is " + to.state()
                                + " and committed up to " + to.committedMs() + " ms; ask begin() where to go on");
            }
            List<Long> moments = new PartWriter(h, to).write(part);
            h.createUpdate("UPDATE asset SET committed_ms = ? WHERE id = ?")
                    .bind(0, part.toMs())
                    .bind(1, asset)
                    .execute();
            return moments;
        });
    }

    /** Writes one part; ids are taken from the sequences up front, so that everything goes in by batches. */
    private static final class PartWriter {
        private final Handle h;
        private final Asset asset;
        private final Map<String, Long> models = new HashMap<>();
        private final Map<String, Long> spaces = new HashMap<>();
        private long nextMoment;
        private long nextTrack;
        private long nextVector;

        PartWriter(Handle h, Asset asset) {
            this.h = h;
            this.asset = asset;
            this.nextMoment = Rows.nextId(h, "moment");
            this.nextTrack = Rows.nextId(h, "track");
            this.nextVector = Rows.nextId(h, "vector");
        }

        List<Long> write(Part part) {
            List<Long> ids = new ArrayList<>();
            PreparedBatch moments =
                    h.prepareBatch("INSERT INTO moment (id, asset, start_ms, end_ms, key_ms) VALUES (?, ?, ?, ?, ?)");
            PreparedBatch tracks = h.prepareBatch("""
                    INSERT INTO track (id, moment, asset, whole_frame, start_ms, end_ms, key_ms, from_ms, to_ms, state,
                        displacement, observed_ms, quality, flaws)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
            PreparedBatch paths = h.prepareBatch("INSERT INTO track_path (track, observations) VALUES (?, ?)");
            PreparedBatch labels =
                    h.prepareBatch("INSERT INTO label_score (model, label, track, ppm) VALUES (?, ?, ?, ?)");
            PreparedBatch colours =
                    h.prepareBatch("INSERT INTO colour_share (track, colour, fraction) VALUES (?, ?, ?)");
            PreparedBatch vectors = h.prepareBatch("INSERT INTO vector (id, space, track, data) VALUES (?, ?, ?, ?)");
            PreparedBatch texts = h.prepareBatch("""
                    INSERT INTO seen_text (moment, text, x, y, w, h, start_ms, end_ms, ppm, model)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
            PreparedBatch hashes =
                    h.prepareBatch("INSERT OR REPLACE INTO frame_hash (asset, time_ms, hash) VALUES (?, ?, ?)");
            for (NewMoment moment : part.moments()) {
                long momentId = nextMoment++;
                ids.add(momentId);
                moments.bind(0, momentId)
                        .bind(1, asset.id())
                        .bind(2, moment.startMs())
                        .bind(3, moment.endMs())
                        .bind(4, moment.keyMs())
                        .add();
                for (SeenText text : moment.texts()) {
                    add(texts, text, momentId);
                }
                for (NewTrack track : moment.tracks()) {
                    long trackId = nextTrack++;
                    add(tracks, track, momentId, trackId);
                    paths.bind(0, trackId).bind(1, Blobs.path(track.path())).add();
                    for (LabelScore label : track.labels()) {
                        labels.bind(0, model(label.model()))
                                .bind(1, label.label())
                                .bind(2, trackId)
                                .bind(3, ppm(label.probability(), "label " + label.label() + " of " + label.model()))
                                .add();
                    }
                    for (ColourShare share : track.colours()) {
                        colours.bind(0, trackId)
                                .bind(1, share.colour().name())
                                .bind(2, share.fraction())
                                .add();
                    }
                    for (NewVector vector : track.vectors()) {
                        requireUnit(vector);
                        vectors.bind(0, nextVector++)
                                .bind(1, space(vector.space()))
                                .bind(2, trackId)
                                .bind(3, Blobs.vector(vector.vector()))
                                .add();
                    }
                }
            }
            for (FrameHash hash : part.hashes()) {
                hashes.bind(0, asset.id()).bind(1, hash.timeMs()).bind(2, hash.hash()).add();
            }
            for (PreparedBatch batch : List.of(moments, tracks, paths, labels, colours, vectors, texts, hashes)) {
                if (batch.size() > 0) {
                    batch.execute();
                }
            }
            return ids;
        }

        private void add(PreparedBatch tracks, NewTrack track, long momentId, long trackId) {
            if (track.path().isEmpty()) {
                throw new VireoException(ErrorKind.INTERNAL, "a track needs at least one observation, got none");
            }
            Optional<Long> captured = asset.clock().start().map(Instant::toEpochMilli);
            tracks.bind(0, trackId)
                    .bind(1, momentId)
                    .bind(2, asset.id())
                    .bind(3, track.wholeFrame() ? 1 : 0)
                    .bind(4, track.startMs())
                    .bind(5, track.endMs())
                    .bind(6, track.keyMs())
                    .bind(7, captured.map(c -> c + track.startMs()).orElse(null))
                    .bind(8, captured.map(c -> c + track.endMs()).orElse(null))
                    .bind(9, track.motion().state().name())
                    .bind(10, track.motion().displacement())
                    .bind(11, track.motion().observedMs())
                    .bind(12, track.quality().score())
                    .bind(13, Rows.flaws(track.quality().flaws()))
                    .add();
        }

        private void add(PreparedBatch texts, SeenText text, long momentId) {
            texts.bind(0, momentId)
                    .bind(1, text.text())
                    .bind(2, text.box().x())
                    .bind(3, text.box().y())
                    .bind(4, text.box().w())
                    .bind(5, text.box().h())
                    .bind(6, text.startMs())
                    .bind(7, text.endMs())
                    .bind(8, ppm(text.probability(), "a text read by " + text.model()))
                    .bind(9, model(text.model()))
                    .add();
        }

        private static int ppm(double probability, String what) {
            if (!(probability >= 0) || !(probability <= 1 + 1e-6)) {
                throw new VireoException(
                        ErrorKind.INTERNAL, what + " has probability " + probability + ", 0 to 1 was expected");
            }
            return (int) Math.min(Math.round(probability * Rows.ONE), (long) Rows.ONE);
        }

        private static void requireUnit(NewVector vector) {
            double norm = 0;
            for (float f : vector.vector()) {
                norm += (double) f * f;
            }
            // written so that NaN fails too
            if (vector.vector().length != vector.space().dimension() || !(Math.abs(Math.sqrt(norm) - 1) < NORM_TOLERANCE)) {
                throw new VireoException(
                        ErrorKind.INTERNAL,
                        "a vector of space " + vector.space().id() + " has length " + vector.vector().length + " and norm "
                                + Math.sqrt(norm) + "; length " + vector.space().dimension() + " and norm 1 were expected");
            }
        }

        private long model(String ref) {
            return models.computeIfAbsent(ref, r -> {
                h.createUpdate("INSERT INTO model (ref) VALUES (?) ON CONFLICT (ref) DO NOTHING").bind(0, r).execute();
                return h.createQuery("SELECT id FROM model WHERE ref = ?").bind(0, r).mapTo(Long.class).one();
            });
        }

        private long space(Space space) {
            return spaces.computeIfAbsent(space.id(), id -> {
                h.createUpdate("INSERT INTO space (name, dimension) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")
                        .bind(0, id)
                        .bind(1, space.dimension())
                        .execute();
                return Rows.space(h, space).orElseThrow();
            });
        }
    }

    @Override
    public Asset finish(long asset) {
        return database.write(h -> {
            Asset before = existing(h, asset);
            h.createUpdate("UPDATE asset SET state = ? WHERE id = ?")
                    .bind(0, AssetState.READY.name())
                    .bind(1, asset)
                    .execute();
            forgetRefusal(h, before.domain(), before.path());
            return existing(h, asset);
        });
    }

    @Override
    public boolean delete(long asset) {
        return database.write(h -> {
            Asset gone = existing(h, asset);
            h.createUpdate("DELETE FROM asset WHERE id = ?").bind(0, asset).execute();
            return h.createQuery("SELECT EXISTS (SELECT 1 FROM asset WHERE sha256 = ?)")
                    .bind(0, gone.sha256())
                    .mapTo(Integer.class)
                    .one() == 1;
        });
    }

    @Override
    public void refuse(Refusal refusal) {
        database.write(h -> h.createUpdate("""
                INSERT INTO refusal (domain, path, reason, noted_ms) VALUES (?, ?, ?, ?)
                ON CONFLICT (domain, path) DO UPDATE SET reason = excluded.reason, noted_ms = excluded.noted_ms""")
                .bind(0, refusal.domain())
                .bind(1, refusal.path())
                .bind(2, refusal.reason())
                .bind(3, refusal.at().toEpochMilli())
                .execute());
    }

    @Override
    public Optional<Asset> asset(long id) {
        return database.read(h -> Rows.asset(h, id));
    }

    @Override
    public Optional<Asset> assetOf(String domain, String sha256) {
        return database.read(h -> Rows.assetOf(h, domain, sha256));
    }

    @Override
    public List<Asset> assets(Optional<String> domain) {
        return database.read(h -> h.createQuery(
                        "SELECT * FROM asset WHERE :domain IS NULL OR domain = :domain ORDER BY added_ms DESC, id DESC")
                .bind("domain", domain.orElse(null))
                .map(Rows.ASSET)
                .list());
    }

    @Override
    public List<Piece> pieces(long asset) {
        return database.read(h -> Rows.pieces(h, existing(h, asset)));
    }

    @Override
    public List<Refusal> refusals(Optional<String> domain) {
        return database.read(h -> h.createQuery(
                        "SELECT * FROM refusal WHERE :domain IS NULL OR domain = :domain ORDER BY noted_ms DESC, domain, path")
                .bind("domain", domain.orElse(null))
                .map((rs, context) -> new Refusal(
                        rs.getString("domain"),
                        rs.getString("path"),
                        rs.getString("reason"),
                        Instant.ofEpochMilli(rs.getLong("noted_ms"))))
                .list());
    }

    @Override
    public Optional<Moment> moment(long id) {
        return database.read(h -> h.createQuery("SELECT * FROM moment WHERE id = ?")
                .bind(0, id)
                .map(Rows.MOMENT)
                .findOne());
    }

    @Override
    public List<Moment> moments(long asset) {
        return database.read(h -> {
            existing(h, asset);
            return h.createQuery("SELECT * FROM moment WHERE asset = ? ORDER BY start_ms, id")
                    .bind(0, asset)
                    .map(Rows.MOMENT)
                    .list();
        });
    }

    @Override
    public Optional<FoundTrack> track(long id) {
        return database.read(h -> Rows.tracks(h, new long[] {id}).stream().findFirst());
    }

    @Override
    public List<Track> tracks(long moment) {
        return database.read(h -> {
            existingMoment(h, moment);
            long[] ids = Rows.numbers(
                    h.createQuery(
                                    "SELECT group_concat(id, ' ' ORDER BY whole_frame DESC, start_ms, id) FROM track WHERE moment = ?")
                            .bind(0, moment));
            return Rows.tracks(h, ids).stream().map(FoundTrack::track).toList();
        });
    }

    @Override
    public List<SeenText> texts(long moment) {
        return database.read(h -> {
            existingMoment(h, moment);
            return h.createQuery("""
                    SELECT s.text, s.x, s.y, s.w, s.h, s.start_ms, s.end_ms, s.ppm, m.ref
                    FROM seen_text s JOIN model m ON m.id = s.model WHERE s.moment = ? ORDER BY s.start_ms, s.id""")
                    .bind(0, moment)
                    .map((rs, context) -> new SeenText(
                            rs.getString(1),
                            new Box(rs.getDouble(2), rs.getDouble(3), rs.getDouble(4), rs.getDouble(5)),
                            rs.getLong(6),
                            rs.getLong(7),
                            rs.getInt(8) / Rows.ONE,
                            rs.getString(9)))
                    .list();
        });
    }

    @Override
    public List<FrameHash> hashes(long asset) {
        return database.read(h -> {
            existing(h, asset);
            return h.createQuery("SELECT time_ms, hash FROM frame_hash WHERE asset = ? ORDER BY time_ms")
                    .bind(0, asset)
                    .map((rs, context) -> new FrameHash(rs.getLong(1), rs.getLong(2)))
                    .list();
        });
    }

    @Override
    public List<FoundTrack> search(TrackFilter filter, int limit) {
        if (limit < 1 || limit > LARGEST_RESULT) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "limit is " + limit + ", allowed are 1 to " + LARGEST_RESULT + " tracks");
        }
        return database.read(h -> Rows.tracks(h, new TrackSearch(h, filter).tracks(limit)));
    }

    @Override
    public long[] vectorIds(Space space, TrackFilter filter) {
        return database.read(h -> {
            Optional<Long> id = Rows.space(h, space);
            return id.isEmpty() ? new long[0] : new TrackSearch(h, filter).vectors(id.get());
        });
    }

    @Override
    public Map<Long, FoundTrack> tracksOfVectors(Space space, long[] vectorIds) {
        return database.read(h -> {
            Map<Long, FoundTrack> found = new LinkedHashMap<>();
            Optional<Long> spaceId = Rows.space(h, space);
            if (spaceId.isEmpty() || vectorIds.length == 0) {
                return found;
            }
            Map<Long, Long> trackOf = new LinkedHashMap<>();
            h.createQuery("SELECT v.id, v.track FROM json_each(?) j CROSS JOIN vector v ON v.id = j.value WHERE v.space = ?")
                    .bind(0, Rows.json(vectorIds))
                    .bind(1, spaceId.get())
                    .map((rs, context) -> trackOf.put(rs.getLong(1), rs.getLong(2)))
                    .list();
            Map<Long, FoundTrack> tracks = new HashMap<>();
            for (FoundTrack t : Rows.tracks(h, trackOf.values().stream().mapToLong(Long::longValue).toArray())) {
                tracks.put(t.track().id(), t);
            }
            trackOf.forEach((vector, track) -> found.put(vector, tracks.get(track)));
            return found;
        });
    }

    @Override
    public Optional<float[]> vector(Space space, long track) {
        return database.read(h -> h.createQuery("""
                SELECT v.data FROM vector v JOIN space s ON s.id = v.space
                WHERE v.track = ? AND s.name = ? AND s.dimension = ?""")
                .bind(0, track)
                .bind(1, space.id())
                .bind(2, space.dimension())
                .map((rs, context) -> Blobs.vector(rs.getBytes(1)))
                .findOne());
    }

    @Override
    public CatalogStatus status() {
        return database.read(h -> h.createQuery("""
                SELECT (SELECT count(*) FROM asset) AS assets,
                    (SELECT count(*) FROM asset WHERE state = 'INGESTING') AS ingesting,
                    (SELECT count(*) FROM moment) AS moments,
                    (SELECT count(*) FROM track) AS tracks,
                    (SELECT count(*) FROM vector) AS vectors,
                    (SELECT count(*) FROM refusal) AS refusals,
                    (SELECT min(captured_ms) FROM asset) AS first,
                    (SELECT max(captured_ms + duration_ms) FROM asset) AS last""")
                .map((rs, context) -> new CatalogStatus(
                        rs.getLong("assets"),
                        rs.getLong("ingesting"),
                        rs.getLong("moments"),
                        rs.getLong("tracks"),
                        rs.getLong("vectors"),
                        rs.getLong("refusals"),
                        database.bytes(),
                        database.freeBytes(),
                        Rows.instant(rs, "first"),
                        Rows.instant(rs, "last")))
                .one());
    }

    private static Asset existing(Handle h, long asset) {
        return Rows.asset(h, asset).orElseThrow(() -> absent("asset", asset));
    }

    private static void existingMoment(Handle h, long moment) {
        if (h.createQuery("SELECT id FROM moment WHERE id = ?").bind(0, moment).mapTo(Long.class).findOne().isEmpty()) {
            throw absent("moment", moment);
        }
    }

    private static VireoException absent(String what, long id) {
        return new VireoException(ErrorKind.NOT_FOUND, "there is no " + what + " " + id + "; 'list' shows what there is");
    }
}
