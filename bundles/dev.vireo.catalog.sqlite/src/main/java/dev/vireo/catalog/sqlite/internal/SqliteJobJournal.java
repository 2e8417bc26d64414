package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Twin;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.ingest.JobJournal;
import dev.vireo.api.media.CaptureTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Jobs of ingest in the catalogue's database. */
@Component(service = JobJournal.class)
public final class SqliteJobJournal implements JobJournal {
    private final Database database;

    @Activate
    public SqliteJobJournal(@Reference(policyOption = ReferencePolicyOption.GREEDY) Database database) {
        this.database = database;
    }

    @Override
    public void begin(String id, IngestRequest request) {
        database.<Void>grow(h -> {
            Optional<CaptureTime> told = request.capturedAt();
            long number = h.createUpdate("""
                    INSERT INTO job (id, domain, captured_local, captured_offset_s, captured_source)
                    VALUES (?, ?, ?, ?, ?)""")
                    .bind(0, id)
                    .bind(1, request.domain())
                    .bind(2, told.map(t -> t.local().toString()).orElse(null))
                    .bind(3, told.flatMap(CaptureTime::offset).map(ZoneOffset::getTotalSeconds).orElse(null))
                    .bind(4, told.map(t -> t.source().name()).orElse(null))
                    .executeAndReturnGeneratedKeys()
                    .mapTo(Long.class)
                    .one();
            PreparedBatch sources = h.prepareBatch("INSERT INTO job_source (job, position, path) VALUES (?, ?, ?)");
            for (int i = 0; i < request.sources().size(); i++) {
                sources.bind(0, number).bind(1, i).bind(2, request.sources().get(i)).add();
            }
            if (sources.size() > 0) {
                sources.execute();
            }
            return null;
        });
    }

    @Override
    public void done(String id, IngestItem item) {
        database.write(h -> h.createUpdate("""
                INSERT INTO job_item (job, position, path, outcome, asset, reason, moments, duration_ms)
                SELECT number, (SELECT coalesce(max(position), -1) + 1 FROM job_item WHERE job = number), ?, ?, ?, ?, ?, ?
                FROM job WHERE id = ?""")
                .bind(0, item.path())
                .bind(1, item.outcome().name())
                .bind(2, item.asset().orElse(null))
                .bind(3, item.reason())
                .bind(4, item.moments())
                .bind(5, item.durationMs())
                .bind(6, id)
                .execute());
    }

    @Override
    public void end(String id, IngestJob.State state, String message) {
        database.<Void>write(h -> {
            h.createUpdate("UPDATE job SET state = ?, message = ? WHERE id = ? AND state IS NULL")
                    .bind(0, state.name())
                    .bind(1, message)
                    .bind(2, id)
                    .execute();
            h.createUpdate("""
                    DELETE FROM job WHERE number IN
                        (SELECT number FROM job WHERE state IS NOT NULL ORDER BY number DESC LIMIT -1 OFFSET ?)""")
                    .bind(0, KEPT)
                    .execute();
            return null;
        });
    }

    @Override
    public List<Entry> entries() {
        return database.read(h -> {
            Map<Long, List<String>> sources = new HashMap<>();
            h.createQuery("SELECT job, path FROM job_source ORDER BY job, position")
                    .map((rs, _) -> sources.computeIfAbsent(rs.getLong(1), _ -> new ArrayList<>()).add(rs.getString(2)))
                    .list();
            Map<Long, List<IngestItem>> items = items(h);
            return h.createQuery("SELECT * FROM job ORDER BY number")
                    .map((rs, _) -> {
                        long number = rs.getLong("number");
                        String state = rs.getString("state");
                        return new Entry(
                                rs.getString("id"),
                                new IngestRequest(
                                        List.copyOf(sources.getOrDefault(number, List.of())),
                                        rs.getString("domain"),
                                        Rows.written(rs, "captured")),
                                state == null ? IngestJob.State.QUEUED : IngestJob.State.valueOf(state),
                                rs.getString("message"),
                                items.getOrDefault(number, List.of()));
                    })
                    .list();
        });
    }

    private static Map<Long, List<IngestItem>> items(Handle h) {
        Map<Long, List<IngestItem>> items = new HashMap<>();
        Map<Long, List<Twin>> twins = TwinRows.toldOfItems(h);
        h.createQuery("SELECT * FROM job_item ORDER BY job, position")
                .map((rs, _) -> {
                    long asset = rs.getLong("asset");
                    Optional<Long> of = rs.wasNull() ? Optional.empty() : Optional.of(asset);
                    return items.computeIfAbsent(rs.getLong("job"), _ -> new ArrayList<>())
                            .add(new IngestItem(
                                    rs.getString("path"),
                                    IngestItem.Outcome.valueOf(rs.getString("outcome")),
                                    of,
                                    rs.getString("reason"),
                                    rs.getLong("moments"),
                                    rs.getLong("duration_ms"),
                                    rs.getString("outcome").equals(IngestItem.Outcome.ADDED.name())
                                            ? twins.getOrDefault(asset, List.of())
                                            : List.of()));
                })
                .list();
        return items;
    }
}
