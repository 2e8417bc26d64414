package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.Segment;
import dev.vireo.api.index.StoredVector;
import dev.vireo.api.index.VectorStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Vectors and segments in the catalogue's database. A consumer must not call back into the store. */
@Component(service = VectorStore.class)
public final class SqliteVectorStore implements VectorStore {
    private final Database database;

    @Activate
    public SqliteVectorStore(@Reference(policyOption = ReferencePolicyOption.GREEDY) Database database) {
        this.database = database;
    }

    @Override
    public List<Space> spaces() {
        return database.read(h -> h.createQuery(
                        "SELECT name, dimension FROM space WHERE name NOT LIKE '~%'"
                                + " AND EXISTS (SELECT 1 FROM vector v WHERE v.space = space.id)"
                                + " ORDER BY name")
                .map((rs, context) -> new Space(rs.getString(1), rs.getInt(2)))
                .list());
    }

    @Override
    public long count(Space space) {
        return database.read(h -> Rows.space(h, space)
                .map(id -> h.createQuery("SELECT count(*) FROM vector WHERE space = ?")
                        .bind(0, id)
                        .mapTo(Long.class)
                        .one())
                .orElse(0L));
    }

    @Override
    public void forEach(Space space, long afterId, Consumer<StoredVector> consumer) {
        database.<Void>read(h -> {
            Optional<Long> id = Rows.space(h, space);
            if (id.isPresent()) {
                stream(
                        h.createQuery("SELECT id, data FROM vector WHERE space = ? AND id > ? ORDER BY id")
                                .bind(0, id.get())
                                .bind(1, afterId),
                        consumer);
            }
            return null;
        });
    }

    @Override
    public void forEach(Space space, long[] ids, Consumer<StoredVector> consumer) {
        database.<Void>read(h -> {
            Optional<Long> id = Rows.space(h, space);
            if (id.isPresent() && ids.length > 0) {
                stream(
                        h.createQuery("SELECT v.id, v.data FROM (SELECT DISTINCT value AS id FROM json_each(?)) j"
                                        + " CROSS JOIN vector v ON v.id = j.id WHERE v.space = ? ORDER BY v.id")
                                .bind(0, Rows.json(ids))
                                .bind(1, id.get()),
                        consumer);
            }
            return null;
        });
    }

    private static void stream(Query query, Consumer<StoredVector> consumer) {
        query.map((rs, context) -> new StoredVector(rs.getLong(1), Blobs.vector(rs.getBytes(2))))
                .useIterator(vectors -> vectors.forEachRemaining(consumer));
    }

    @Override
    public Deletions deletions(Space space, long afterDeletion) {
        return database.read(h -> {
            Optional<Long> id = Rows.space(h, space);
            if (id.isEmpty()) {
                return new Deletions(new long[0], afterDeletion);
            }
            long last = h.createQuery("SELECT max(number) FROM deletion WHERE space = ?")
                    .bind(0, id.get())
                    .mapTo(Long.class)
                    .findOne()
                    .orElse(0L);
            long told = database.horizon().upTo(last);
            long[] gone = Rows.numbers(h.createQuery(
                            "SELECT group_concat(vector, ' ' ORDER BY number) FROM deletion WHERE space = ? AND number > ? AND number <= ?")
                    .bind(0, id.get())
                    .bind(1, afterDeletion)
                    .bind(2, told));
            return new Deletions(gone, Math.max(told, afterDeletion));
        });
    }

    @Override
    public List<Segment> segments(Space space) {
        return database.read(h -> h.createQuery("""
                SELECT g.* FROM segment g JOIN space s ON s.id = g.space WHERE s.name = ? ORDER BY g.generation, g.first_id""")
                .bind(0, space.id())
                .map((rs, context) -> new Segment(
                        space.id(),
                        rs.getString("file"),
                        rs.getLong("generation"),
                        rs.getLong("count"),
                        rs.getLong("first_id"),
                        rs.getLong("last_id"),
                        rs.getString("ids_sha256"),
                        rs.getString("file_sha256")))
                .list());
    }

    @Override
    public void publish(Space space, List<Segment> added, List<Segment> replaced) {
        database.<Void>write(h -> {
            long id = Rows.space(h, space)
                    .orElseThrow(() -> new VireoException(
                            ErrorKind.NOT_FOUND, "space " + space.id() + " holds no vectors, so it can have no segment"));
            PreparedBatch drop = h.prepareBatch("DELETE FROM segment WHERE space = ? AND file = ?");
            for (Segment segment : replaced) {
                drop.bind(0, id).bind(1, segment.file()).add();
            }
            PreparedBatch insert = h.prepareBatch("""
                    INSERT INTO segment (space, file, generation, count, first_id, last_id, ids_sha256, file_sha256)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)""");
            for (Segment segment : added) {
                if (!segment.space().equals(space.id())) {
                    throw new VireoException(
                            ErrorKind.INTERNAL,
                            "segment " + segment.file() + " belongs to space " + segment.space() + ", not " + space.id());
                }
                insert.bind(0, id)
                        .bind(1, segment.file())
                        .bind(2, segment.generation())
                        .bind(3, segment.count())
                        .bind(4, segment.firstId())
                        .bind(5, segment.lastId())
                        .bind(6, segment.idsSha256())
                        .bind(7, segment.fileSha256())
                        .add();
            }
            for (PreparedBatch batch : List.of(drop, insert)) {
                if (batch.size() > 0) {
                    batch.execute();
                }
            }
            return null;
        });
    }
}
