package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Removal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What is remembered of removed ids: one row for each run of ids that went together. */
final class Removals {
    private Removals() {}

    /** Notes an asset with its moments and tracks, before it is removed in the same transaction. */
    static void note(Handle h, Asset asset, String reason, Instant at) {
        for (Removal.Kind kind : new Removal.Kind[] {Removal.Kind.MOMENT, Removal.Kind.TRACK}) {
            String table = kind == Removal.Kind.MOMENT ? "moment" : "track";
            long[] ids = Rows.numbers(
                    h.createQuery("SELECT group_concat(id, ' ') FROM " + table + " WHERE asset = ?").bind(0, asset.id()));
            note(h, kind, ids, asset, reason, at);
        }
        note(h, Removal.Kind.ASSET, new long[] {asset.id()}, asset, reason, at);
    }

    static void note(Handle h, Removal.Kind kind, long[] ids, Asset asset, String reason, Instant at) {
        note(h, kind, ids, asset.id(), asset.path(), reason, at);
    }

    static void note(Handle h, Removal.Kind kind, long[] ids, long asset, String path, String reason, Instant at) {
        Arrays.sort(ids);
        PreparedBatch runs = h.prepareBatch("INSERT OR REPLACE INTO removal"
                + " (kind, first_id, last_id, asset, path, reason, removed_ms) VALUES (?, ?, ?, ?, ?, ?, ?)");
        for (int from = 0; from < ids.length; ) {
            int to = from + 1;
            while (to < ids.length && ids[to] == ids[to - 1] + 1) {
                to++;
            }
            runs.bind(0, kind.name())
                    .bind(1, ids[from])
                    .bind(2, ids[to - 1])
                    .bind(3, asset)
                    .bind(4, path)
                    .bind(5, reason)
                    .bind(6, at.toEpochMilli())
                    .add();
            from = to;
        }
        if (runs.size() > 0) {
            runs.execute();
        }
    }

    static Optional<Removal> find(Handle h, Removal.Kind kind, long id) {
        return h.createQuery("SELECT * FROM removal WHERE kind = ? AND first_id <= ? ORDER BY first_id DESC LIMIT 1")
                .bind(0, kind.name())
                .bind(1, id)
                .map((rs, context) -> rs.getLong("last_id") < id
                        ? Optional.<Removal>empty()
                        : Optional.of(new Removal(
                                kind,
                                id,
                                rs.getLong("asset"),
                                rs.getString("path"),
                                rs.getString("reason"),
                                Instant.ofEpochMilli(rs.getLong("removed_ms")))))
                .findOne()
                .flatMap(found -> found);
    }
}
