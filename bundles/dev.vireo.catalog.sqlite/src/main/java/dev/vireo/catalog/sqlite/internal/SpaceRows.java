package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Gap;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.SpaceState;
import dev.vireo.api.catalog.StoredSpace;
import dev.vireo.api.encode.Space;
import dev.vireo.api.media.Box;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of spaces and of what they lack. */
final class SpaceRows {
    static final RowMapper<Space> SPACE = (rs, context) -> new Space(rs.getString("name"), rs.getInt("dimension"));

    private SpaceRows() {}

    static List<Space> serving(Handle h, String domain) {
        return h.createQuery("""
                SELECT s.name, s.dimension FROM serving v JOIN space s ON s.id = v.space
                WHERE v.domain = CASE WHEN EXISTS (SELECT 1 FROM serving WHERE domain = :domain) THEN :domain ELSE :every END
                ORDER BY s.name""")
                .bind("domain", domain)
                .bind("every", SpaceCatalog.EVERY_DOMAIN)
                .map(SPACE)
                .list();
    }

    static List<Space> kept(Handle h) {
        return h.createQuery("SELECT name, dimension FROM space WHERE state IS NOT NULL ORDER BY name").map(SPACE).list();
    }

    /** Empty for a space that is not known, or that nobody asked for. */
    static Optional<SpaceState> state(Handle h, Space space) {
        return h.createQuery("SELECT state FROM space WHERE name = ? AND state IS NOT NULL")
                .bind(0, space.id())
                .mapTo(String.class)
                .findOne()
                .map(SpaceState::valueOf);
    }

    static Set<String> domains(Handle h, long space) {
        return new TreeSet<>(h.createQuery("SELECT domain FROM serving WHERE space = ?").bind(0, space).mapTo(String.class).list());
    }

    static List<StoredSpace> stored(Handle h, Optional<String> only) {
        long tracks = h.createQuery("SELECT count(*) FROM track").mapTo(Long.class).one();
        return h.createQuery("""
                SELECT s.*, (SELECT count(*) FROM vector v WHERE v.space = s.id) AS vectors,
                    (SELECT count(*) FROM space_fault f WHERE f.space = s.id
                        AND NOT EXISTS (SELECT 1 FROM vector v WHERE v.track = f.track AND v.space = s.id)) AS faults
                FROM space s WHERE s.state IS NOT NULL AND (:only IS NULL OR s.name = :only) ORDER BY s.name""")
                .bind("only", only.orElse(null))
                .map((rs, context) -> new StoredSpace(
                        SPACE.map(rs, context),
                        rs.getString("encoder"),
                        SpaceState.valueOf(rs.getString("state")),
                        Instant.ofEpochMilli(rs.getLong("since_ms")),
                        domains(h, rs.getLong("id")),
                        tracks,
                        rs.getLong("vectors"),
                        rs.getLong("faults"),
                        rs.getLong("vectors") * rs.getInt("dimension") * Float.BYTES))
                .list();
    }

    /** Makes a space known, or changes its state. @return its row id */
    static long put(Handle h, Space space, String encoder, SpaceState state, long nowMs) {
        h.createUpdate("""
                INSERT INTO space (name, dimension, state, since_ms, encoder) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET state = excluded.state, since_ms = excluded.since_ms,
                    encoder = CASE WHEN excluded.encoder = '' THEN encoder ELSE excluded.encoder END""")
                .bind(0, space.id())
                .bind(1, space.dimension())
                .bind(2, state.name())
                .bind(3, nowMs)
                .bind(4, encoder)
                .execute();
        return Rows.space(h, space).orElseThrow(); // refuses another dimension
    }

