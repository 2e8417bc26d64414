package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.Piece;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.CaptureTime;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Reading of rows that several queries share. */
final class Rows {
    static final RowMapper<Asset> ASSET = (rs, context) -> new Asset(
            rs.getLong("id"),
            rs.getString("domain"),
            rs.getString("path"),
            rs.getString("sha256"),
            rs.getLong("bytes"),
            new MediaInfo(
                    MediaKind.valueOf(rs.getString("kind")),
                    rs.getString("container"),
                    rs.getString("codec"),
                    rs.getInt("width"),
                    rs.getInt("height"),
                    rs.getLong("duration_ms"),
                    rs.getDouble("frame_rate"),
                    written(rs, "written")),
            new Clock(
                    ClockSource.valueOf(rs.getString("clock_source")),
                    rs.getDouble("clock_confidence"),
                    instant(rs, "captured_ms")),
            AssetState.valueOf(rs.getString("state")),
            rs.getLong("committed_ms"),
            Instant.ofEpochMilli(rs.getLong("added_ms")));

    static final RowMapper<Moment> MOMENT = (rs, context) -> new Moment(
            rs.getLong("id"), rs.getLong("asset"), rs.getLong("start_ms"), rs.getLong("end_ms"), rs.getLong("key_ms"));

    /** Probability 1 as it is stored. */
    static final double ONE = 1_000_000;

    private Rows() {}

    static Optional<CaptureTime> written(ResultSet rs, String prefix) throws SQLException {
        String local = rs.getString(prefix + "_local");
        if (local == null) {
            return Optional.empty();
        }
        int seconds = rs.getInt(prefix + "_offset_s");
        Optional<ZoneOffset> offset = rs.wasNull() ? Optional.empty() : Optional.of(ZoneOffset.ofTotalSeconds(seconds));
        return Optional.of(new CaptureTime(
                LocalDateTime.parse(local), offset, ClockSource.valueOf(rs.getString(prefix + "_source"))));
    }

    /** Columns 1 to 9: text, box, start, end, millionths, model. */
    static SeenText text(ResultSet rs) throws SQLException {
        return new SeenText(
                rs.getString(1),
                new Box(rs.getDouble(2), rs.getDouble(3), rs.getDouble(4), rs.getDouble(5)),
                rs.getLong(6),
                rs.getLong(7),
                rs.getInt(8) / ONE,
                rs.getString(9));
    }

    static Optional<Instant> instant(ResultSet rs, String column) throws SQLException {
        long ms = rs.getLong(column);
        return rs.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ms));
    }

    static Optional<Asset> asset(Handle h, long id) {
        return h.createQuery("SELECT * FROM asset WHERE id = ?").bind(0, id).map(ASSET).findOne();
    }

    static Optional<Asset> assetOf(Handle h, String domain, String sha256) {
        return h.createQuery("SELECT * FROM asset WHERE domain = ? AND sha256 = ?")
                .bind(0, domain)
                .bind(1, sha256)
                .map(ASSET)
                .findOne();
    }

    /** Pieces in order of time; an asset without rows of its own is one file. */
    static List<Piece> pieces(Handle h, Asset asset) {
        List<Piece> pieces = h.createQuery("SELECT * FROM piece WHERE asset = ? ORDER BY start_ms")
                .bind(0, asset.id())
                .map((rs, context) -> new Piece(
                        rs.getLong("start_ms"), rs.getLong("end_ms"), rs.getString("sha256"), rs.getLong("bytes")))
                .list();
        return pieces.isEmpty() && asset.state() != AssetState.RECORDING
                ? List.of(new Piece(0, asset.info().durationMs(), asset.sha256(), asset.bytes()))
                : pieces;
    }

    /** Whether an asset or a piece of one still has these bytes. */
    static boolean used(Handle h, String sha256) {
        return h.createQuery("SELECT EXISTS (SELECT 1 FROM asset WHERE sha256 = ?) OR EXISTS (SELECT 1 FROM piece WHERE sha256 = ?)")
                .bind(0, sha256)
                .bind(1, sha256)
                .mapTo(Integer.class)
                .one() == 1;
    }

    /** The first id of a table that was never used; the caller holds the write lock. */
    static long nextId(Handle h, String table) {
        return h.createQuery("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0) + 1")
                .bind(0, table)
                .mapTo(Long.class)
                .one();
    }

    /** Row id of a space; empty when nothing was ever stored in it. */
    static Optional<Long> space(Handle h, Space space) {
        return h.createQuery("SELECT id, dimension FROM space WHERE name = ?")
                .bind(0, space.id())
                .map((rs, context) -> {
                    if (rs.getInt("dimension") != space.dimension()) {
                        throw new VireoException(
                                ErrorKind.INTERNAL,
                                "space " + space.id() + " has vectors of " + rs.getInt("dimension")
                                        + " numbers, not " + space.dimension()
                                        + "; an encoder that changes its vectors needs a new space id");
                    }
                    return rs.getLong("id");
                })
                .findOne();
    }

    static String flaws(Set<Quality.Flaw> flaws) {
        return flaws.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    }

    static Set<Quality.Flaw> flaws(String names) {
        return names.isEmpty()
                ? Set.of()
                : Arrays.stream(names.split(",")).map(Quality.Flaw::valueOf).collect(Collectors.toSet());
    }

    static Map<Integer, String> models(Handle h) {
        Map<Integer, String> models = new HashMap<>();
        h.createQuery("SELECT id, ref FROM model")
                .map((rs, context) -> models.put(rs.getInt(1), rs.getString(2)))
                .list();
        return models;
    }

    /** Many ids travel as one JSON array: one bound value, and no limit on their number. */
    static String json(long[] ids) {
        StringBuilder json = new StringBuilder(ids.length * 8 + 2).append('[');
        for (int i = 0; i < ids.length; i++) {
            json.append(i == 0 ? "" : ",").append(ids[i]);
        }
        return json.append(']').toString();
    }

    /** Numbers that a query joins into one text: a row for each would cost several native calls for each. */
    static long[] numbers(Query query) {
        return numbers(query.map((rs, context) -> rs.getBytes(1)).findOne().orElse(new byte[0]));
    }

    static long[] numbers(byte[] text) {
        long[] numbers = new long[text.length / 2 + 1];
        int count = 0;
        int i = 0;
        while (i < text.length) {
            long n = 0;
            for (; i < text.length && text[i] != ' '; i++) {
                n = n * 10 + (text[i] - '0');
            }
            numbers[count++] = n;
            i++;
        }
        return Arrays.copyOf(numbers, count);
    }
}
