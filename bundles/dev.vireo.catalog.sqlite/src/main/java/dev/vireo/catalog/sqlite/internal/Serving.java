package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.SpaceState;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Changes of what serves, inside the caller's transaction. */
final class Serving {
    private static final String EVERY = SpaceCatalog.EVERY_DOMAIN;

    private final Handle h;
    private final long nowMs;

    Serving(Handle h, long nowMs) {
        this.h = h;
        this.nowMs = nowMs;
    }

    void adopt(Map<Space, String> live) {
        if (h.createQuery("SELECT EXISTS (SELECT 1 FROM serving)").mapTo(Integer.class).one() == 1) {
            return;
        }
        List<Space> filled = h.createQuery("SELECT name, dimension FROM space s WHERE name NOT LIKE '~%'"
                        + " AND EXISTS (SELECT 1 FROM vector v WHERE v.space = s.id)")
                .map(SpaceRows.SPACE)
                .list();
        for (Space space : filled) {
            if (SpaceRows.state(h, space).isEmpty()) {
                SpaceRows.put(h, space, "", SpaceState.RETAINED, nowMs);
            }
        }
        live.forEach((space, encoder) -> {
            if (filled.isEmpty() || filled.contains(space)) {
                serve(EVERY, SpaceRows.put(h, space, encoder, SpaceState.SERVING, nowMs));
            }
        });
    }

    private void serve(String domain, long space) {
        h.createUpdate("INSERT INTO serving (domain, space) VALUES (?, ?)").bind(0, domain).bind(1, space).execute();
    }

    void cutOver(long id, Space space, Optional<String> domain) {
        if (SpaceRows.state(h, space).filter(SpaceState.BUILDING::equals).isPresent()) {
            throw new VireoException(ErrorKind.USER_INPUT, "space " + space.id()
                    + " is still being built; questions would miss what has no vector yet. `vireo spaces` shows how far it is");
        }
        String scope = domain.orElse(EVERY);
        boolean already = domain.isPresent()
                ? SpaceRows.serving(h, scope).equals(List.of(space))
                : h.createQuery("SELECT count(*) = 1 AND max(space) = ? FROM serving").bind(0, id).mapTo(Boolean.class).one();
        if (already) {
            throw new VireoException(ErrorKind.USER_INPUT,
                    "space " + space.id() + " serves " + domain.map(d -> "domain " + d).orElse("every domain") + " already");
        }
        remember(scope);
        replace(scope, List.of());
        serve(scope, id);
        states();
    }

    /** Notes what serves in a scope, in place of what was noted before. */
    private void remember(String scope) {
        // Undoing an older change of one domain after a change of all would bring back what nobody meant.
        h.createUpdate("DELETE FROM serving_change WHERE scope = :scope OR :scope = :every")
                .bind("scope", scope)
                .bind("every", EVERY)
                .execute();
        h.createUpdate("INSERT INTO serving_change (scope, at_ms) VALUES (?, ?)").bind(0, scope).bind(1, nowMs).execute();
        h.createUpdate("INSERT INTO served (scope, domain, space) SELECT :scope, domain, space FROM serving"
                        + " WHERE :scope = :every OR domain = :scope")
                .bind("scope", scope)
                .bind("every", EVERY)
                .execute();
    }

    private void replace(String scope, List<Row> rows) {
        h.createUpdate("DELETE FROM serving WHERE :scope = :every OR domain = :scope")
                .bind("scope", scope)
                .bind("every", EVERY)
                .execute();
        rows.forEach(row -> serve(row.domain(), row.space()));
    }

    private record Row(String domain, long space) {}

    void back(Optional<String> domain) {
        String scope = domain.orElse(EVERY);
        if (changed(scope).isEmpty()) {
            throw new VireoException(ErrorKind.USER_INPUT, "there is nothing to go back to for "
                    + domain.map(d -> "domain " + d).orElse("all domains together")
                    + ": no change was made since the first space, or the space that served before was dropped");
        }
        List<Row> rows = rows(scope);
        remember(scope);
        replace(scope, rows);
        states();
    }

    private Optional<Long> changed(String scope) {
        return h.createQuery("SELECT at_ms FROM serving_change WHERE scope = ?").bind(0, scope).mapTo(Long.class).findOne();
    }

    private List<Row> rows(String scope) {
        return h.createQuery("SELECT domain, space FROM served WHERE scope = ?")
                .bind(0, scope)
                .map((rs, context) -> new Row(rs.getString(1), rs.getLong(2)))
                .list();
    }

    List<Space> before(Optional<String> domain) {
        String scope = domain.orElse(EVERY);
        if (changed(scope).isEmpty()) {
            return List.of();
        }
        List<Space> own = h.createQuery("SELECT DISTINCT s.name, s.dimension FROM served b JOIN space s ON s.id = b.space"
                        + " WHERE b.scope = ? ORDER BY s.name")
                .bind(0, scope)
                .map(SpaceRows.SPACE)
                .list();
        return own.isEmpty() ? SpaceRows.serving(h, EVERY) : own; // the domain had none of its own
    }

    private void states() {
        h.createUpdate("UPDATE space SET state = 'RETAINED', since_ms = ? WHERE state = 'SERVING' AND id NOT IN (SELECT space FROM serving)")
                .bind(0, nowMs)
                .execute();
        h.createUpdate("UPDATE space SET state = 'SERVING', since_ms = ? WHERE state <> 'SERVING' AND id IN (SELECT space FROM serving)")
                .bind(0, nowMs)
                .execute();
    }
}