    static List<Gap> gaps(Handle h, long space, long afterTrack, int limit) {
        return h.createQuery("""
                SELECT t.id, a.domain, t.asset, t.moment, t.whole_frame, t.start_ms, t.end_ms, t.key_ms, p.observations
                FROM track t CROSS JOIN asset a ON a.id = t.asset CROSS JOIN track_path p ON p.track = t.id
                WHERE t.id > ? AND NOT EXISTS (SELECT 1 FROM vector v WHERE v.track = t.id AND v.space = ?)
                    AND NOT EXISTS (SELECT 1 FROM space_fault f WHERE f.track = t.id AND f.space = ?)
                ORDER BY t.id LIMIT ?""")
                .bind(0, afterTrack)
                .bind(1, space)
                .bind(2, space)
                .bind(3, limit)
                .map((rs, context) -> new Gap(
                        rs.getLong(1),
                        rs.getString(2),
                        rs.getLong(3),
                        rs.getLong(4),
                        rs.getInt(5) != 0,
                        rs.getLong(6),
                        rs.getLong(7),
                        rs.getLong(8),
                        box(Blobs.path(rs.getBytes(9)), rs.getLong(8))))
                .list();
    }

    private static Box box(List<Observation> path, long keyMs) {
        return path.stream().min(Comparator.comparingLong(o -> Math.abs(o.timeMs() - keyMs))).orElseThrow().box();
    }

    static int fill(Handle h, long id, Space space, Map<Long, float[]> vectors) {
        PreparedBatch batch = h.prepareBatch("""
                INSERT INTO vector (space, track, data) SELECT ?, id, ? FROM track
                WHERE id = ? AND NOT EXISTS (SELECT 1 FROM vector v WHERE v.track = track.id AND v.space = ?)""");
        vectors.forEach((track, vector) -> {
            PartWriter.requireUnit(space, vector);
            batch.bind(0, id).bind(1, Blobs.vector(vector)).bind(2, track).bind(3, id).add();
        });
        int added = 0;
        if (batch.size() > 0) {
            for (int rows : batch.execute()) {
                added += rows;
            }
        }
        return added;
    }

    /** From now on the space is unknown; its vectors are found no more and are removed by and by. */
    static void forget(Handle h, long id) {
        h.createUpdate("DELETE FROM segment WHERE space = ?").bind(0, id).execute();
        h.createUpdate("DELETE FROM space_fault WHERE space = ?").bind(0, id).execute();
        h.createUpdate("DELETE FROM space_report WHERE space = ?").bind(0, id).execute();
        // A change that would go back to it, to it alone or among others, cannot be undone any more.
        h.createUpdate("DELETE FROM serving_change WHERE scope IN (SELECT scope FROM served WHERE space = ?)").bind(0, id).execute();
        h.createUpdate("UPDATE space SET name = '~' || id, state = NULL WHERE id = ?").bind(0, id).execute();
    }

    /** A space that is being dropped, or that nobody asked for. */
    record Left(long id, int dimension) {}

    static List<Left> left(Handle h) {
        return h.createQuery("""
                SELECT id, dimension FROM space WHERE state IS NULL AND (name LIKE '~%' OR EXISTS (SELECT 1 FROM serving))""")
                .map((rs, context) -> new Left(rs.getLong(1), rs.getInt(2)))
                .list();
    }

    static int removeVectors(Handle h, long id, int most) {
        return h.createUpdate("DELETE FROM vector WHERE id IN (SELECT id FROM vector WHERE space = ? LIMIT ?)")
                .bind(0, id)
                .bind(1, most)
                .execute();
    }

    static void remove(Handle h, long id) {
        h.createUpdate("DELETE FROM segment WHERE space = ?").bind(0, id).execute();
        h.createUpdate("DELETE FROM deletion WHERE space = ?").bind(0, id).execute();
        // Footage that was being looked at may have added a vector this moment: then it is swept the next time.
        h.createUpdate("DELETE FROM space WHERE id = ? AND NOT EXISTS (SELECT 1 FROM vector WHERE space = space.id)")
                .bind(0, id)
                .execute();
    }
}
