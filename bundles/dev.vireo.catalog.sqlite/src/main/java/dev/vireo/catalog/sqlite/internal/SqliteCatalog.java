package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Alignment;
import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.CatalogStatus;
import dev.vireo.api.catalog.FoundText;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.catalog.KnownModel;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.OfferedClock;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Piece;
import dev.vireo.api.catalog.Refusal;
import dev.vireo.api.catalog.Removal;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.TextFilter;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.catalog.TrackScope;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.MediaKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The catalogue in SQLite. Times are kept to the millisecond, label probabilities to the millionth, boxes and scores as float32. */
@Component(service = Catalog.class)
public final class SqliteCatalog implements Catalog {
    private static final int LARGEST_RESULT = 100_000;

    private final Database database;
    private final InstantSource time;
    private final Vocabularies vocabularies = new Vocabularies();

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
        return database.grow(h -> {
            Assets.insert(h, asset, AssetState.INGESTING, time.instant());
            forgetRefusal(h, asset.domain(), asset.path());
            return Rows.assetOf(h, asset.domain(), asset.sha256()).orElseThrow();
        });
    }

    private static void forgetRefusal(Handle h, String domain, String path) {
        h.createUpdate("DELETE FROM refusal WHERE domain = ? AND path = ?").bind(0, domain).bind(1, path).execute();
    }

    @Override
    public List<Long> append(long asset, Part part) {
        return database.grow(h -> append(h, existing(h, asset), part, time.instant()));
    }

    static List<Long> append(Handle h, Asset to, Part part, Instant now) {
        if (to.state() != AssetState.INGESTING || part.toMs() < to.committedMs()) {
            throw new VireoException(
                    ErrorKind.INTERNAL,
                    "a part up to " + part.toMs() + " ms cannot be added to asset " + to.id() + ", which is " + to.state()
                            + " and committed up to " + to.committedMs() + " ms; ask begin() where to go on");
        }
        List<Long> moments = new PartWriter(h, to, now).write(part);
        MadeBy.add(h, to.id(), part.makers());
        h.createUpdate("UPDATE asset SET committed_ms = ? WHERE id = ?")
                .bind(0, part.toMs())
                .bind(1, to.id())
                .execute();
        return moments;
    }

    @Override
    public Asset offer(long asset, OfferedClock offered) {
        return database.write(h -> {
            Clocks.offer(h, existing(h, asset), offered);
            return existing(h, asset);
        });
    }

    @Override
    public List<OfferedClock> offered(long asset) {
        return database.read(h -> Clocks.offered(h, existing(h, asset).id()));
    }

    @Override
    public Asset finish(long asset) {
        return database.write(h -> {
            Asset before = existing(h, asset);
            // What was seen of a video is how long it is; headers lie.
            h.createUpdate("UPDATE asset SET state = ?, duration_ms ="
                            + " CASE WHEN kind = ? AND committed_ms > 0 THEN committed_ms ELSE duration_ms END WHERE id = ?")
                    .bind(0, AssetState.READY.name())
                    .bind(1, MediaKind.VIDEO.name())
                    .bind(2, asset)
                    .execute();
            forgetRefusal(h, before.domain(), before.path());
            return existing(h, asset);
        });
    }

    @Override
    public void relate(long asset, List<Twin> twins) {
        database.write(h -> {
            existing(h, asset);
            TwinRows.replace(h, asset, twins);
            return null;
        });
    }

    @Override
    public Map<Long, List<Twin>> twins(Collection<Long> assets) {
        return database.read(h -> TwinRows.of(h, assets.stream().mapToLong(Long::longValue).toArray()));
    }

    @Override
    public List<Alignment> alignments(long asset, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new VireoException(ErrorKind.USER_INPUT, "limit is " + limit + ", allowed are 1 to 1000 alignments");
        }
        return database.read(h -> TwinRows.alignments(h, existing(h, asset), limit));
    }

    @Override
    public List<String> delete(long asset, String reason) {
        return database.write(h -> {
            Asset gone = existing(h, asset);
            Drafts.discard(h, asset); // else its bytes would seem to be used
            List<String> hashes = Rows.pieces(h, gone).stream().map(Piece::sha256).distinct().toList();
            Removals.note(h, gone, reason, time.instant());
            h.createUpdate("DELETE FROM asset WHERE id = ?").bind(0, asset).execute();
            return hashes.stream().filter(hash -> !Rows.used(h, hash)).toList();
        });
    }

    @Override
    public Optional<Removal> removal(Removal.Kind kind, long id) {
        return database.read(h -> Removals.find(h, kind, id));
    }

    @Override
    public Set<String> mediaHashes(String prefix) {
        return database.read(h -> {
            Set<String> hashes = new HashSet<>();
            for (String table : List.of("asset", "piece")) {
                hashes.addAll(h.createQuery("SELECT sha256 FROM " + table + " WHERE sha256 >= ? AND sha256 < ?")
                        .bind(0, prefix)
                        .bind(1, prefix + "g") // behind all hexadecimal digits
                        .mapTo(String.class)
                        .list());
            }
            return hashes;
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
        return database.read(h -> Rows.asset(h, id).filter(a -> !a.domain().startsWith(Drafts.DOMAIN)));
    }

    @Override
    public Optional<Asset> assetOf(String domain, String sha256) {
        return database.read(h -> Rows.assetOf(h, domain, sha256));
    }

    @Override
    public List<Asset> assets(Optional<String> domain) {
        return database.read(h -> h.createQuery(
                        "SELECT * FROM asset WHERE domain = :domain OR :domain IS NULL AND domain NOT LIKE '~%'"
                                + " ORDER BY added_ms DESC, id DESC")
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
        return database.read(h -> TrackRows.tracks(h, new long[] {id}).stream().findFirst());
    }

    @Override
    public Map<Long, FoundTrack> found(Collection<Long> tracks) {
        Map<Long, FoundTrack> found = new HashMap<>();
        long[] ids = tracks.stream().mapToLong(Long::longValue).distinct().toArray();
        database.read(h -> TrackRows.tracks(h, ids)).forEach(track -> found.put(track.track().id(), track));
        return found;
    }

    @Override
    public List<Track> tracks(long moment) {
        return database.read(h -> {
            existingMoment(h, moment);
            long[] ids = Rows.numbers(
                    h.createQuery(
                                    "SELECT group_concat(id, ' ' ORDER BY whole_frame DESC, start_ms, id) FROM track WHERE moment = ?")
                            .bind(0, moment));
            return TrackRows.alone(h, ids, Optional.empty());
        });
    }

    @Override
    public Map<Long, List<Track>> tracks(Collection<Long> moments) {
        return tracks(moments, Optional.empty());
    }

    @Override
    public Map<Long, List<Track>> tracks(Collection<Long> moments, TrackScope scope) {
        return tracks(moments, Optional.of(scope));
    }

    private Map<Long, List<Track>> tracks(Collection<Long> moments, Optional<TrackScope> scope) {
        return database.read(h -> {
            Map<Long, List<Track>> found = new HashMap<>();
            String json = Rows.json(moments.stream().mapToLong(Long::longValue).distinct().toArray());
            for (long moment : known(h, json)) {
                found.put(moment, new ArrayList<>());
            }
            long[] ids = Rows.numbers(h.createQuery("SELECT group_concat(t.id, ' ' ORDER BY t.whole_frame DESC, t.start_ms, t.id)"
                            + " FROM json_each(?) j CROSS JOIN track t INDEXED BY track_moment ON t.moment = j.value")
                    .bind(0, json));
            TrackRows.alone(h, ids, scope).forEach(track -> found.get(track.moment()).add(track));
            return found;
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
                    .map((rs, context) -> Rows.text(rs))
                    .list();
        });
    }

    @Override
    public Map<Long, List<SeenText>> texts(Collection<Long> moments) {
        return database.read(h -> {
            Map<Long, List<SeenText>> found = new HashMap<>();
            String json = Rows.json(moments.stream().mapToLong(Long::longValue).distinct().toArray());
            for (long moment : known(h, json)) {
                found.put(moment, new ArrayList<>());
            }
            h.createQuery("""
                    SELECT s.text, s.x, s.y, s.w, s.h, s.start_ms, s.end_ms, s.ppm, m.ref, s.moment
                    FROM json_each(?) j CROSS JOIN seen_text s ON s.moment = j.value JOIN model m ON m.id = s.model
                    ORDER BY s.moment, s.start_ms, s.id""")
                    .bind(0, json)
                    .map((rs, context) -> found.get(rs.getLong(10)).add(Rows.text(rs)))
                    .list();
            return found;
        });
    }

    /** Those of the moments that there are. */
    private static long[] known(Handle h, String moments) {
        return Rows.numbers(h.createQuery("SELECT group_concat(m.id, ' ') FROM json_each(?) j CROSS JOIN moment m ON m.id = j.value")
                .bind(0, moments));
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
        return search(filter, limit, Optional.empty());
    }

    @Override
    public List<FoundTrack> search(TrackFilter filter, int limit, TrackScope scope) {
        return search(filter, limit, Optional.of(scope));
    }

    private List<FoundTrack> search(TrackFilter filter, int limit, Optional<TrackScope> scope) {
        if (limit < 1 || limit > LARGEST_RESULT) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "limit is " + limit + ", allowed are 1 to " + LARGEST_RESULT + " tracks");
        }
        return database.read(h -> TrackRows.tracks(h, new TrackSearch(h, filter).tracks(limit), scope));
    }

    @Override
    public List<FoundText> search(TextFilter filter, int limit) {
        if (limit < 1 || limit > LARGEST_RESULT) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "limit is " + limit + ", allowed are 1 to " + LARGEST_RESULT + " texts");
        }
        return database.read(h -> new SeenTextSearch(h, filter).texts(limit));
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
        return tracksOfVectors(space, vectorIds, Optional.empty());
    }

    @Override
    public Map<Long, FoundTrack> tracksOfVectors(Space space, long[] vectorIds, TrackScope scope) {
        return tracksOfVectors(space, vectorIds, Optional.of(scope));
    }

    private Map<Long, FoundTrack> tracksOfVectors(Space space, long[] vectorIds, Optional<TrackScope> scope) {
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
            for (FoundTrack t : TrackRows.tracks(h, trackOf.values().stream().mapToLong(Long::longValue).toArray(), scope)) {
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
    public Map<Long, float[]> vectors(Space space, Collection<Long> tracks) {
        Map<Long, float[]> found = new HashMap<>();
        database.read(h -> h.createQuery("""
                SELECT v.track, v.data FROM json_each(?) j CROSS JOIN vector v INDEXED BY vector_track ON v.track = j.value
                WHERE v.space = (SELECT id FROM space WHERE name = ? AND dimension = ?)""")
                .bind(0, Rows.json(tracks.stream().mapToLong(Long::longValue).distinct().sorted().toArray()))
                .bind(1, space.id())
                .bind(2, space.dimension())
                .map((rs, context) -> found.put(rs.getLong(1), Blobs.vector(rs.getBytes(2))))
                .list());
        return found;
    }

    @Override
    public CatalogStatus status() {
        return database.read(h -> h.createQuery("""
                SELECT (SELECT count(*) FROM asset) - (SELECT count(*) FROM renewal_draft) AS assets,
                    (SELECT count(*) FROM asset WHERE state = 'INGESTING') - (SELECT count(*) FROM renewal_draft) AS ingesting,
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

    @Override
    public List<KnownModel> past(Makers live) {
        return database.read(h -> vocabularies.past(h, live));
    }

    @Override
    public <T> T snapshot(Supplier<T> work) {
        return database.snapshot(work);
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
