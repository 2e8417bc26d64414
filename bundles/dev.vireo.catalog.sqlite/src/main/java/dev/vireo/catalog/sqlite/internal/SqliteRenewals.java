package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.KnownModel;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Renewals;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Renewals in the catalogue's database. */
@Component(service = Renewals.class)
public final class SqliteRenewals implements Renewals {
    private final Database database;
    private final InstantSource time;

    @Activate
    public SqliteRenewals(@Reference(policyOption = ReferencePolicyOption.GREEDY) Database database) {
        this(database, InstantSource.system());
    }

    SqliteRenewals(Database database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    @Override
    public List<Made> made() {
        return database.read(h -> h.createQuery("""
                SELECT b.makers, count(*) FROM made_by b JOIN asset a ON a.id = b.asset
                WHERE a.state = 'READY' GROUP BY b.makers ORDER BY b.makers""")
                .map((rs, context) -> new Made(MadeBy.makers(rs.getString(1)), rs.getLong(2)))
                .list());
    }

    @Override
    public Optional<Asset> next(Collection<Makers> by, Makers target) {
        if (by.isEmpty()) {
            return Optional.empty();
        }
        return database.read(h -> h.createQuery("""
                SELECT a.* FROM made_by b JOIN asset a ON a.id = b.asset
                    LEFT JOIN renewal_failure f ON f.asset = a.id AND f.target = :target
                    LEFT JOIN renewal_draft d ON d.asset = a.id
                WHERE b.makers IN (<by>) AND a.state = 'READY' AND f.asset IS NULL
                ORDER BY d.asset IS NULL, coalesce(a.captured_ms, a.added_ms) DESC, a.id DESC LIMIT 1""")
                .bind("target", MadeBy.text(target))
                .bindList("by", by.stream().map(MadeBy::text).toList())
                .map(Rows.ASSET)
                .findOne());
    }

    @Override
    public Draft begin(long asset) {
        return database.grow(h -> {
            Asset renewed = existing(h, asset);
            if (renewed.state() != AssetState.READY) {
                throw new VireoException(ErrorKind.INTERNAL,
                        "asset " + asset + " is " + renewed.state() + "; only one that is READY can be looked at again");
            }
            long draft = Drafts.begin(h, renewed);
            return new Draft(MadeBy.of(h, draft).orElse(Makers.NONE), Rows.asset(h, draft).orElseThrow().committedMs());
        });
    }

    @Override
    public void append(long asset, Part part) {
        database.<Void>grow(h -> {
            existing(h, asset);
            Asset draft = Rows.asset(h, draft(h, asset)).orElseThrow();
            SqliteCatalog.append(h, draft, part, time.instant());
            return null;
        });
    }

    @Override
    public Renewed complete(long asset) {
        return database.write(h -> Drafts.complete(h, existing(h, asset), draft(h, asset), time.instant()));
    }

    private static long draft(Handle h, long asset) {
        return Drafts.of(h, asset).orElseThrow(
                () -> new VireoException(ErrorKind.INTERNAL, "asset " + asset + " has no draft; begin() makes one"));
    }

    @Override
    public void discard(long asset) {
        database.<Void>write(h -> {
            Drafts.discard(h, asset);
            return null;
        });
    }

    @Override
    public void tidy(Collection<Makers> by) {
        Set<String> wanted = by.stream().map(MadeBy::text).collect(Collectors.toSet());
        List<Long> left = database.read(h -> h.createQuery(
                        "SELECT d.asset, b.makers FROM renewal_draft d LEFT JOIN made_by b ON b.asset = d.asset")
                .map((rs, context) -> wanted.contains(rs.getString(2)) ? null : rs.getLong(1))
                .collect(Collectors.filtering(asset -> asset != null, Collectors.toList())));
        left.forEach(this::discard);
    }

    @Override
    public void fail(long asset, Makers target, String reason) {
        database.<Void>write(h -> {
            Drafts.discard(h, asset);
            h.createUpdate("""
                    INSERT OR REPLACE INTO renewal_failure (asset, target, reason, at_ms)
                    SELECT id, ?, ?, ? FROM asset WHERE id = ?""")
                    .bind(0, MadeBy.text(target))
                    .bind(1, reason)
                    .bind(2, time.millis())
                    .bind(3, asset)
                    .execute();
            return null;
        });
    }

    @Override
    public List<Failure> failures(Makers target, int limit) {
        return database.read(h -> h.createQuery("""
                SELECT f.asset, a.path, f.reason, f.at_ms FROM renewal_failure f JOIN asset a ON a.id = f.asset
                WHERE f.target = ? ORDER BY f.at_ms DESC, f.asset DESC LIMIT ?""")
                .bind(0, MadeBy.text(target))
                .bind(1, limit)
                .map((rs, context) -> new Failure(
                        rs.getLong(1), rs.getString(2), rs.getString(3), Instant.ofEpochMilli(rs.getLong(4))))
                .list());
    }

    @Override
    public void retry() {
        database.<Void>write(h -> {
            h.execute("DELETE FROM renewal_failure");
            return null;
        });
    }

    @Override
    public void remember(Collection<KnownModel> models) {
        database.<Void>grow(h -> {
            Vocabularies.remember(h, models);
            return null;
        });
    }

    @Override
    public Control control() {
        return database.read(h -> h.createQuery("SELECT paused, abandoned FROM renewal_control")
                .map((rs, context) -> new Control(
                        rs.getInt(1) != 0, Optional.ofNullable(rs.getString(2)).map(MadeBy::makers)))
                .one());
    }

    @Override
    public void control(Control control) {
        database.<Void>write(h -> {
            h.createUpdate("UPDATE renewal_control SET paused = ?, abandoned = ?")
                    .bind(0, control.paused() ? 1 : 0)
                    .bind(1, control.abandoned().map(MadeBy::text).orElse(null))
                    .execute();
            return null;
        });
    }

    private static Asset existing(Handle h, long asset) {
        return Rows.asset(h, asset)
                .orElseThrow(() -> new VireoException(ErrorKind.NOT_FOUND, "there is no asset " + asset + "; it was removed"));
    }
}
