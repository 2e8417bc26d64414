package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.SpaceState;
import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.deploy.DeployedPackage;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.GenerationStore;
import dev.vireo.api.deploy.Intent;
import dev.vireo.api.deploy.PackageSpace;
import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.deploy.TrialReport;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Generations in the catalogue's database. */
@Component(service = GenerationStore.class)
public final class SqliteGenerations implements GenerationStore {
    private static final int LONGEST_REASON = 2_000;

    private final Database database;
    private final InstantSource clock;

    @Activate
    public SqliteGenerations(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Database database,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Site site) {
        this(database, site.time());
    }

    SqliteGenerations(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public List<Generation> list() {
        return database.read(h -> h.createQuery("SELECT * FROM generation ORDER BY number")
                .map((rs, context) -> generation(h, rs))
                .list());
    }

    @Override
    public Optional<Generation> get(long number) {
        return database.read(h -> h.createQuery("SELECT * FROM generation WHERE number = ?")
                .bind(0, number)
                .map((rs, context) -> generation(h, rs))
                .findOne());
    }

    private static Generation generation(Handle h, ResultSet rs) throws SQLException {
        long number = rs.getLong("number");
        List<DeployedPackage> packages = h.createQuery("SELECT * FROM generation_package WHERE generation = ? ORDER BY name")
                .bind(0, number)
                .map((row, context) -> new DeployedPackage(
                        row.getString("name"),
                        row.getString("version"),
                        row.getString("sha256"),
                        row.getString("signer"),
                        bundles(h, number, row.getString("name"))))
                .list();
        return new Generation(
                number,
                State.valueOf(rs.getString("state")),
                rs.getLong("parent"),
                Instant.ofEpochMilli(rs.getLong("created_ms")),
                Instant.ofEpochMilli(rs.getLong("changed_ms")),
                rs.getString("reason"),
                rs.getInt("failed_starts"),
                packages);
    }

    private static List<DeployedBundle> bundles(Handle h, long number, String name) {
        return h.createQuery("SELECT * FROM generation_bundle WHERE generation = ? AND package = ? ORDER BY position")
                .bind(0, number)
                .bind(1, name)
                .map((rs, context) -> new DeployedBundle(
                        rs.getString("symbolic_name"), rs.getString("version"), rs.getString("sha256"), rs.getLong("size")))
                .list();
    }

    @Override
    public Intent intent() {
        return database.read(SqliteGenerations::intent);
    }

    private static Intent intent(Handle h) {
        return h.createQuery("SELECT * FROM intent")
                .map((rs, context) -> new Intent(rs.getLong("desired"), rs.getLong("active"), rs.getLong("last_good")))
                .one();
    }

    @Override
    public Generation add(long parent, List<DeployedPackage> packages) {
        List<DeployedPackage> sorted = packages.stream().sorted(Comparator.comparing(DeployedPackage::name)).toList();
        Instant now = Instant.ofEpochMilli(clock.millis());
        return database.grow(h -> {
            long number = h.createUpdate("INSERT INTO generation (state, parent, created_ms, changed_ms) VALUES (?, ?, ?, ?)")
                    .bind(0, State.PREPARING.name())
                    .bind(1, parent)
                    .bind(2, now.toEpochMilli())
                    .bind(3, now.toEpochMilli())
                    .executeAndReturnGeneratedKeys("number")
                    .mapTo(Long.class)
                    .one();
            for (DeployedPackage each : sorted) {
                h.execute("INSERT INTO generation_package VALUES (?, ?, ?, ?, ?)",
                        number, each.name(), each.version(), each.sha256(), each.signer());
                int position = 0;
                for (DeployedBundle bundle : each.bundles()) {
                    h.execute("INSERT INTO generation_bundle VALUES (?, ?, ?, ?, ?, ?, ?)", number, each.name(), position++,
                            bundle.symbolicName(), bundle.version(), bundle.sha256(), bundle.size());
                }
            }
            return new Generation(number, State.PREPARING, parent, now, now, "", 0, sorted);
        });
    }

    @Override
    public void mark(long number, State state, String reason) {
        if (state == State.ACTIVE) {
            throw new VireoException(ErrorKind.INTERNAL, "generation " + number + " becomes active by a commit only");
        }
        database.write(h -> {
            set(h, number, state, reason);
            return null;
        });
    }

    private void set(Handle h, long number, State state, String reason) {
        int changed = h.createUpdate("UPDATE generation SET state = ?, reason = ?, changed_ms = ? WHERE number = ?")
                .bind(0, state.name())
                .bind(1, reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason)
                .bind(2, clock.millis())
                .bind(3, number)
                .execute();
        if (changed == 0) {
            throw new VireoException(ErrorKind.NOT_FOUND, "there is no generation " + number);
        }
    }

    @Override
    public void stageBeside(
            long number, PackageSpace brings, String encoder, PackageSpace replaces, boolean whenReady, String reason) {
        database.<Void>grow(h -> {
            set(h, number, State.STAGED, reason);
            h.execute("UPDATE generation SET when_ready = ? WHERE number = ?", whenReady, number);
            note(h, brings);
            note(h, replaces);
            if (SpaceRows.state(h, brings.space()).filter(SpaceState.SERVING::equals).isEmpty()) {
                SpaceRows.put(h, brings.space(), encoder, SpaceState.BUILDING, clock.millis());
            }
            return null;
        });
    }

    @Override
    public void note(PackageSpace space) {
        database.<Void>grow(h -> {
            note(h, space);
            return null;
        });
    }

    private static void note(Handle h, PackageSpace of) {
        h.execute("INSERT OR REPLACE INTO package_space (package, sha256, space, dimension) VALUES (?, ?, ?, ?)",
                of.packageName(), of.sha256(), of.space().id(), of.space().dimension());
    }

    @Override
    public List<PackageSpace> packageSpaces() {
        return database.read(h -> h.createQuery("SELECT * FROM package_space ORDER BY package, sha256")
                .map((rs, context) -> new PackageSpace(
                        rs.getString("package"), rs.getString("sha256"), new Space(rs.getString("space"), rs.getInt("dimension"))))
                .list());
    }

    @Override
    public Set<Long> whenReady() {
        return database.read(h -> Set.copyOf(h.createQuery("SELECT number FROM generation WHERE when_ready <> 0").mapTo(Long.class).list()));
    }

    @Override
    public void commit(long number, State leaving, String reason) {
        if (leaving == State.ACTIVE) {
            throw new VireoException(ErrorKind.INTERNAL, "one generation is active, not two");
        }
        database.write(h -> {
            Intent before = intent(h);
            if (before.active() != number) {
                set(h, before.active(), leaving, reason);
            }
            set(h, number, State.ACTIVE, "");
            h.execute("UPDATE intent SET desired = ?, active = ?", number, number);
            raiseFloors(h, number);
            SqliteTrust.see(h, clock.instant());
            return null;
        });
    }

    /** No older version of what serves is ever deployed again; going back raises nothing. */
    private static void raiseFloors(Handle h, long number) {
        h.createQuery("SELECT * FROM generation_package WHERE generation = ? AND signer <> ?")
                .bind(0, number)
                .bind(1, DeployedPackage.DEVELOPER)
                .map((rs, context) -> new DeployedPackage(
                        rs.getString("name"), rs.getString("version"), rs.getString("sha256"), rs.getString("signer"), List.of()))
                .forEach(p -> SqliteTrust.raiseFloor(h, p.name(), PackageVersion.parse(p.version()), p.sha256()));
    }

    @Override
    public void note(TrialReport trial) {
        database.write(h -> {
            TrialRows.put(h, trial);
            return null;
        });
    }

    @Override
    public Optional<TrialReport> trial(long generation) {
        return database.read(h -> TrialRows.of(h, generation));
    }

    @Override
    public void proven(long number) {
        database.write(h -> h.execute("UPDATE intent SET last_good = active WHERE active = ?", number));
    }

    @Override
    public int starting(long number) {
        return database.write(h -> {
            h.execute("UPDATE generation SET failed_starts = failed_starts + 1 WHERE number = ?", number);
            return h.createQuery("SELECT failed_starts FROM generation WHERE number = ?")
                    .bind(0, number)
                    .mapTo(Integer.class)
                    .findOne()
                    .orElseThrow(() -> new VireoException(ErrorKind.NOT_FOUND, "there is no generation " + number));
        });
    }

    @Override
    public void startGivenUp(long number) {
        database.write(h -> h.execute("UPDATE generation SET failed_starts = max(0, failed_starts - 1) WHERE number = ?", number));
    }

    @Override
    public void started(long number) {
        database.write(h -> h.execute("UPDATE generation SET failed_starts = 0 WHERE number = ?", number));
    }
}
