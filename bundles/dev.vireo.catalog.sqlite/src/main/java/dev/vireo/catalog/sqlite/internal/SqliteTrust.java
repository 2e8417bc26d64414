package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.deploy.TrustState;
import dev.vireo.api.deploy.TrustStore;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Trust in the catalogue's database. */
@Component(service = TrustStore.class)
public final class SqliteTrust implements TrustStore {
    private final Database database;

    @Activate
    public SqliteTrust(@Reference(policyOption = ReferencePolicyOption.GREEDY) Database database) {
        this.database = database;
    }

    private record Numbered(long number, String statement) {}

    @Override
    public TrustState state() {
        return database.read(h -> h.createQuery("SELECT * FROM trust")
                .map((rs, context) -> {
                    String root = rs.getString("root");
                    Optional<Numbered> list = list(h, root);
                    return new TrustState(
                            root.isEmpty() ? Optional.empty() : Optional.of(rs.getString("statement")),
                            h.createQuery("SELECT statement FROM trust_delegation ORDER BY position").mapTo(String.class).list(),
                            list.map(Numbered::statement),
                            list.map(Numbered::number).orElse(0L),
                            floors(h),
                            Instant.ofEpochMilli(rs.getLong("latest_seen_ms")),
                            rs.getBoolean("developer_mode"));
                })
                .one());
    }

    private static Optional<Numbered> list(Handle h, String root) {
        return h.createQuery("SELECT number, statement FROM trust_revocation WHERE root = ?")
                .bind(0, root)
                .map((rs, context) -> new Numbered(rs.getLong("number"), rs.getString("statement")))
                .findOne();
    }

    private static Map<String, TrustState.Floor> floors(Handle h) {
        Map<String, TrustState.Floor> floors = new HashMap<>();
        h.createQuery("SELECT * FROM trust_floor")
                .map((rs, context) -> floors.put(rs.getString("package"),
                        new TrustState.Floor(PackageVersion.parse(rs.getString("version")), rs.getString("manifest_sha256"))))
                .list();
        return floors;
    }

    @Override
    public void trustRoot(String root, String statement) {
        database.write(h -> {
            if (!h.createQuery("SELECT root FROM trust").mapTo(String.class).one().equals(root)) {
                h.execute("DELETE FROM trust_delegation");
                h.execute("UPDATE trust SET root = ?, statement = ?", root, statement);
            }
            return null;
        });
    }

    @Override
    public void addDelegation(String keyId, String statement) {
        database.write(h -> {
            h.execute("DELETE FROM trust_delegation WHERE key = ?", keyId);
            return h.execute("INSERT INTO trust_delegation (key, statement) VALUES (?, ?)", keyId, statement);
        });
    }

    @Override
    public void revoke(String root, long number, String statement) {
        database.write(h -> {
            long before = list(h, root).map(Numbered::number).orElse(0L);
            if (number <= before) {
                throw new VireoException(ErrorKind.USER_INPUT, "the revocation list has number " + number + "; list " + before
                        + " is in force, and only a higher one takes its place");
            }
            return h.execute("INSERT OR REPLACE INTO trust_revocation VALUES (?, ?, ?)", root, number, statement);
        });
    }

    @Override
    public void raiseFloor(String name, PackageVersion version, String manifestSha256) {
        database.write(h -> {
            raiseFloor(h, name, version, manifestSha256);
            return null;
        });
    }

    /** As the method of the service, within the transaction of a commit. */
    static void raiseFloor(Handle h, String name, PackageVersion version, String manifestSha256) {
        Optional<PackageVersion> before = h.createQuery("SELECT version FROM trust_floor WHERE package = ?")
                .bind(0, name)
                .mapTo(String.class)
                .findOne()
                .map(PackageVersion::parse);
        if (before.isEmpty() || before.get().compareTo(version) < 0) {
            h.execute("INSERT OR REPLACE INTO trust_floor VALUES (?, ?, ?)", name, version.toString(), manifestSha256);
        }
    }

    @Override
    public Instant see(Instant now) {
        return database.write(h -> {
            see(h, now);
            return Instant.ofEpochMilli(h.createQuery("SELECT latest_seen_ms FROM trust").mapTo(Long.class).one());
        });
    }

    static void see(Handle h, Instant now) {
        h.execute("UPDATE trust SET latest_seen_ms = max(latest_seen_ms, ?)", now.toEpochMilli());
    }

    @Override
    public void correctTime(Instant now) {
        database.write(h -> h.execute("UPDATE trust SET latest_seen_ms = ?", now.toEpochMilli()));
    }

    @Override
    public void developerMode(boolean on) {
        database.write(h -> h.execute("UPDATE trust SET developer_mode = ?", on ? 1 : 0));
    }
}
