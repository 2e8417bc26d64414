package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Alignment;
import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.media.MediaKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Assets that show, or may show, the same footage. */
final class TwinRows {
    /** Offsets are counted in fields of this width [ms]. */
    private static final int FIELD_MS = 500;

    /** Votes at one offset that are more than chance. */
    private static final int LEAST_VOTES = 3;

    /** Pictures whose hashes differ in more than this of 64 bits are not listed. */
    private static final int PICTURE_BITS = 8;

    private TwinRows() {}

    static void replace(Handle h, long asset, List<Twin> twins) {
        h.createUpdate("DELETE FROM twin WHERE asset = ?").bind(0, asset).execute();
        if (twins.isEmpty()) {
            return;
        }
        PreparedBatch batch = h.prepareBatch(
                "INSERT INTO twin (asset, other, offset_ms, from_ms, to_ms, agreement) VALUES (?, ?, ?, ?, ?, ?)");
        for (Twin twin : twins) {
            batch.bind(0, asset)
                    .bind(1, twin.asset())
                    .bind(2, twin.offsetMs())
                    .bind(3, twin.fromMs())
                    .bind(4, twin.toMs())
                    .bind(5, twin.agreement())
                    .add();
        }
        batch.execute();
    }

    static Map<Long, List<Twin>> of(Handle h, long[] assets) {
        Map<Long, Map<Long, Twin>> byAsset = new LinkedHashMap<>();
        h.createQuery("SELECT t.* FROM json_each(?) j CROSS JOIN twin t ON t.asset = j.value")
                .bind(0, Rows.json(assets))
                .map((rs, context) -> byAsset.computeIfAbsent(rs.getLong("asset"), k -> new HashMap<>())
                        .put(rs.getLong("other"), twin(rs.getLong("other"), rs)))
                .list();
        h.createQuery("SELECT t.* FROM json_each(?) j CROSS JOIN twin t ON t.other = j.value")
                .bind(0, Rows.json(assets))
                .map((rs, context) -> byAsset.computeIfAbsent(rs.getLong("other"), k -> new HashMap<>())
                        .putIfAbsent(rs.getLong("asset"), twin(rs.getLong("other"), rs).turned(rs.getLong("asset"))))
                .list();
        Map<Long, List<Twin>> sorted = new LinkedHashMap<>();
        byAsset.forEach((asset, twins) -> sorted.put(asset, twins.values().stream()
                .sorted(Comparator.comparingDouble(Twin::agreement).reversed().thenComparingLong(Twin::asset))
                .toList()));
        return sorted;
    }

    /** What was told of the assets that files of jobs became, most agreement first. */
    static Map<Long, List<Twin>> toldOfItems(Handle h) {
        Map<Long, List<Twin>> told = new HashMap<>();
        h.createQuery("""
                SELECT * FROM twin WHERE asset IN (SELECT asset FROM job_item) ORDER BY agreement DESC, other""")
                .map((rs, context) -> told.computeIfAbsent(rs.getLong("asset"), k -> new ArrayList<>())
                        .add(twin(rs.getLong("other"), rs)))
                .list();
        return told;
    }

    private static Twin twin(long other, ResultSet rs) throws SQLException {
        return new Twin(
                other, rs.getLong("offset_ms"), rs.getLong("from_ms"), rs.getLong("to_ms"), rs.getDouble("agreement"));
    }

    static List<Alignment> alignments(Handle h, Asset asset, int limit) {
        return asset.info().kind() == MediaKind.IMAGE ? pictures(h, asset, limit) : videos(h, asset, limit);
    }

    private static List<Alignment> videos(Handle h, Asset asset, int limit) {
        return h.createQuery("""
                SELECT f.asset, ((f.time_ms - q.time_ms) + 1000000000000) / :field - 1000000000000 / :field AS field,
                    count(*) AS votes
                FROM frame_hash q
                    CROSS JOIN frame_hash f ON (f.hash >> 48) = (q.hash >> 48)
                    JOIN asset a ON a.id = f.asset
                WHERE q.asset = :asset AND f.asset <> :asset AND a.domain = :domain AND a.kind <> 'IMAGE'
                GROUP BY f.asset, field HAVING votes >= :least ORDER BY votes DESC, f.asset, field LIMIT :limit""")
                .bind("field", FIELD_MS)
                .bind("asset", asset.id())
                .bind("domain", asset.domain())
                .bind("least", LEAST_VOTES)
                .bind("limit", limit)
                .map((rs, context) -> new Alignment(
                        rs.getLong(1), rs.getLong(2) * FIELD_MS + FIELD_MS / 2, rs.getInt(3)))
                .list();
    }

    private static List<Alignment> pictures(Handle h, Asset asset, int limit) {
        List<Long> own = h.createQuery("SELECT hash FROM frame_hash WHERE asset = ?")
                .bind(0, asset.id())
                .mapTo(Long.class)
                .list();
        if (own.isEmpty()) {
            return List.of();
        }
        record Near(long asset, int bits) {}
        return h.createQuery("""
                SELECT f.asset, f.hash FROM asset a JOIN frame_hash f ON f.asset = a.id
                WHERE a.kind = 'IMAGE' AND a.domain = ? AND a.id <> ?""")
                .bind(0, asset.domain())
                .bind(1, asset.id())
                .map((rs, context) -> new Near(rs.getLong(1), Long.bitCount(rs.getLong(2) ^ own.get(0))))
                .stream()
                .filter(n -> n.bits <= PICTURE_BITS)
                .sorted(Comparator.comparingInt(Near::bits).thenComparingLong(Near::asset))
                .limit(limit)
                .map(n -> new Alignment(n.asset, 0, 1))
                .toList();
    }
}
