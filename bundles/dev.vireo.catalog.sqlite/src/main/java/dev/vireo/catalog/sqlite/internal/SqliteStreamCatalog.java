package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Growth;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.Piece;
import dev.vireo.api.catalog.Removal;
import dev.vireo.api.catalog.StreamCatalog;
import dev.vireo.api.catalog.StreamSource;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Streams in the catalogue's database. */
@Component(service = StreamCatalog.class)
public final class SqliteStreamCatalog implements StreamCatalog {
    private static final int GAPS_KEPT = 1_000;

    private static final RowMapper<StreamSource> STREAM = (rs, context) -> new StreamSource(
            rs.getLong("id"),
            rs.getString("domain"),
            rs.getString("address"),
            Optional.ofNullable(rs.getString("secret")),
            new StreamSource.Retention(number(rs, "keep_ms"), number(rs, "keep_bytes")),
            Instant.ofEpochMilli(rs.getLong("added_ms")),
            number(rs, "camera_offset_ms"));

    private final Database database;
    private final InstantSource time;

    @Activate
    public SqliteStreamCatalog(@Reference(policyOption = ReferencePolicyOption.GREEDY) Database database) {
        this(database, InstantSource.system());
    }

    SqliteStreamCatalog(Database database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    private static Optional<Long> number(ResultSet rs, String column) throws SQLException {
        long value = rs.getLong(column);
        return rs.wasNull() ? Optional.empty() : Optional.of(value);
    }

    @Override
    public StreamSource add(String domain, String address, Optional<String> secret, StreamSource.Retention keep) {
        return database.grow(h -> {
            Optional<Long> known = h.createQuery("SELECT id FROM stream WHERE domain = ? AND address = ?")
                    .bind(0, domain)
                    .bind(1, address)
                    .mapTo(Long.class)
                    .findOne();
            if (known.isPresent()) {
                throw new VireoException(ErrorKind.USER_INPUT, address + " is recorded already in domain " + domain
                        + " as stream s" + known.get() + "; delete that first to add it anew");
            }
            h.createUpdate("""
                    INSERT INTO stream (domain, address, secret, keep_ms, keep_bytes, added_ms)
                    VALUES (?, ?, ?, ?, ?, ?)""")
                    .bind(0, domain)
                    .bind(1, address)
                    .bind(2, secret.orElse(null))
                    .bind(3, keep.ms().orElse(null))
                    .bind(4, keep.bytes().orElse(null))
                    .bind(5, time.instant().toEpochMilli())
                    .execute();
            return h.createQuery("SELECT * FROM stream WHERE domain = ? AND address = ?")
                    .bind(0, domain)
                    .bind(1, address)
                    .map(STREAM)
                    .one();
        });
    }

    @Override
    public List<StreamSource> streams() {
        return database.read(h -> h.createQuery("SELECT * FROM stream ORDER BY id").map(STREAM).list());
    }

    @Override
    public Optional<StreamSource> stream(long id) {
        return database.read(h -> stream(h, id));
    }

    private static Optional<StreamSource> stream(Handle h, long id) {
        return h.createQuery("SELECT * FROM stream WHERE id = ?").bind(0, id).map(STREAM).findOne();
    }

    private static StreamSource existing(Handle h, long id) {
        return stream(h, id)
                .orElseThrow(() -> new VireoException(
                        ErrorKind.NOT_FOUND, "there is no stream " + id + "; 'list' shows what there is"));
    }

    @Override
    public void measured(long stream, long cameraOffsetMs) {
        database.write(h -> h.createUpdate("UPDATE stream SET camera_offset_ms = ? WHERE id = ?")
                .bind(0, cameraOffsetMs)
                .bind(1, stream)
                .execute());
    }

    @Override
    public void remove(long stream, String reason) {
        database.<Void>write(h -> {
            StreamSource gone = existing(h, stream);
            Removals.note(h, Removal.Kind.STREAM, new long[] {stream}, 0, gone.address(), reason, time.instant());
            h.createUpdate("DELETE FROM stream WHERE id = ?").bind(0, stream).execute();
            return null;
        });
    }

    @Override
    public Asset begin(long stream, NewAsset recording) {
        return database.grow(h -> {
            existing(h, stream);
            Assets.insert(h, recording, AssetState.RECORDING, time.instant());
            Asset asset = Rows.assetOf(h, recording.domain(), recording.sha256()).orElseThrow();
            h.createUpdate("INSERT INTO recording (asset, stream) VALUES (?, ?)")
                    .bind(0, asset.id())
                    .bind(1, stream)
                    .execute();
            return asset;
        });
    }

    @Override
    public List<Asset> recordings(long stream) {
        return database.read(h -> h.createQuery(
                        "SELECT a.* FROM recording r JOIN asset a ON a.id = r.asset WHERE r.stream = ? ORDER BY a.id")
                .bind(0, stream)
                .map(Rows.ASSET)
                .list());
    }

    @Override
    public Optional<Long> streamOf(long asset) {
        return database.read(h -> h.createQuery("SELECT stream FROM recording WHERE asset = ?")
                .bind(0, asset)
                .mapTo(Long.class)
                .findOne());
    }

    @Override
    public List<Growth.Ids> grow(long asset, Growth growth) {
        return database.grow(h -> {
            Asset to = recording(h, asset);
            if (growth.toMs() < to.committedMs()) {
                throw new VireoException(ErrorKind.INTERNAL, "recording " + asset + " is committed up to " + to.committedMs()
                        + " ms and cannot grow up to " + growth.toMs() + " ms");
            }
            PreparedBatch pieces =
                    h.prepareBatch("INSERT INTO piece (asset, start_ms, end_ms, sha256, bytes) VALUES (?, ?, ?, ?, ?)");
            long bytes = 0;
            for (Piece piece : growth.pieces()) {
                pieces.bind(0, asset)
                        .bind(1, piece.startMs())
                        .bind(2, piece.endMs())
                        .bind(3, piece.sha256())
                        .bind(4, piece.bytes())
                        .add();
                bytes += piece.bytes();
            }
            if (pieces.size() > 0) {
                pieces.execute();
            }
            List<Growth.Ids> ids = new PartWriter(h, to, time.instant()).write(growth);
            MadeBy.add(h, asset, growth.makers());
            h.createUpdate("""
                    UPDATE asset SET committed_ms = ?, bytes = bytes + ?,
                        duration_ms = max(duration_ms, coalesce((SELECT max(end_ms) FROM piece WHERE asset = asset.id), 0))
                    WHERE id = ?""")
                    .bind(0, growth.toMs())
                    .bind(1, bytes)
                    .bind(2, asset)
                    .execute();
            return ids;
        });
    }

    @Override
    public Asset end(long asset) {
        return database.write(h -> {
            recording(h, asset);
            h.createUpdate("UPDATE asset SET state = ? WHERE id = ?")
                    .bind(0, AssetState.READY.name())
                    .bind(1, asset)
                    .execute();
            return Rows.asset(h, asset).orElseThrow();
        });
    }

    private static Asset recording(Handle h, long asset) {
        Asset found = Rows.asset(h, asset)
                .orElseThrow(() -> new VireoException(ErrorKind.NOT_FOUND, "there is no asset " + asset));
        if (found.state() != AssetState.RECORDING) {
            throw new VireoException(
                    ErrorKind.INTERNAL, "asset " + asset + " is " + found.state() + ", not a recording that goes on");
        }
        return found;
    }

    @Override
    public void gap(long stream, StreamSource.Gap gap) {
        database.<Void>write(h -> {
            existing(h, stream);
            h.createUpdate("INSERT OR REPLACE INTO stream_gap (stream, from_ms, to_ms, reason) VALUES (?, ?, ?, ?)")
                    .bind(0, stream)
                    .bind(1, gap.from().toEpochMilli())
                    .bind(2, gap.to().toEpochMilli())
                    .bind(3, gap.reason())
                    .execute();
            h.createUpdate("DELETE FROM stream_gap WHERE stream = ? AND from_ms <="
                            + " (SELECT from_ms FROM stream_gap WHERE stream = ? ORDER BY from_ms DESC LIMIT 1 OFFSET ?)")
                    .bind(0, stream)
                    .bind(1, stream)
                    .bind(2, GAPS_KEPT)
                    .execute();
            return null;
        });
    }

    @Override
    public List<StreamSource.Gap> gaps(long stream, int limit) {
        return database.read(h -> h.createQuery("SELECT * FROM stream_gap WHERE stream = ? ORDER BY from_ms DESC LIMIT ?")
                .bind(0, stream)
                .bind(1, limit)
                .map((rs, context) -> new StreamSource.Gap(
                        Instant.ofEpochMilli(rs.getLong("from_ms")),
                        Instant.ofEpochMilli(rs.getLong("to_ms")),
                        rs.getString("reason")))
                .list());
    }
}
