package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Removal;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;

/** Tells of an id that is not there whether it was, when it went and why. */
final class Tombstones {
    private final Catalog catalog;
    private final Views views;

    Tombstones(Catalog catalog, Views views) {
        this.catalog = catalog;
        this.views = views;
    }

    VireoException absent(Ids ids, Removal.Kind kind, long id) {
        return catalog.removal(kind, id)
                .map(r -> new VireoException(ErrorKind.NOT_FOUND, ids.text(id)
                        + (r.asset() > 0 && kind != Removal.Kind.ASSET ? " of " + Ids.ASSET.text(r.asset()) : "") + " (" + r.path()
                        + ") was removed at " + views.local(r.at()) + ": " + r.reason()))
                .orElseGet(() -> ids.absent(id));
    }
}
