package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Gap;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.catalog.SpaceState;
import dev.vireo.api.catalog.StoredSpace;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Spaces in the catalogue's database. */
@Component(service = SpaceCatalog.class)
public final class SqliteSpaceCatalog implements SpaceCatalog {
    private static final int LARGEST_RESULT = 10_000;
    /** Vectors that a drop removes in one transaction: nobody waits long for the writer. */
    private static final int DROPPED_AT_ONCE = 2_000;

    private final Database database;
    private final InstantSource time;

    @Activate
    public SqliteSpaceCatalog(@Reference(policyOption = ReferencePolicyOption.GREEDY) Database database) {
        this(database, InstantSource.system());
    }

    SqliteSpaceCatalog(Database database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    @Override
    public List<Space> serving(String domain) {
        return database.read(h -> SpaceRows.serving(h, domain));
    }

    @Override
    public List<Space> kept() {
        return database.read(SpaceRows::kept);
    }

    @Override
    public List<Space> adopt(Map<Space, String> live) {
        return database.write(h -> {
            new Serving(h, time.millis()).adopt(live);
            return SpaceRows.kept(h);
        });
    }

    @Override
    public List<StoredSpace> spaces() {
        return database.read(h -> SpaceRows.stored(h, Optional.empty()));
    }

    @Override
    public Optional<StoredSpace> space(String id) {
        return database.read(h -> SpaceRows.stored(h, Optional.of(id)).stream().findFirst());
    }

    @Override
    public void build(Space space, String encoder) {
        database.<Void>grow(h -> {
            if (SpaceRows.state(h, space).filter(SpaceState.SERVING::equals).isPresent()) {
                throw new VireoException(ErrorKind.USER_INPUT, "space " + space.id() + " serves; what it lacks is added without a build");
            }
            SpaceRows.put(h, space, encoder, SpaceState.BUILDING, time.millis());
            return null;
        });
    }

    @Override
    public List<Gap> gaps(Space space, long afterTrack, int limit) {
        range("limit", limit);
        return database.read(h -> SpaceRows.gaps(h, known(h, space), afterTrack, limit));
    }

    @Override
    public int fill(Space space, Map<Long, float[]> vectors) {
        return database.grow(h -> SpaceRows.fill(h, known(h, space), space, vectors));
    }

    @Override
    public void fault(Space space, long track, String reason) {
        database.write(h -> h.createUpdate("""
                INSERT INTO space_fault (space, track, reason) SELECT ?, id, ? FROM track WHERE id = ?
                ON CONFLICT DO UPDATE SET reason = excluded.reason""")
                .bind(0, known(h, space))
                .bind(1, reason)
                .bind(2, track)
                .execute());
    }

    @Override
    public List<Fault> faults(Space space, int limit) {
        range("limit", limit);
        return database.read(h -> h.createQuery("""
                SELECT a.id, a.path, f.reason, count(*) FROM space_fault f JOIN track t ON t.id = f.track JOIN asset a ON a.id = t.asset
                WHERE f.space = ? GROUP BY a.id, f.reason ORDER BY count(*) DESC, a.id LIMIT ?""")
                .bind(0, known(h, space))
                .bind(1, limit)
                .map((rs, context) -> new Fault(rs.getLong(1), rs.getString(2), rs.getString(3), rs.getLong(4)))
                .list());
    }

    @Override
    public void retry(Space space) {
        database.write(h -> h.createUpdate("DELETE FROM space_fault WHERE space = ?").bind(0, known(h, space)).execute());
    }

    @Override
    public void ready(Space space) {
        database.write(h -> h.createUpdate("UPDATE space SET state = 'READY', since_ms = ? WHERE id = ? AND state = 'BUILDING'")
                .bind(0, time.millis())
                .bind(1, known(h, space))
                .execute());
    }

    @Override
    public void report(Space space, SpaceReport report) {
        database.<Void>write(h -> {
            ReportRows.put(h, known(h, space), report);
            return null;
        });
    }

    @Override
    public Optional<SpaceReport> report(Space space) {
        return database.read(h -> ReportRows.of(h, known(h, space)));
    }

    @Override
    public void cutOver(Space space, Optional<String> domain) {
        database.<Void>write(h -> {
            new Serving(h, time.millis()).cutOver(known(h, space), space, domain);
            return null;
        });
    }

    @Override
    public List<Space> back(Optional<String> domain) {
        return database.write(h -> {
            new Serving(h, time.millis()).back(domain);
            return SpaceRows.serving(h, domain.orElse(EVERY_DOMAIN));
        });
    }

    @Override
    public List<Space> before(Optional<String> domain) {
        return database.read(h -> new Serving(h, time.millis()).before(domain));
    }

    @Override
    public long drop(Space space) {
        database.<Void>write(h -> {
            long id = known(h, space);
            if (SpaceRows.state(h, space).filter(SpaceState.SERVING::equals).isPresent()) {
                throw new VireoException(ErrorKind.USER_INPUT, "space " + space.id() + " serves domain "
                        + String.join(", ", SpaceRows.domains(h, id)) + "; cut over to another space first");
            }
            SpaceRows.forget(h, id);
            return null;
        });
        return sweep();
    }

    @Override
    public long sweep() {
        long freed = 0;
        for (SpaceRows.Left left : database.read(SpaceRows::left)) {
            int removed;
            do {
                removed = database.write(h -> SpaceRows.removeVectors(h, left.id(), DROPPED_AT_ONCE));
                freed += (long) removed * left.dimension() * Float.BYTES;
            } while (removed > 0);
            database.<Void>write(h -> {
                SpaceRows.remove(h, left.id());
                return null;
            });
        }
        return freed;
    }

    private static void range(String name, int value) {
        if (value < 1 || value > LARGEST_RESULT) {
            throw new VireoException(ErrorKind.USER_INPUT, name + " is " + value + ", allowed are 1 to " + LARGEST_RESULT);
        }
    }

    private static long known(Handle h, Space space) {
        return Rows.space(h, space)
                .filter(_ -> SpaceRows.state(h, space).isPresent())
                .orElseThrow(() -> new VireoException(
                        ErrorKind.NOT_FOUND, "there is no space " + space.id() + "; `vireo spaces` shows those that there are"));
    }
}
